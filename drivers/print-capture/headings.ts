import { headingReader } from './heading.ts'
import type { Template } from './settings.ts'
import { tryStrictly, type Trial } from './trial.ts'

const NM = /(?<!\d)([2-9]\d{2}|10\d{2})(?!\d)/g

/**
 * Lines of a print that could name the wavelengths, as patterns with `{nm}`: the number is the only
 * one of its kind in the line. Those that say nm come first.
 */
export function headingsIn(text: string): readonly string[] {
  const patterns = new Set<string>()
  for (const line of text.split(/\r\n|\r|\n/)) {
    const plain = line.trim().replaceAll(/ +/g, ' ')
    const numbers = plain.match(NM) ?? []
    if (numbers.length === 1) patterns.add(plain.replace(NM, '{nm}'))
  }
  return [...patterns].toSorted((left, right) => Number(saysNm(right)) - Number(saysNm(left)))
}

/** The line speaks of nanometres, and so of a wavelength. */
export function saysNm(pattern: string): boolean {
  return /\bnm\b/i.test(pattern)
}

/** How a template takes its wavelengths from headings of the print, when it can. */
export function withHeading(
  template: Template,
  heading: string,
  bytes: Uint8Array,
): Trial | undefined {
  const named = headingReader(heading)
  const trial = tryStrictly({ ...template, heading, wavelengths_nm: null }, bytes)
  // What names nothing in the print is no heading of it.
  const text = String.fromCharCode(...bytes)
  const count = text.split(/\r\n|\r|\n/).filter((line) => named(line) !== undefined).length
  const blocks = trial?.reads.reduce((sum, read) => sum + read.blocks.length, 0)
  return blocks === count ? trial : undefined
}
