import { stringify } from 'csv-stringify/sync'

import type { TextDialect } from '../core/text-dialect.ts'
import type { Cell } from './table.ts'

/** How a number that there is none of is written; the state beside it says why. */
const ABSENT_NUMBER = 'NA'

/**
 * The shortest text that reads back as the same number, without thousands separators. Throws
 * TypeError on what is not finite, since absent numbers are null here.
 */
export function textFromNumber(value: number, decimal: TextDialect['decimal']): string {
  if (!Number.isFinite(value)) throw new TypeError(`Expected a finite number, got '${value}'.`)
  const text = String(value)
  return decimal === ',' ? text.replace('.', ',') : text
}

/**
 * A CSV file as text: RFC 4180, CRLF, a header line. Texts that a spreadsheet would run as a
 * formula are prefixed with an apostrophe; numbers never are, negative ones included.
 */
export function csvText(
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
  { separator, decimal }: TextDialect,
): string {
  const present = rows.map((row) => row.map((cell) => cell ?? ABSENT_NUMBER))
  return stringify([[...header], ...present], {
    delimiter: separator,
    record_delimiter: '\r\n',
    escape_formulas: true,
    quoted_match: /[\r\n]/u,
    cast: { number: (value) => textFromNumber(value, decimal) },
  })
}
