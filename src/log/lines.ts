import { oneLine } from '../core/errors.ts'
import type { LogLevel } from '../core/log-settings.ts'
import { plainFields } from './plain-fields.ts'
import type { Plain } from './plain-fields.ts'
import { withoutSecrets } from './redaction.ts'

export type Fields = Readonly<Record<string, unknown>>

/** One line of the log before it is written anywhere. */
export interface Entry {
  /** ISO 8601 with offset. */
  readonly at: string
  readonly level: LogLevel
  readonly message: string
  readonly fields: Fields
}

const OWN_NAMES = new Set(['at', 'level', 'message'])

/**
 * A JSON object a line, for programs, without secrets. A field with a name of the line's own gets
 * an underscore behind it.
 */
export function jsonLine({ at, level, message, fields }: Entry): string {
  const line: Record<string, Plain> = { at, level, message: withoutSecrets(message) }
  for (const [name, value] of Object.entries(plainFields(fields))) {
    line[OWN_NAMES.has(name) ? `${name}_` : name] = value
  }
  return JSON.stringify(line)
}

/** The priorities of syslog, by which `journalctl -p` finds a line. */
const PRIORITY = { error: 3, warn: 4, info: 6, debug: 7 } as const

/** What went wrong and what lay beneath it, without stacks: those are in the file. */
function chainOf(error: Error): string {
  const beneath = error.cause instanceof Error ? `, because ${chainOf(error.cause)}` : ''
  return `${oneLine(error)}${beneath}`
}

function wordsOf(plain: Plain): string {
  if (typeof plain !== 'string') return JSON.stringify(plain)
  return /^[^\s"=]+$/u.test(plain) ? plain : JSON.stringify(plain)
}

/** `<4>the port is gone reader=bench-1`: the journal adds the time, and takes a line at a time. */
export function journalLine({ level, message, fields }: Entry): string {
  const short = Object.entries(fields).map(([name, value]) => {
    return [name, value instanceof Error ? chainOf(value) : value] as const
  })
  const facts = Object.entries(plainFields(Object.fromEntries(short)))
  const inWords = facts.map(([name, value]) => ` ${name}=${wordsOf(value)}`).join('')
  const said = withoutSecrets(message).replaceAll(/\s*\n\s*/gu, ' / ')
  return `<${PRIORITY[level]}>${said}${inWords}`
}
