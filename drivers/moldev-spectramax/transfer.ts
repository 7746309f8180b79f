import {
  type Block,
  type PlateRead,
  type ReadWell,
  type Well,
  wellFromRowColumn,
  wellsOf,
  type WellValue,
  concatBytes,
} from '../../src/driver-kit.ts'

import { countOf, type RunPlan } from './run-plan.ts'

// The second part of an answer to `!TRANSFER`, both ways. Source: PyLabRobot at 598b58f, `base.py`
// and the texts in its tests:
//
//   time TAB temperature TAB container
//   L: TAB wavelength TAB wavelength ...
//   for each wavelength: L: TAB wavelength, then a line a column: number: TAB value TAB value ...
//
// There is no checksum, so everything that can be counted is.

/** One reading of a plate as the reader said it. */
export interface Transfer {
  readonly time: string
  readonly temperature: string
  readonly container: string
  /** By wavelength, column and row. */
  readonly values: readonly (readonly (readonly string[])[])[]
}

/** What stands for a well above the range, and for one without a value. */
export const SATURATED = '#SAT'
export const NO_VALUE = '-'

const NUMBER = /^\d+(\.\d+)?$/
const TEMPERATURE = /^-?\d+(\.\d+)?$/
/** At an OD of 10 no reader has any light left to tell: one digit stands before the point. */
const OD = /^-?\d\.(\d+)$/
const HEADER_LINES = 2

/** What the text tells of a plan's plate, or why it does not. */
export function transferFromText(text: string, plan: RunPlan): Transfer | string {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.replace(/^[ \t]+|[ \t]+$/g, ''))
    .filter((line) => line !== '')
  const [time = '', temperature = '', container, ...more] = lines[0]?.split('\t') ?? []
  if (container === undefined || more.length > 0) return 'its first line is no heading'
  if (!NUMBER.test(time) || !TEMPERATURE.test(temperature)) {
    return `'${lines[0]?.slice(0, 60) ?? ''}' is no time and temperature`
  }
  const { wavelengthsNm, columns } = plan
  if (lines[1] !== wavelengthLine(wavelengthsNm)) return `${wavelengthsNm.join(', ')} nm were set`
  const linesOfOne = 1 + countOf(columns)
  const wanted = HEADER_LINES + wavelengthsNm.length * linesOfOne
  if (lines.length !== wanted) return `${lines.length} lines came, not ${wanted}`
  const values: (readonly (readonly string[])[])[] = []
  for (const [index, nm] of wavelengthsNm.entries()) {
    const from = HEADER_LINES + index * linesOfOne
    const [heading, ...own] = lines.slice(from, from + linesOfOne)
    if (heading !== wavelengthLine([nm])) return `the lines of ${nm} nm have another heading`
    const found = columnsFrom(own, plan)
    if (typeof found === 'string') return found
    values.push(found)
  }
  return oddDecimals(values.flat(2)) ?? { time, temperature, container, values }
}

function wavelengthLine(wavelengthsNm: readonly number[]): string {
  return ['L:', ...wavelengthsNm].join('\t')
}

/**
 * The values of the lines of one wavelength, or what is wrong. Whether the columns of a part of a
 * plate are numbered from 1 or by their place is not known; both are the same columns.
 */
function columnsFrom(lines: readonly string[], plan: RunPlan): (readonly string[])[] | string {
  const [first] = plan.columns
  const found: (readonly string[])[] = []
  let offset: number | undefined
  for (const [index, line] of lines.entries()) {
    const [, number = '', rest = ''] = /^(\d{1,2}):[ \t]+(.*)$/.exec(line) ?? []
    offset ??= number === String(first) ? first : 1
    if (number !== String(offset + index)) {
      return `'${line.slice(0, 20)}' stands where column ${offset + index} should`
    }
    const values = rest.split(/[ \t]+/)
    if (values.length !== countOf(plan.rows)) {
      return `column ${number} has ${values.length} values, not ${countOf(plan.rows)}`
    }
    const stranger = values.find((each) => valueFromText(each) === undefined)
    if (stranger !== undefined) return `'${stranger.slice(0, 20)}' in column ${number} is no value`
    found.push(values)
  }
  return found
}

/** All numbers are printed alike: one with fewer decimals has lost some. */
function oddDecimals(values: readonly string[]): string | undefined {
  const counts = values.flatMap((each) => OD.exec(each)?.[1]?.length ?? [])
  const [most = 0] = counts.toSorted((left, right) => right - left)
  const odd = values.find((each) => (OD.exec(each)?.[1]?.length ?? most) !== most)
  return odd === undefined ? undefined : `'${odd}' has other decimals than the rest`
}

/** The value of a well; undefined when the text is none. */
function valueFromText(text: string): WellValue | undefined {
  if (text === SATURATED) return 'overflow'
  if (text === NO_VALUE) return 'unread'
  return OD.test(text) ? Number(text) : undefined
}

/** The text of a transfer as a reader says it, from its first line to its last. */
export function textFromTransfer(transfer: Transfer, { wavelengthsNm }: RunPlan): string {
  const { time, temperature, container, values } = transfer
  const lines = values.flatMap((columns, index) => [
    wavelengthLine(wavelengthsNm.slice(index, index + 1)),
    ...columns.map((each, at) => `${at + 1}:\t${each.join('\t')}`),
  ])
  const heading = [time, temperature, container].join('\t')
  return `\r\n${[heading, wavelengthLine(wavelengthsNm), ...lines].join('\r\n')}\r\n`
}

/** A reading, and the bytes it came in. */
export interface Reading {
  readonly transfer: Transfer
  readonly bytes: Uint8Array
}

/** The plate of all readings of a plan. */
export function plateRead(readings: readonly Reading[], plan: RunPlan): PlateRead {
  const times = readings.map(({ transfer }, index) => [`time${index + 1}`, transfer.time])
  return {
    format: plan.format,
    blocks: readings.flatMap(({ transfer }, index) =>
      plan.wavelengthsNm.map((_, at) => blockFrom(transfer, plan, { index, at })),
    ),
    barcode: null,
    extra: { container: readings[0]?.transfer.container ?? '', ...Object.fromEntries(times) },
    bytes: concatBytes(...readings.map(({ bytes }) => bytes)),
  }
}

interface Place {
  /** Which reading, and which of its wavelengths, from 0. */
  readonly index: number
  readonly at: number
}

/** All wells of the plate in row-major order; those the read left out are unread. */
function blockFrom({ values, temperature }: Transfer, plan: RunPlan, place: Place): Block {
  const texts = new Map<Well, string>()
  for (const [column, each] of (values[place.at] ?? []).entries()) {
    for (const [row, text] of each.entries()) {
      const well = wellFromRowColumn({
        row: plan.rows[0] + row,
        column: plan.columns[0] + column,
      })
      texts.set(well, text)
    }
  }
  return {
    interval: place.index + 1,
    wavelengthNm: plan.wavelengthsNm[place.at] ?? 0,
    referenceNm: null,
    subtractedByInstrument: false,
    temperatureC: Number(temperature),
    checksum: 'absent',
    wells: wellsOf(plan.format).map((well): ReadWell => {
      const text = texts.get(well) ?? ''
      return { well, value: valueFromText(text) ?? 'unread', text }
    }),
  }
}
