import type { ReadWell, Well, WellValue } from '../../src/driver-kit.ts'
import type { FileSettings } from './settings.ts'
import type { Line, Mistake } from './sheet.ts'

/** Texts that a program writes for wells without a number, beside those of the settings. */
export type KnownMarks = Readonly<Record<string, Exclude<WellValue, number>>>

/** A number by its decimal mark. */
const NUMBER = {
  '.': /^[+-]?\d+(\.\d+)?(E[+-]?\d+)?$/i,
  ',': /^[+-]?\d+(,\d+)?(E[+-]?\d+)?$/i,
} as const

const MARKS = ['overflow', 'underflow', 'unread'] as const

/** What the text of a well says, or what is wrong with it. */
function valueFrom(
  text: string,
  settings: FileSettings,
  known: KnownMarks = {},
): WellValue | string[] {
  const mark = MARKS.find((one) => settings[one].includes(text)) ?? known[text]
  if (mark !== undefined) return mark
  if (text === '' && settings.partial === 'yes') return 'unread'
  const { decimal } = settings
  const other = decimal === '.' ? ',' : '.'
  if (NUMBER[decimal].test(text)) {
    const value = Number(text.replace(decimal, '.')) + 0
    return Math.abs(value) < 100 ? value : [`'${text}' is no OD`]
  }
  if (NUMBER[other].test(text))
    return [`'${text}' has '${other}' where the file should have '${decimal}'`]
  return [text === '' ? 'a well has no value' : `'${text}' is no number`]
}

/** Reads wells of a line; what is wrong is added to the mistakes. */
export function readWells(
  line: Line,
  wells: readonly (readonly [Well, string])[],
  { settings, known, mistakes }: WellParts,
): readonly ReadWell[] {
  return wells.flatMap(([well, text]) => {
    const value = valueFrom(text, settings, known)
    if (!Array.isArray(value)) return [{ well, value, text }]
    mistakes.push(...value.map((what) => ({ line: line.number, what: `${well}: ${what}` })))
    return []
  })
}

/** What wells are read with. */
export interface WellParts {
  readonly settings: FileSettings
  readonly known?: KnownMarks
  readonly mistakes: Mistake[]
}
