/** How serious a line is, most serious first. */
export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const

/** One of the levels. */
export type LogLevel = (typeof LOG_LEVELS)[number]

/**
 * The parts of the daemon that speak in the log, each with a level of its own: `daemon` start, stop
 * and configuration · `readers` lines and reads · `plates` reads, plates, analyses · `exports` ·
 * `recovery` what a crash left undone · `health` · `synthetic` the plate that checks the way.
 */
export const LOG_AREAS = [
  'daemon',
  'readers',
  'plates',
  'exports',
  'recovery',
  'health',
  'synthetic',
] as const

/** One of the areas. */
export type LogArea = (typeof LOG_AREAS)[number]

/**
 * What the daemon's standard output is for: `people` reads news, `journal` takes lines with the
 * priority that systemd knows, `json` one object a line; `auto` is `journal` under systemd.
 */
export const STDOUT_KINDS = ['auto', 'people', 'journal', 'json'] as const

/** One of the kinds. */
export type StdoutKind = (typeof STDOUT_KINDS)[number]

/** What the configuration says of the log. */
export interface LogSettings {
  readonly level: LogLevel
  /** Areas that are louder or quieter than the rest. */
  readonly levels: Readonly<Partial<Record<LogArea, LogLevel>>>
  readonly stdout: StdoutKind
  /** So many days on which something was logged are kept. */
  readonly keepDays: number
  /** A day's file that reaches this goes on in a next one. */
  readonly fileBytesMax: number
  /** The oldest files go when all together are larger. */
  readonly totalBytesMax: number
}

const MEBIBYTE = 1024 * 1024

/** The log of a configuration that says nothing of it. */
export const USUAL_LOG: LogSettings = {
  level: 'info',
  levels: {},
  stdout: 'auto',
  keepDays: 90,
  fileBytesMax: 20 * MEBIBYTE,
  totalBytesMax: 1024 * MEBIBYTE,
}

/** Where standard output leads, as the process sees it. */
export interface StdoutFacts {
  readonly isTerminal: boolean
  /** The variable `JOURNAL_STREAM`, which systemd sets for what it runs. */
  readonly journalStream: string | undefined
}

/** Who reads standard output. */
export function stdoutFor(wanted: StdoutKind, facts: StdoutFacts): Exclude<StdoutKind, 'auto'> {
  if (wanted !== 'auto') return wanted
  const isJournal = !facts.isTerminal && (facts.journalStream ?? '') !== ''
  return isJournal ? 'journal' : 'people'
}
