import type { Addressed } from '../../../scripts/fuzz/moved.ts'
import type { PlateRead } from '../../../src/core/plate-read.ts'

// Whether a read may be believed, from what the firmware of the readers writes and without the
// driver's code. The dialects have no checksum: that every count stands in its place is all that
// can be asked.

interface Told {
  readonly reader: string
  readonly light: {
    readonly response: string
    readonly blank: number
    readonly dark?: number
    readonly fullScale: number
    readonly countsPerOd?: number
  }
}

function isTold(settings: unknown): settings is Told {
  return typeof settings === 'object' && settings !== null && 'light' in settings
}

/** A line of the UBC reader names its well, one of 12 values is a row; the others say nothing. */
export function addressed(settings: unknown): Addressed {
  const reader = isTold(settings) ? settings.reader : ''
  return reader === 'ubc-capstone' ? 'well' : reader === 'own' ? 'row' : 'none'
}

/** Why the read must not be believed, or null. */
export function judge(read: PlateRead, settings: unknown): string | null {
  if (!isTold(settings)) return 'OD came though nothing says what the counts mean'
  const counts = countsIn(String.fromCharCode(...read.bytes), settings.reader)
  const [block] = read.blocks
  if (block?.wells.length !== 96 || counts.size !== 96) return `${counts.size} of 96 wells came`
  for (const { well, value, text } of block.wells) {
    if (counts.get(well) !== text) return `${well} is read as '${text}', '${counts.get(well)}' came`
    const wanted = odOf(Number(text), settings.light)
    const isSame =
      typeof wanted === 'number' && typeof value === 'number'
        ? Math.abs(wanted - value) < 1e-5
        : wanted === value
    if (!isSame) return `${well}: the count ${text} is read as ${String(value)}`
  }
  return null
}

const wellAt = (row: number, column: number): string => `${'ABCDEFGH'[row] ?? '?'}${column + 1}`

function countsIn(text: string, reader: string): ReadonlyMap<string, string> {
  const counts = new Map<string, string>()
  if (reader === 'ubc-capstone') {
    for (const [, column, row, count = ''] of text.matchAll(/@scan_well (\d+) (\d+) (\d+)\r\n/g))
      counts.set(wellAt(Number(row), Number(column)), count)
    return counts
  }
  const body = text.slice(text.lastIndexOf('PLATE') + 1)
  const numbers = (reader === 'opspec' ? text : body).match(/\d+/g) ?? []
  for (const [index, count] of numbers.entries()) {
    const isByColumn = reader === 'opspec'
    const row = isByColumn ? index % 8 : Math.floor(index / 12)
    counts.set(wellAt(row, isByColumn ? Math.floor(index / 8) : index % 12), count)
  }
  return counts
}

function odOf(count: number, light: Told['light']): number | string {
  const { blank, dark = 0, fullScale, countsPerOd = 1 } = light
  if (count === fullScale) return 'underflow'
  if (count <= dark) return 'overflow'
  return light.response === 'linear'
    ? -Math.log10((count - dark) / (blank - dark))
    : (blank - count) / countsPerOd
}
