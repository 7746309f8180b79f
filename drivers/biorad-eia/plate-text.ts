import type { WellValue } from '../../src/driver-kit.ts'

import type { ChecksumRule, Settings } from './settings.ts'

// Plate data, both ways. Sources: Model 550 manual, pp. 33-34; Model 680 manual, pp. 49-51. Title;
// on the 680 the time; `Mes. filter:`, maybe `Ref. filter:`; blocks of `.begin`, eight rows of
// twelve values, a checksum, `.end`. A value has a blank before it, or a minus in the blank's
// place, one digit, a point and three digits. What cannot be measured is `*.***` on the 680 and "an
// asterisk" of unstated width on the 550. The manual spells the markers in several ways.

export const ROWS = 8
export const COLUMNS = 12

/** How a model marks what it cannot measure, and the largest amount that it can. */
const DIALECTS = {
  '680': { token: /[ -](?:\d\.\d{3}|\*\.\*{3})/y, odMax: 3.5 },
  '550': { token: /[ -]\d\.\d{3}| {1,5}-?\*[.*]{0,4}|-\*[.*]{0,4}/y, odMax: 3 },
} as const

type Model = Settings['model']

/** The greatest amount a model measures. */
export function odMaxOf(model: Model): number {
  return DIALECTS[model].odMax
}

/** The twelve values of a row as they came; undefined when the line is anything else. */
export function tokensFromRow(line: string, model: Model): readonly string[] | undefined {
  const pattern = new RegExp(DIALECTS[model].token)
  const tokens: string[] = []
  for (let match = pattern.exec(line); match !== null; match = pattern.exec(line)) {
    tokens.push(match[0])
    if (pattern.lastIndex === line.length) break
  }
  const isWhole = tokens.join('') === line && tokens.length === COLUMNS
  return isWhole ? tokens : undefined
}

/** The value of a token of a row. */
export function valueFromToken(token: string): WellValue {
  if (token.includes('*')) return token.includes('-') ? 'underflow' : 'overflow'
  // Adding zero turns the reader's `-0.000` into plain 0.
  return Number(token) + 0
}

/**
 * The token of a value, rounded to thousandths, halves away from zero. A well without a number is
 * sent as air, because a reader measures whatever is under its beam.
 */
export function tokenFromValue(value: WellValue, { model, mark }: TokenForm): string {
  if (value === 'overflow') return ` ${mark}`
  if (value === 'underflow') return `-${mark}`
  const od = typeof value === 'number' ? value : 0
  const thousandths = Math.round(Number(Math.abs(od * 1000).toPrecision(12)))
  const sign = od < 0 && thousandths > 0 ? '-' : ' '
  const isBeyond = thousandths > odMaxOf(model) * 1000
  return `${sign}${isBeyond ? mark : (thousandths / 1000).toFixed(3)}`
}

export interface TokenForm {
  readonly model: Model
  /** What stands for a value that cannot be measured. */
  readonly mark: string
}

/** Sum of the characters of the rows, modulo 256, with the CR of each row or without. */
export function checksumOf(rows: readonly string[], rule: ChecksumRule): number {
  const text = rows.map((row) => (rule === 'with-returns' ? `${row}\r` : row)).join('')
  return Array.from(text).reduce((sum, each) => (sum + each.charCodeAt(0)) % 256, 0)
}

/** A checksum from its line; undefined when it is none. Its width is not stated. */
export function checksumFromLine(line: string): number | undefined {
  const match = /^ *(\d{1,3}) *$/.exec(line)
  const sum = Number(match?.[1] ?? Number.NaN)
  return sum <= 255 ? sum : undefined
}

export function isBegin(line: string): boolean {
  return /^ *\.? *begin *$/i.test(line)
}

/** Whether the beginning of a line may still become the begin of a block. */
export function mayBecomeBegin(line: string): boolean {
  return 'begin'.startsWith(
    line
      .trim()
      .replace(/^\.? */, '')
      .toLowerCase(),
  )
}

/** Whether a line can only be part of a plate, wherever it stands. */
export function looksLikePlate(line: string): boolean {
  const isFilter = filterFromLine(line, 'Mes') ?? filterFromLine(line, 'Ref')
  return isBegin(line) || isFilter !== undefined || /(?:[ -]\d\.\d{3}){3}/.test(line)
}

export function isEnd(line: string): boolean {
  return /^ *\.? *end *$/i.test(line)
}

/** What a filter line says: a position on the 550, a wavelength in nm on the 680. */
export function filterFromLine(line: string, which: 'Mes' | 'Ref'): string | undefined {
  return new RegExp(`^${which}\\. ?filter: *(\\d{1,4}) *$`, 'i').exec(line)?.[1]
}

/** The date and time of a 680, as they came. */
export function timeFromLine(line: string): string | undefined {
  return /^ *(\d{1,2}\/\d{1,2}\/\d{4} +\d{1,2}:\d{2}:\d{2}) *$/.exec(line)?.[1]
}

const TITLES: Readonly<Record<Model, string>> = {
  '680': 'BIO-RAD Model 680 Microplate READER',
  '550': 'BIO-RAD MODEL 550 READER',
}

export function titleOf(model: Model): string {
  return TITLES[model]
}

/** A title of this language, whichever model it names. */
export function isTitle(line: string): boolean {
  return /^ *BIO-RAD .{1,60}READER *$/i.test(line)
}

/** The model that a title names; undefined when it names none of the two. */
export function modelFromTitle(title: string): Model | undefined {
  const number = /\bMODEL (\d{3})\b/i.exec(title)?.[1]
  return number === '680' || number === '550' ? number : undefined
}

/** What a block is made of. */
export interface BlockToSend {
  /** Eight rows of twelve tokens each. */
  readonly rows: readonly (readonly string[])[]
  readonly rule: ChecksumRule
  readonly begin: string
  readonly end: string
}

/** The lines of a block. */
export function linesFromBlock({ rows, rule, begin, end }: BlockToSend): readonly string[] {
  const lines = rows.map((tokens) => tokens.join(''))
  return [begin, ...lines, String(checksumOf(lines, rule)), end]
}
