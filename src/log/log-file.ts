import { closeSync, ftruncateSync, fstatSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'

import { AssaydError } from '../core/errors.ts'
import { dayOf, fileName, logFilesIn, removeOldest, type Kept } from './log-files.ts'

/** So many lines wait in memory for a disk that takes none; beyond, the oldest are given up. */
const WAITING_LINES_MAX = 10_000

export interface LogFileOptions extends Kept {
  readonly folder: string
  /** A file that reaches this goes on in a next one. */
  readonly fileBytesMax: number
  /** Hears what is wrong with the log itself, once for each kind of failure. */
  readonly tell: (what: string) => void
}

/**
 * `assayd-DATE.log`, a file a day, with a number when it grows too large. Every line is one write
 * to the operating system, so a killed process loses none. What a full disk does not take waits and
 * is written, in order, as soon as there is room again: each new line tries. Throws AssaydError
 * `log-write` when the folder cannot be made.
 */
export class LogFile {
  readonly #options: LogFileOptions
  readonly #waiting: string[] = []
  readonly #told = new Set<string>()
  #open: OpenFile | undefined
  #givenUp = 0

  constructor(options: LogFileOptions) {
    this.#options = options
    makeFolder(options.folder)
  }

  /** Writes a line that was said at that time, ISO 8601. */
  write(line: string, at: string): void {
    this.#waiting.push(line)
    this.#flush(at)
    if (this.#waiting.length <= WAITING_LINES_MAX) return
    this.#waiting.shift()
    this.#givenUp += 1
  }

  /** Tries a last time to write what waits. */
  close(): void {
    const at = this.#open?.day
    if (this.#waiting.length > 0 && at !== undefined) this.#flush(at)
    const lost = this.#waiting.length + this.#givenUp
    if (lost > 0) this.#options.tell(`${lost} lines of the log could not be written`)
    this.#open?.close()
    this.#open = undefined
  }

  #flush(at: string): void {
    try {
      for (let line = this.#waiting[0]; line !== undefined; line = this.#waiting[0]) {
        this.#fileFor(line, at).append(line)
        this.#waiting.shift()
      }
    } catch (error) {
      return this.#tellOnce(error instanceof Error ? error.message : String(error))
    }
    if (this.#told.size > 0) this.#recovered()
  }

  #recovered(): void {
    this.#told.clear()
    const lost = this.#givenUp === 0 ? 'nothing is lost' : `${this.#givenUp} lines are lost`
    this.#givenUp = 0
    this.#options.tell(`the log is written again; ${lost}`)
  }

  #tellOnce(why: string): void {
    if (this.#told.has(why)) return
    this.#told.add(why)
    this.#options.tell(`the log cannot be written: ${why}`)
  }

  #fileFor(line: string, at: string): OpenFile {
    const { folder, fileBytesMax } = this.#options
    const day = dayOf(at)
    const bytes = Buffer.byteLength(line) + 1
    const isFull = (file: OpenFile): boolean => file.size > 0 && file.size + bytes > fileBytesMax
    if (this.#open?.day === day && !isFull(this.#open)) return this.#open
    this.#open?.close()
    this.#open = undefined
    const last = logFilesIn(folder).findLast((file) => file.day === day)?.number ?? 0
    this.#open = new OpenFile(folder, day, last)
    if (isFull(this.#open)) {
      this.#open.close()
      this.#open = new OpenFile(folder, day, last + 1)
    }
    removeOldest(folder, this.#options)
    return this.#open
  }
}

/** A file that holds whole lines only, also after a write that the disk took half of. */
class OpenFile {
  readonly day: string
  readonly #fd: number
  #size: number
  #endsInHalfLine = false

  constructor(folder: string, day: string, number: number) {
    this.day = day
    this.#fd = openSync(join(folder, fileName(day, number)), 'a')
    this.#size = fstatSync(this.#fd).size
  }

  get size(): number {
    return this.#size
  }

  append(line: string): void {
    const bytes = Buffer.from(`${line}\n`)
    if (this.#endsInHalfLine) ftruncateSync(this.#fd, this.#size)
    this.#endsInHalfLine = true
    for (let done = 0; done < bytes.length;) done += writeSync(this.#fd, bytes, done)
    this.#endsInHalfLine = false
    this.#size += bytes.length
  }

  close(): void {
    closeSync(this.#fd)
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (cause) {
    throw new AssaydError('log-write', `The log folder '${folder}' cannot be made.`, {
      hint: 'Check the path and that you may write there.',
      cause,
    })
  }
}
