import { isOd, type WellMark, type WellValue } from '../../src/driver-kit.ts'
import type { Template } from './settings.ts'

/** What a template says of the characters of one well. */
export type CellRules = Pick<
  Template,
  'decimal' | 'decimals' | 'leading_zero' | 'overflow' | 'underflow' | 'unread'
>

const MARKS: readonly Exclude<WellMark, 'masked'>[] = ['overflow', 'underflow', 'unread']

/**
 * What the characters of a well say; undefined when no template says so. The number of digits on
 * both sides of the decimal mark is fixed, so that a lost digit is seen.
 */
export function valueFrom(text: string, rules: CellRules): WellValue | undefined {
  const mark = MARKS.find((one) => rules[one].includes(text))
  if (mark !== undefined) return mark
  const match = numberPattern(rules).exec(text)
  if (match === null) return undefined
  const [, sign = '', whole = '', decimals = ''] = match
  // -0.000 is a zero that was rounded; it stays 0 and not -0.
  return Number(`${sign === '-' ? '-' : ''}${whole}.${decimals}`) + 0
}

/** The characters a reader prints for a value. Throws RangeError for one it has no mark for. */
export function textFrom(value: WellValue, rules: CellRules): string {
  if (!isOd(value)) {
    const mark = value === 'masked' ? undefined : rules[value][0]
    if (mark === undefined) throw new RangeError(`This print has no mark for '${value}'.`)
    return mark
  }
  const [whole = '', decimals = ''] = Math.abs(value).toFixed(rules.decimals).split('.')
  const isZero = !/[1-9]/.test(whole + decimals)
  const sign = value < 0 && !isZero ? '-' : ''
  const shown = whole === '0' && rules.leading_zero === 'absent' ? '' : whole
  return `${sign}${shown}${rules.decimal}${decimals}`
}

/** By the rules they are made from: a template has thousands of cells, and one pattern. */
const PATTERNS = new WeakMap<CellRules, RegExp>()

function numberPattern(rules: CellRules): RegExp {
  const known = PATTERNS.get(rules)
  if (known !== undefined) return known
  const pattern = numberPatternOf(rules)
  PATTERNS.set(rules, pattern)
  return pattern
}

function numberPatternOf({ decimal, decimals, leading_zero: zero }: CellRules): RegExp {
  const whole = zero === 'printed' ? String.raw`\d` : '[1-9]?'
  return new RegExp(String.raw`^([+-]?)(${whole})[${decimal}](\d{${decimals}})$`)
}
