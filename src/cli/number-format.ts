import type { Bounded, Concentration } from '../core/result.ts'

/** What stands where there is no number. */
export const NO_NUMBER = '–'

const DIGITS = 4

/**
 * A number for people: so many significant digits, an exponent only where zeros would fill the
 * line.
 */
export function significant(value: number | null, digits = DIGITS): string {
  if (value === null) return NO_NUMBER
  if (value === 0) return '0'
  const rounded = Math.abs(Number(value.toPrecision(digits)))
  if (rounded < 1e-4 || rounded >= 1e7) return value.toExponential(digits - 1)
  const decimals = digits - 1 - Math.floor(Math.log10(rounded))
  return value.toFixed(Math.max(0, decimals))
}

/** The same without zeros at the end, for numbers that somebody chose: 600, 9.375, 1. */
export function concise(value: number | null, digits = DIGITS): string {
  const text = significant(value, digits)
  return text.includes('.') && !text.includes('e') ? text.replace(/\.?0+$/u, '') : text
}

/** An ISO 8601 text as people read it: `2026-11-28 17:16:10`, in the time zone that it is in. */
export function moment(at: string): string {
  return at.slice(0, 19).replace('T', ' ')
}

/** The same to the minute. */
export function minute(at: string): string {
  return moment(at).slice(0, 16)
}

/** A share in percent, with one decimal. */
export function percent(value: number | null): string {
  return value === null ? NO_NUMBER : value.toFixed(1)
}

/** An optical density with the three decimals readers send. */
export function odText(value: number | null): string {
  return value === null ? NO_NUMBER : value.toFixed(3)
}

function betweenBounds(lower: number | null, upper: number | null): string {
  if (lower === null) return upper === null ? NO_NUMBER : `≤ ${concise(upper)}`
  if (upper === null) return `≥ ${concise(lower)}`
  return `${concise(lower)} … ${concise(upper)}`
}

/** A concentration that counts, or what is certain of it: `< 9.375`, `> 600`. */
export function concentrationText({ state, value, lower, upper }: Concentration): string {
  if (state === 'ok') return significant(value)
  const isBelow = state === 'below_lloq' || state === 'below_curve'
  if (isBelow && upper !== null) return `< ${concise(upper)}`
  return lower === null ? NO_NUMBER : `> ${concise(lower)}`
}

/** A derived number, or the bounds it lies between. */
export function boundedText({ value, lower, upper }: Bounded): string {
  const isExact = value !== null && lower === value && upper === value
  return isExact ? significant(value) : betweenBounds(lower, upper)
}
