import winston from 'winston'
import Transport from 'winston-transport'

import {
  LOG_AREAS,
  LOG_LEVELS,
  type LogArea,
  type LogLevel,
  type LogSettings,
} from '../core/log-settings.ts'
import { isoFromInstant } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import { jsonLine, journalLine } from './lines.ts'
import type { Entry, Fields } from './lines.ts'
import { LogFile } from './log-file.ts'

/** Where the log goes. */
export interface LogOptions extends Omit<LogSettings, 'stdout'> {
  /** JSON lines in `assayd-DATE.log`, a file a day; null writes no file. */
  readonly folder: string | null
  /** Lines to standard output: for the journal, for programs, or none. */
  readonly stdout: 'journal' | 'json' | 'none'
  /** The time that stands in each line, ISO 8601 with offset. */
  readonly now?: () => string
}

const RANK = Object.fromEntries(LOG_LEVELS.map((level, rank) => [level, rank]))

/** The log's own clock: its lines tell when they were written, whatever time the work is told. */
function nowIso(): string {
  const now = new Date()
  return isoFromInstant({ epochMs: now.getTime(), offsetMinutes: -now.getTimezoneOffset() })
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && 'fields' in value && 'at' in value
}

/**
 * A transport that writes each entry before the next line of the program runs. winston's own files
 * lose lines when they rotate in a burst.
 */
function transportTo(write: (entry: Entry) => void): Transport {
  const log = (info: Readonly<Record<string, unknown>>, next: () => void): void => {
    const { entry } = info
    if (isEntry(entry)) write(entry)
    next()
  }
  return new Transport({ log })
}

/** Whether a line of that level is written, by the level of its area. */
function hearing({ level, levels }: Pick<LogOptions, 'level' | 'levels'>) {
  return (said: LogLevel, { area }: Fields): boolean => {
    const wanted = isArea(area) ? (levels[area] ?? level) : level
    return (RANK[said] ?? 0) <= (RANK[wanted] ?? 0)
  }
}

function isArea(area: unknown): area is LogArea {
  return LOG_AREAS.some((known) => known === area)
}

interface Ways {
  readonly logger: winston.Logger
  readonly now: () => string
  readonly isHeard: (said: LogLevel, fields: Fields) => boolean
  readonly close: () => Promise<void>
}

function logOn(ways: Ways, fields: Fields): Log {
  const say =
    (level: LogLevel) =>
    (message: string, more: Fields = {}) => {
      const entry: Entry = { at: ways.now(), level, message, fields: { ...fields, ...more } }
      if (ways.isHeard(level, entry.fields)) ways.logger.log({ level, message, entry })
    }
  return {
    debug: say('debug'),
    info: say('info'),
    warn: say('warn'),
    error: say('error'),
    child: (more) => logOn(ways, { ...fields, ...more }),
    close: ways.close,
  }
}

/**
 * The log of the daemon. A log that cannot be written says so once on standard error and never
 * stops the work. `close` resolves when every line so far is in the file; closing a child closes
 * the whole log. Throws AssaydError `log-write` when the folder cannot be made.
 */
export function winstonLog(options: LogOptions): Log {
  const { folder, stdout, now = nowIso } = options
  const tell = (what: string): void => void process.stderr.write(`assayd: ${what}\n`)
  const file = folder === null ? undefined : new LogFile({ ...options, folder, tell })
  const logger = winston.createLogger({ level: 'debug', levels: RANK })
  // What is said after the end has nowhere to go.
  logger.on('error', () => undefined)
  logger.silent = file === undefined && stdout === 'none'
  if (file !== undefined) logger.add(transportTo((entry) => file.write(jsonLine(entry), entry.at)))
  if (stdout !== 'none') {
    const lineFrom = stdout === 'json' ? jsonLine : journalLine
    logger.add(transportTo((entry) => void process.stdout.write(`${lineFrom(entry)}\n`)))
  }
  let closed: Promise<void> | undefined
  const close = async () => {
    await ended(logger)
    file?.close()
  }
  return logOn({ logger, now, isHeard: hearing(options), close: () => (closed ??= close()) }, {})
}

/** Ends the logger; resolves when each transport has taken its last line. */
async function ended(logger: winston.Logger): Promise<void> {
  const finished = logger.transports.map(
    (transport) => new Promise((resolve) => void transport.once('finish', resolve)),
  )
  logger.end()
  await Promise.all(finished)
}
