import winston from 'winston'

import { isoFromInstant } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import { jsonLine, shortLine } from './lines.ts'
import type { Entry, Fields, Level } from './lines.ts'
import { openRotatingFile } from './rotating-file.ts'

/** Where the log goes. */
export interface LogOptions {
  /** JSON lines in `assayd-DATE.log`, a file a day; null writes no file. */
  readonly folder: string | null
  /** The least serious level that is written: `debug`, `info`, `warn` or `error`. */
  readonly level: string
  /** Short lines to standard error. */
  readonly console: boolean
}

const LEVELS = { error: 0, warn: 1, info: 2, debug: 3 }

/** The log's own clock: its lines tell when they were written, whatever time the work is told. */
function nowIso(): string {
  const now = new Date()
  return isoFromInstant({ epochMs: now.getTime(), offsetMinutes: -now.getTimezoneOffset() })
}

/** winston hands its own object on; the entry travels in it untouched. */
function lineFormat(lineFrom: (entry: Entry) => string) {
  return winston.format.printf((info) => {
    const { entry } = info
    return isEntry(entry) ? lineFrom(entry) : String(info.message)
  })
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && 'fields' in value && 'at' in value
}

function logOn(logger: winston.Logger, fields: Fields, close: () => Promise<void>): Log {
  const say =
    (level: Level) =>
    (message: string, more: Fields = {}) => {
      const entry: Entry = { at: nowIso(), level, message, fields: { ...fields, ...more } }
      logger.log({ level, message, entry })
    }
  return {
    debug: say('debug'),
    info: say('info'),
    warn: say('warn'),
    error: say('error'),
    child: (more) => logOn(logger, { ...fields, ...more }, close),
    close,
  }
}

/**
 * The log of the daemon. A log that cannot be written says so once on standard error and never
 * stops the work. `close` resolves when every line so far is in the file; closing a child closes
 * the whole log. Throws AssaydError `log-write` when the folder cannot be made.
 */
export function winstonLog(options: LogOptions): Log {
  const file = options.folder === null ? undefined : openRotatingFile(options.folder)
  const logger = winston.createLogger({ level: options.level, levels: LEVELS })
  // The transports tell their own failures; what is said after the end has nowhere to go.
  logger.on('error', () => undefined)
  logger.silent = file === undefined && !options.console
  if (file !== undefined) {
    file.transport.format = lineFormat(jsonLine)
    logger.add(file.transport)
  }
  if (options.console) {
    const stderrLevels = Object.keys(LEVELS)
    logger.add(new winston.transports.Console({ format: lineFormat(shortLine), stderrLevels }))
  }
  let closed: Promise<void> | undefined
  const close = async () => {
    if (file === undefined) return
    logger.end()
    await file.written
  }
  return logOn(logger, {}, () => (closed ??= close()))
}
