import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname, join, sep } from 'node:path'

import { AssaydError } from '../core/errors.ts'
import { staysWithin } from '../core/stays-within.ts'
import type {
  Capture,
  CaptureHeader,
  CaptureSeal,
  CaptureWriter,
  LineEvent,
} from '../ports/capture.ts'
import { eventFromLine, eventLine, headerFromLine, headerLine } from './capture-line.ts'

const MISTAKES_SHOWN_MAX = 10

/**
 * Starts a capture as a new file `YYYY-MM-DD/READER_HHMMSS_ID.jsonl` in the folder. Every event is
 * one write to the operating system, so a killed process loses none; `sync` and `close` put them on
 * the disk for good. Throws AssaydError `capture-write` when the disk is full, the folder cannot be
 * written, or the file is there already.
 */
export function createCapture(folder: string, header: CaptureHeader): CaptureWriter {
  const file = captureFile(header)
  const path = join(folder, file)
  const fd = orFail(path, () => {
    mkdirSync(dirname(path), { recursive: true })
    return openSync(path, 'ax')
  })
  const lines = new LineFile(path, fd)
  try {
    lines.append(headerLine(header))
    // The store will name this file for good; a power cut must not leave it empty or nameless.
    lines.sync()
    orFail(path, () => [dirname(path), folder].forEach(syncFolder))
  } catch (error) {
    lines.discard()
    throw error
  }
  return {
    header,
    file,
    append: (event: LineEvent) => lines.append(eventLine(event)),
    seal: () => lines.seal(),
    sync: () => lines.sync(),
    close: () => lines.close(),
    discard: () => lines.discard(),
  }
}

/** Slashes on every system, and no character that Windows forbids in a name. */
function captureFile({ id, reader, startedAt }: CaptureHeader): string {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})/.exec(startedAt)
  if (match === null)
    throw new TypeError(`A capture starts at an ISO 8601 time, not '${startedAt}'.`)
  const [, date = '', hours = '', minutes = '', seconds = ''] = match
  return `${date}/${inName(reader)}_${hours}${minutes}${seconds}_${inName(id)}.jsonl`
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

function inName(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9-]+/g, '-')
}

/** A file that holds whole lines only, also after a write that the disk took half of. */
class LineFile {
  readonly #path: string
  readonly #fd: number
  readonly #hash = createHash('sha256')
  #size = 0
  #endsInHalfLine = false
  #isClosed = false

  constructor(path: string, fd: number) {
    this.#path = path
    this.#fd = fd
  }

  append(line: string): void {
    if (this.#isClosed) throw new TypeError(`The capture '${this.#path}' is closed.`)
    const bytes = Buffer.from(line)
    orFail(this.#path, () => this.#write(bytes))
    this.#size += bytes.length
    this.#hash.update(bytes)
  }

  seal(): CaptureSeal {
    return { bytes: this.#size, sha256: this.#hash.copy().digest('hex') }
  }

  #write(bytes: Uint8Array): void {
    if (this.#endsInHalfLine) ftruncateSync(this.#fd, this.#size)
    this.#endsInHalfLine = true
    for (let done = 0; done < bytes.length;) done += writeSync(this.#fd, bytes, done)
    this.#endsInHalfLine = false
  }

  sync(): void {
    orFail(this.#path, () => fsyncSync(this.#fd))
  }

  /** What cannot be taken away either stays, and is harmless: it holds no event. */
  discard(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    try {
      closeSync(this.#fd)
      rmSync(this.#path, { force: true })
    } catch (error) {
      if (!(error instanceof Error && 'syscall' in error)) throw error
    }
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    orFail(this.#path, () => {
      try {
        fsyncSync(this.#fd)
      } finally {
        closeSync(this.#fd)
      }
    })
  }
}

function orFail<Value>(path: string, work: () => Value): Value {
  try {
    return work()
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new AssaydError('capture-write', `Unable to write the capture '${path}': ${why}.`, {
      hint: 'Free space on the disk and check that this user may write the data folder.',
      cause,
    })
  }
}

/** The captures in a folder, as `createCapture` names them; none where it is not there. */
export function captureFiles(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.split(sep).join('/'))
    .filter((name) => name.endsWith('.jsonl'))
    .toSorted()
}

/**
 * Reads a capture by the name that the database has for it; from its archive when it has one and
 * is gone from the folder. Throws AssaydError as `readCapture` does, `archive-away` when the
 * archive cannot be reached, and `capture-missing` for a name that leads out of the folder.
 */
export function readCaptureIn(
  folder: string,
  name: string,
  archive: string | null = null,
): Capture {
  if (staysWithin(name)) {
    const file = join(folder, name)
    return readCapture(archive === null || existsSync(file) ? file : archived(archive, name))
  }
  throw new AssaydError('capture-missing', `'${name}' is no name of a capture in '${folder}'.`, {
    hint: 'The database was changed by another program: restore it from a backup.',
  })
}

/** An archive that is there and lacks the file is another trouble than one that is unplugged. */
function archived(archive: string, name: string): string {
  if (existsSync(archive)) return join(archive, name)
  const what = `it is archived in '${archive}', which cannot be reached`
  throw new AssaydError('archive-away', what, {
    hint: `Connect that disk or share, or copy '${name}' back into 'captures' of the data folder.`,
  })
}

/**
 * Reads a capture back. A last line without its end was cut by a crash: its event was never
 * finished and is left out. Throws AssaydError `capture-empty` where a crash came before the header
 * was written, and nothing can have been received yet; `capture-damaged` with every other line that
 * cannot be read, as `file:line: what`.
 */
export function readCapture(file: string): Capture {
  const content = contentOf(file)
  if (content.length === 0) throw notBegun(file)
  const [first = '', ...rest] = linesOf(content.toString('utf8'))
  const header = headerFromLine(first)
  const events = rest.map(eventFromLine)
  const mistakes = [header, ...events].flatMap((what, index) =>
    typeof what === 'string' ? [`${file}:${index + 1}: ${what}`] : [],
  )
  if (typeof header === 'string' || mistakes.length > 0) throw damaged(mistakes)
  const seal = {
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  }
  return { header, events: events.filter((event) => typeof event !== 'string'), seal }
}

/** The finished lines, and the last one too when only its end is missing. */
function linesOf(text: string): readonly string[] {
  const lines = text.split('\n')
  const last = lines.pop() ?? ''
  const isWhole = lines.length > 0 && typeof eventFromLine(last) !== 'string'
  return isWhole ? [...lines, last] : lines
}

function contentOf(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new AssaydError('capture-missing', `Unable to read the capture '${file}': ${why}.`, {
      hint:
        'Captures lie in the data folder, in one folder a day; old ones may lie in the same way ' +
        "in 'captures' of the folder with the backups.",
      cause,
    })
  }
}

function notBegun(file: string): AssaydError {
  return new AssaydError('capture-empty', `The capture '${file}' holds nothing at all.`, {
    hint: 'The daemon was killed before the port was open; the file can be deleted.',
  })
}

function damaged(mistakes: readonly string[]): AssaydError {
  const shown = mistakes.slice(0, MISTAKES_SHOWN_MAX)
  const more = mistakes.length - shown.length
  const lines = more > 0 ? [...shown, `and ${more} more lines`] : shown
  return new AssaydError('capture-damaged', lines.join('\n'), {
    hint: 'Is this file a capture, and was it edited? Its undamaged lines can be read by hand.',
  })
}
