import { mkdirSync } from 'node:fs'

import DailyRotateFile from 'winston-daily-rotate-file'

import { AssaydError } from '../core/errors.ts'

const FILE_SIZE_MAX = '20m'
const KEPT_FOR = '90d'

/** A log file a day, and a way to wait until all of it is written. */
export interface RotatingFile {
  readonly transport: DailyRotateFile
  /** Resolves when the transport was ended and every stream it ever opened has closed. */
  readonly written: Promise<void>
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

/** A full disk must not stop the daemon: it says so once for each kind of failure and goes on. */
function tellOnce(): (error: unknown) => void {
  const told = new Set<string>()
  return (error) => {
    const why = error instanceof Error ? error.message : String(error)
    if (told.has(why)) return
    told.add(why)
    process.stderr.write(`assayd: the log cannot be written: ${why}\n`)
  }
}

/** Opens `assayd-DATE.log` in the folder, with a number when a day's file grows too large. */
export function openRotatingFile(folder: string): RotatingFile {
  makeFolder(folder)
  const transport = new DailyRotateFile({
    dirname: folder,
    filename: 'assayd-%DATE%',
    extension: '.log',
    datePattern: 'YYYY-MM-DD',
    maxSize: FILE_SIZE_MAX,
    maxFiles: KEPT_FOR,
    auditFile: `${folder}/.assayd-logs.json`,
  })
  const { logStream } = transport
  const tell = tellOnce()
  transport.on('error', tell)
  // The stream of the file passes its errors here alone; unheard they would end the process.
  logStream.on('error', tell)
  const written = Promise.withResolvers<void>()
  const streams = { open: 1, isEnded: false }
  const settle = () => {
    if (streams.isEnded && streams.open === 0) written.resolve()
  }
  transport.on('rotate', () => (streams.open += 1))
  logStream.on('close', () => {
    streams.open -= 1
    settle()
  })
  // The logger ends the transport once it has handed over its last line.
  transport.once('finish', () => {
    streams.isEnded = true
    if (streams.open > 0) logStream.end()
    settle()
  })
  return { transport, written: written.promise }
}
