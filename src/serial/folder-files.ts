import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'

import { AssaydError } from '../core/errors.ts'
import { FolderLedger } from './folder-ledger.ts'

const IMPORTED = 'imported'
/** Files that programs write on the way to another name, and hidden ones. */
const PASSING = /^[.~]|^~\$|\.(tmp|part|partial|crdownload)$/i
/** What another program that has a file open is answered with. */
const HELD = new Set(['EBUSY', 'EPERM', 'EACCES', 'ETXTBSY', 'ENOENT'])

/** A file as it was at one look. */
interface Look {
  readonly size: number
  readonly changedMs: number
  /** Its content was judged: it is imported, or nothing could be read in it. */
  readonly isDone: boolean
}

/**
 * The files of a watched folder, one after the other, known by the SHA-256 of their content: the
 * same bytes under another name, or put back later, are never delivered again once they are
 * imported.
 */
export class FolderFiles {
  readonly #folder: string
  readonly #ledger: FolderLedger
  #looks: ReadonlyMap<string, Look> = new Map()
  /** Contents in which nothing could be read, since the start. */
  readonly #refused = new Set<string>()

  constructor(folder: string) {
    this.#folder = folder
    this.#ledger = new FolderLedger(join(folder, IMPORTED, 'assayd-files.jsonl'))
  }

  /**
   * The content of the next file that is complete: as large and as old as at the look before, and
   * not held by another program. Throws AssaydError `port-lost` when the folder cannot be read.
   */
  next(): Uint8Array | undefined {
    const before = this.#looks
    const names = this.#names()
    this.#looks = new Map(names.flatMap((name) => this.#look(name, before.get(name))))
    for (const [name, look] of this.#looks) {
      const last = before.get(name)
      const isStill = last?.size === look.size && last.changedMs === look.changedMs
      if (look.isDone || look.size === 0 || !isStill || this.#isOpen(name)) continue
      const bytes = this.#read(name)
      if (bytes === undefined || bytes.length !== look.size) continue
      const content = sha256(bytes)
      if (!this.#refused.has(content) && !this.#ledger.has(content)) return bytes
      if (this.#ledger.has(content)) this.#move(name, content)
      this.#looks = new Map([...this.#looks, [name, { ...look, isDone: true }]])
    }
    return undefined
  }

  /** What was heard in this content is stored: it is imported when it had a plate. */
  settle(content: string, hasPlate: boolean): void {
    if (!hasPlate) {
      this.#refused.add(content)
      return
    }
    this.#ledger.add(content)
    for (const name of this.#names()) {
      const bytes = this.#read(name)
      if (bytes !== undefined && sha256(bytes) === content) this.#move(name, content)
    }
  }

  #names(): readonly string[] {
    try {
      return readdirSync(this.#folder, { withFileTypes: true })
        .filter((entry) => entry.isFile() && !PASSING.test(entry.name))
        .map(({ name }) => name)
        .toSorted()
    } catch (cause) {
      throw lost(`Unable to read the folder '${this.#folder}'`, cause)
    }
  }

  #look(name: string, before: Look | undefined): readonly (readonly [string, Look])[] {
    const stat = statSync(join(this.#folder, name), { throwIfNoEntry: false })
    if (stat === undefined) return []
    const { size, mtimeMs: changedMs } = stat
    const isSame = before?.size === size && before.changedMs === changedMs
    return [[name, { size, changedMs, isDone: isSame && before.isDone }]]
  }

  /** Office programs leave a file beside the one that they have open. */
  #isOpen(name: string): boolean {
    return [`~$${name}`, `.~lock.${name}#`].some((lock) => existsSync(join(this.#folder, lock)))
  }

  /** Undefined while another program holds the file, or when it has gone meanwhile. */
  #read(name: string): Uint8Array | undefined {
    try {
      return new Uint8Array(readFileSync(join(this.#folder, name)))
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : ''
      if (HELD.has(code)) return undefined
      throw lost(`Unable to read '${join(this.#folder, name)}'`, error)
    }
  }

  #move(name: string, content: string): void {
    const folder = join(this.#folder, IMPORTED)
    const target = freeName(folder, name, content.slice(0, 8))
    try {
      mkdirSync(folder, { recursive: true })
      renameSync(join(this.#folder, name), join(folder, target))
    } catch (cause) {
      throw lost(`Unable to move '${join(this.#folder, name)}' to '${IMPORTED}'`, cause)
    }
  }
}

/** The name itself, or with a part of the content's hash and a number where it is taken. */
function freeName(folder: string, name: string, mark: string): string {
  const suffix = extname(name)
  const stem = name.slice(0, name.length - suffix.length)
  let free = name
  for (let copy = 1; existsSync(join(folder, free)); copy += 1) {
    free = `${stem}-${mark}${copy === 1 ? '' : `-${copy}`}${suffix}`
  }
  return free
}

function lost(what: string, cause: unknown): AssaydError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new AssaydError('port-lost', `${what}: ${why}.`, {
    hint: 'Check the folder and its permissions, and close the file in other programs.',
    cause,
  })
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
