import { createHash, type Hash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  rmSync,
} from 'node:fs'
import { basename, dirname } from 'node:path'

import { AssaydError } from '../core/errors.ts'
import type { CaptureSeal } from '../ports/capture.ts'
import { CHUNK_BYTES, failed, fileFacts, writeWhole } from './backup-files.ts'

/** What became of a capture: `seal` is of the file as it now is in the new folder. */
export type TakeEnd =
  | { readonly kind: 'taken'; readonly bytes: number; readonly seal: CaptureSeal }
  | { readonly kind: 'equal' }
  | { readonly kind: 'shorter' }
  | { readonly kind: 'left'; readonly why: string }

/** What is known of the capture in the new folder. */
export interface Known {
  /** The file as it is there; null where it is not. */
  readonly held: CaptureSeal | null
  readonly isSettled: boolean
  /** What the file was when it was settled. */
  readonly seal: CaptureSeal | null
}

/** Gives the next bytes of a file, so many at most; none at its end. */
type Next = (most: number) => Uint8Array

/**
 * Takes what the file `from` holds beyond `to`, which it must begin with: bytes that are there are
 * never replaced. A settled capture is what its seal says or stays out. Throws AssaydError
 * `backup-failed` and what the file system says of `to`.
 */
export function takeCapture(from: string, to: string, known: Known): TakeEnd {
  try {
    return opened(from, (next) => takeBeyond(next, to, known))
  } catch (error) {
    if (!(error instanceof AssaydError) || error.code !== 'capture-missing') throw error
    return { kind: 'left', why: error.message }
  }
}

function opened<Value>(file: string, work: (next: Next) => Value): Value {
  const fd = readable(() => openSync(file, 'r'))
  const buffer = new Uint8Array(CHUNK_BYTES)
  try {
    return work((most) => {
      const length = Math.min(most, buffer.length)
      return buffer.subarray(
        0,
        readable(() => readSync(fd, buffer, 0, length, null)),
      )
    })
  } finally {
    closeSync(fd)
  }
}

/** A failing disk under one capture keeps no other from being taken. */
function readable<Value>(work: () => Value): Value {
  try {
    return work()
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new AssaydError('capture-missing', `it cannot be read: ${why}`, { cause })
  }
}

/**
 * The same of whatever gives bytes. Where they cannot be read to their end, `to` is left as it was,
 * and the error goes on.
 */
export function takeBeyond(next: Next, to: string, known: Known): TakeEnd {
  const held = known.held ?? { bytes: 0, sha256: createHash('sha256').digest('hex') }
  const hash = createHash('sha256')
  const size = hashed(next, hash, held.bytes)
  const beginning = hash.copy().digest('hex')
  if (size < held.bytes) {
    return beginning === beginningOf(to, size) ? { kind: 'shorter' } : OTHER
  }
  if (beginning !== held.sha256) return OTHER
  const first = next(CHUNK_BYTES)
  if (first.length === 0) return { kind: 'equal' }
  if (known.held !== null && known.isSettled) {
    return { kind: 'left', why: `it was settled with ${held.bytes} bytes, and goes on behind them` }
  }
  return withRest(to, known, () => appended(to, { first, next, hash, size }))
}

const OTHER: TakeEnd = { kind: 'left', why: 'it holds other bytes than those of the backup' }

/** Gives how many there were. */
function hashed(next: Next, hash: Hash, most: number): number {
  let size = 0
  for (let piece = next(most); piece.length > 0; piece = next(most - size)) {
    size += piece.length
    hash.update(piece)
    if (size === most) break
  }
  return size
}

function beginningOf(file: string, bytes: number): string {
  const hash = createHash('sha256')
  opened(file, (next) => hashed(next, hash, bytes))
  return hash.digest('hex')
}

/** Undone where the rest cannot be read, or the whole is not what was settled. */
function withRest(to: string, { held, seal }: Known, append: () => CaptureSeal): TakeEnd {
  const before = held?.bytes ?? 0
  try {
    const now = append()
    const isSealed = seal === null || (seal.bytes === now.bytes && seal.sha256 === now.sha256)
    if (isSealed) return { kind: 'taken', bytes: now.bytes - before, seal: now }
  } catch (error) {
    // Of a disk that takes no more, the whole new folder goes.
    if (error instanceof AssaydError) cutBack(to, held)
    throw error
  }
  cutBack(to, held)
  return { kind: 'left', why: 'it is not the file that was settled' }
}

interface Rest {
  readonly first: Uint8Array
  readonly next: Next
  /** Of the `size` bytes before the first piece. */
  readonly hash: Hash
  readonly size: number
}

/** Written for good, and read back. */
function appended(to: string, { first, next, hash, size: before }: Rest): CaptureSeal {
  mkdirSync(dirname(to), { recursive: true })
  const fd = openSync(to, 'a')
  let size = before
  try {
    for (let piece = first; piece.length > 0; piece = next(CHUNK_BYTES)) {
      hash.update(piece)
      writeWhole(fd, piece)
      size += piece.length
    }
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
  const { bytes, sha256 } = fileFacts(dirname(to), basename(to))
  if (bytes === size && sha256 === hash.digest('hex')) return { bytes, sha256 }
  throw failed(`'${to}' does not read back as it was written`)
}

function cutBack(to: string, held: CaptureSeal | null): void {
  if (held === null) return rmSync(to, { force: true })
  if (!existsSync(to)) return
  const fd = openSync(to, 'r+')
  try {
    ftruncateSync(fd, held.bytes)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}
