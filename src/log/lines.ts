import { styleText } from 'node:util'

import { oneLine } from '../core/errors.ts'
import { plainFrom } from './plain-fields.ts'
import type { Plain } from './plain-fields.ts'

export type Level = 'debug' | 'info' | 'warn' | 'error'

export type Fields = Readonly<Record<string, unknown>>

/** One line of the log before it is written anywhere. */
export interface Entry {
  /** ISO 8601 with offset. */
  readonly at: string
  readonly level: Level
  readonly message: string
  readonly fields: Fields
}

const OWN_NAMES = new Set(['at', 'level', 'message'])

/**
 * A JSON object a line, for programs. A field with a name of the line's own gets an underscore
 * behind it.
 */
export function jsonLine({ at, level, message, fields }: Entry): string {
  const line: Record<string, Plain> = { at, level, message }
  for (const [name, value] of Object.entries(fields)) {
    line[OWN_NAMES.has(name) ? `${name}_` : name] = plainFrom(value)
  }
  return JSON.stringify(line)
}

const COLOURS = { debug: 'dim', info: 'green', warn: 'yellow', error: 'red' } as const

/** What went wrong and what lay beneath it, without stacks: those are in the file. */
function chainOf(error: Error): string {
  const beneath = error.cause instanceof Error ? `, because ${chainOf(error.cause)}` : ''
  return `${oneLine(error)}${beneath}`
}

function wordsOf(value: unknown): string {
  if (value instanceof Error) return JSON.stringify(chainOf(value))
  const plain = plainFrom(value)
  if (typeof plain !== 'string') return JSON.stringify(plain)
  return /^[^\s"=]+$/u.test(plain) ? plain : JSON.stringify(plain)
}

/** A short line for a person: `09:15:00 warn  the port is gone reader=bench-1`. */
export function shortLine({ at, level, message, fields }: Entry): string {
  const time = at.slice(11, 19)
  const word = styleText(COLOURS[level], level.padEnd(5), { stream: process.stderr })
  const facts = Object.entries(fields).map(([name, value]) => ` ${name}=${wordsOf(value)}`)
  return `${time} ${word} ${message}${facts.join('')}`
}
