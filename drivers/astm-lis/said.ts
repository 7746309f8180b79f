import { indexFromWell, shapeOf, type Well, wellsOf, type WellValue } from '../../src/driver-kit.ts'

import { printable } from './frame.ts'
import type { Message } from './message.ts'
import { componentOf, fieldOf, type LisRecord, repeatsOf } from './records.ts'
import { type Mapping, type Place, recordPlace } from './settings.ts'

// What one result says of a well, by the mapping of the site.

/** A result with the records it stands under, by their letters. */
export interface Result {
  readonly message: Message
  readonly above: Readonly<Record<string, LisRecord>>
}

/** Why a text cannot be taken for what it should be. */
export interface Unclear {
  readonly why: string
}

export function isUnclear(said: object | string | number): said is Unclear {
  return typeof said === 'object' && 'why' in said
}

/** No place of a result is longer; a pattern is never tried on more. */
const TEXT_LENGTH_MAX = 200

/** The component at a place, whole. */
export function textAt({ message, above }: Result, at: string): string | Unclear {
  const { type, field, component } = recordPlace(at)
  const record = above[type]
  if (record === undefined) return { why: `a result has no ${type} record above it` }
  const repeats = repeatsOf(fieldOf(record, field), message.delimiters)
  if (repeats.length > 1) return { why: `${at} repeats: '${shown(repeats.join(' '))}'` }
  const text = componentOf(repeats[0] ?? '', component, message.delimiters)
  return text.length > TEXT_LENGTH_MAX ? { why: `${at} is too long: '${shown(text)}'` } : text
}

interface Found {
  readonly text: string
  readonly groups: Readonly<Record<string, string>>
}

/** What is meant at a place: the whole component, or what its pattern finds in it. */
function foundAt(result: Result, { at, pattern }: Place): Found | Unclear {
  const text = textAt(result, at)
  if (isUnclear(text)) return text
  if (pattern === undefined) return { text, groups: {} }
  const match = new RegExp(pattern).exec(text)
  if (match === null) return { why: `${at} is '${shown(text)}', which its pattern does not fit` }
  return { text: match[1] ?? match[0], groups: match.groups ?? {} }
}

/** Text at a place. */
export function placeText(result: Result, place: Place): string | Unclear {
  const found = foundAt(result, place)
  return isUnclear(found) ? found : found.text
}

/** The well a result is of, by the mapping's way of naming wells. */
export function wellOf(result: Result, { well, naming, format }: Mapping): Well | Unclear {
  const found = foundAt(result, well)
  if (isUnclear(found)) return found
  const wells = wellsOf(Number(format) === 384 ? 384 : 96)
  const index = indexOf(found, naming, Number(format) === 384 ? 384 : 96)
  const named = index === undefined ? undefined : wells[index]
  return named ?? { why: `${well.at} is '${shown(found.text)}', which names no well` }
}

function indexOf(
  { text, groups }: Found,
  naming: Mapping['naming'],
  format: 96 | 384,
): number | undefined {
  if (naming === 'letter-number') {
    const { row, column } = groups
    const isByGroups = row !== undefined && column !== undefined
    return indexFromWell(isByGroups ? `${letterOf(row)}${column}` : text, format)
  }
  if (!/^\d{1,3}$/.test(text)) return undefined
  const at = Number(text) - 1
  const { rows, columns } = shapeOf(format)
  if (at < 0 || at >= format) return undefined
  return naming === 'row-major' ? at : (at % rows) * columns + Math.floor(at / rows)
}

/** A row may be numbered, from 1. */
function letterOf(row: string): string {
  return /^\d{1,2}$/.test(row) ? String.fromCharCode(64 + Number(row)) : row
}

/** The wavelength of a result in nm. */
export function wavelengthOf(
  result: Result,
  { wavelength, wavelengthsNm }: Mapping,
): number | Unclear {
  const [only] = wavelengthsNm
  if (wavelength === undefined && only !== undefined) return only
  const text = wavelength === undefined ? '' : placeText(result, wavelength)
  if (isUnclear(text)) return text
  const nm = /^\d{3,4}$/.test(text) ? Number(text) : Number.NaN
  if (wavelengthsNm.includes(nm)) return nm
  const expected = wavelengthsNm.join(' or ')
  return { why: `${wavelength?.at ?? ''} is '${shown(text)}', expected ${expected} nm` }
}

/** A value with the reader's own characters. */
export interface SaidValue {
  readonly value: WellValue
  readonly text: string
}

/** Statuses whose number stands: final, corrected, again, to a query, verified. */
const STANDS = new Set(['', 'F', 'C', 'R', 'Q', 'V'])

/**
 * The value of a result. `>` and `<` among its flags are off scale; a status that leaves the number
 * open (preliminary, pending, questionable, cannot be done) gives no number.
 */
export function valueOf(result: Result, mapping: Mapping): SaidValue | Unclear {
  const text = placeText(result, mapping.value)
  if (isUnclear(text)) return text
  const parted = partedAt(result, mapping.value.at)
  if (parted !== undefined) return parted
  const { message, above } = result
  const record = above['R']
  const flags = record === undefined ? [] : repeatsOf(fieldOf(record, 7), message.delimiters)
  const marks = new Set(flags.map((flag) => flag.trim()))
  if (marks.has('>') || mapping.overflowTexts.includes(text)) return { value: 'overflow', text }
  if (marks.has('<') || mapping.underflowTexts.includes(text)) return { value: 'underflow', text }
  const status = record === undefined ? '' : fieldOf(record, 9).trim()
  if (!STANDS.has(status)) return { value: 'unread', text }
  const value = numberFrom(text, mapping)
  if (value !== undefined) return { value, text }
  return { why: `${mapping.value.at} is '${shown(text)}', which is no value` }
}

/**
 * A value whose place names no component is the whole field. A delimiter inside may have changed
 * places with a digit: the sum of a frame stays the same.
 */
function partedAt({ message, above }: Result, at: string): Unclear | undefined {
  const { type, field } = recordPlace(at)
  const record = above[type]
  const said = record === undefined ? '' : fieldOf(record, field)
  const isWhole = !said.includes(message.delimiters.component)
  const namesComponent = at.split('.').length > 2
  return isWhole || namesComponent ? undefined : { why: `${at} has components: '${shown(said)}'` }
}

function numberFrom(text: string, { decimalMark, unit }: Mapping): number | undefined {
  const digits = decimalMark === '.' ? text : text.replace('.', 'x').replace(',', '.')
  if (!/^[+-]?\d{1,5}(?:\.\d{1,6})?$/.test(digits)) return undefined
  // Division by a power of ten keeps what was printed: 1234 mOD is 1.234; -0 is no OD.
  return Number(digits) / (unit === 'mOD' ? 1000 : 1) + 0
}

const SHOWN_CHARACTERS = 40

export function shown(text: string): string {
  return printable(text.slice(0, SHOWN_CHARACTERS))
}
