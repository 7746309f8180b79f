import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

import { AssaydError } from '../core/errors.ts'
import type { BackupFile } from '../ports/backup.ts'

/** A database may be larger than memory. */
export const CHUNK_BYTES = 1024 * 1024

/** Hands a file over piece by piece; the piece is overwritten by the next. */
function eachChunk(file: string, take: (chunk: Uint8Array) => void): void {
  const fd = openSync(file, 'r')
  const chunk = new Uint8Array(CHUNK_BYTES)
  try {
    for (let size = readSync(fd, chunk); size > 0; size = readSync(fd, chunk)) {
      take(chunk.subarray(0, size))
    }
  } finally {
    closeSync(fd)
  }
}

/** The file as it is now, as a manifest names it. */
export function fileFacts(folder: string, path: string): BackupFile {
  const hash = createHash('sha256')
  let bytes = 0
  eachChunk(join(folder, path), (chunk) => {
    bytes += chunk.length
    hash.update(chunk)
  })
  return { path, bytes, sha256: hash.digest('hex') }
}

/** Writes a file that is not there yet, to the disk for good. */
export function writeNew(file: string, fill: (write: (part: Uint8Array) => void) => void): void {
  mkdirSync(dirname(file), { recursive: true })
  const fd = openSync(file, 'wx')
  try {
    fill((part) => writeWhole(fd, part))
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** A disk may take a part of what it is given. */
export function writeWhole(fd: number, part: Uint8Array): void {
  for (let done = 0; done < part.length;) done += writeSync(fd, part, done)
}

/** Copies a file from one folder to another, and compares what was read with what stands there. */
export function copyNew(from: string, to: string, path: string): BackupFile {
  const hash = createHash('sha256')
  writeNew(join(to, path), (write) => {
    eachChunk(join(from, path), (chunk) => {
      hash.update(chunk)
      write(chunk)
    })
  })
  const facts = fileFacts(to, path)
  if (facts.sha256 === hash.digest('hex')) return facts
  throw failed(`'${join(to, path)}' does not read back as it was written`)
}

/**
 * A new folder that is there whole or not at all: the work is done beside it, under another name.
 * Throws AssaydError `backup-failed` when there is something of that name already.
 */
export async function newFolder<Value>(
  folder: string,
  work: (partial: string) => Value | Promise<Value>,
): Promise<Value> {
  const partial = begunFolder(folder)
  try {
    const value = await work(partial)
    syncFolders(partial)
    renameSync(partial, folder)
    syncFolder(dirname(folder))
    return value
  } catch (error) {
    rmSync(partial, { recursive: true, force: true })
    throw inWords(error)
  }
}

/** A power cut must not take the names of files that are on the disk. */
function syncFolders(folder: string): void {
  const within = readdirSync(folder, { withFileTypes: true }).filter((one) => one.isDirectory())
  for (const { name } of within) syncFolders(join(folder, name))
  syncFolder(folder)
}

/** Windows cannot open a folder, and keeps names by its own journal. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const fd = openSync(folder, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

function begunFolder(folder: string): string {
  const partial = `${folder}.partial`
  if (existsSync(folder)) throw failed(`'${folder}' is there already, and nothing is overwritten`)
  if (existsSync(partial)) throw leftOver(partial)
  try {
    mkdirSync(dirname(folder), { recursive: true })
    mkdirSync(partial)
  } catch (error) {
    throw inWords(error)
  }
  return partial
}

/** What the file system refuses, in the operator's words. */
function inWords(error: unknown): unknown {
  if (!(error instanceof Error) || !('syscall' in error)) return error
  return failed(error.message, error)
}

/** Whoever names another folder would never come to the one that is wanted. */
function leftOver(partial: string): AssaydError {
  const message = `'${partial}' is there: another copy is being made, or one was cut.`
  return new AssaydError('backup-failed', message, {
    hint: `When no other is being made, delete '${partial}', which is not whole, and try again.`,
  })
}

/** Of a copy that cannot be made. */
export function failed(what: string, cause?: unknown): AssaydError {
  return new AssaydError('backup-failed', `Unable to copy the data folder: ${what}.`, {
    hint: 'Name a folder that is not there yet, on a disk with room that you may write to.',
    cause,
  })
}
