import {
  compareWells,
  shapeOf,
  wellFromRowColumn,
  type Block,
  type PlateFormat,
  type ReadWell,
  type Well,
} from '../../src/driver-kit.ts'
import type { FileSettings } from './settings.ts'
import type { Line, Mistake } from './sheet.ts'

/** One plate of a file. */
export interface FilePlate {
  readonly blocks: readonly Block[]
  /** What else the file says of it, by name. */
  readonly extra: Readonly<Record<string, string>>
  /** How many bytes of the file there are up to the plate's last line. */
  readonly endsAt: number
}

/** The plates of a file, or everything that is wrong with it. */
export type FileReading =
  | { readonly plates: readonly FilePlate[] }
  | { readonly mistakes: readonly Mistake[] }

/** How one dialect is read. */
export type DialectReader = (lines: readonly Line[], settings: FileSettings) => FileReading

/** Plates when nothing is wrong; one without a single value is none. */
export function reading(plates: readonly FilePlate[], mistakes: readonly Mistake[]): FileReading {
  const isEmpty = ({ wells }: Block): boolean => wells.every(({ value }) => value === 'unread')
  const empty = plates.flatMap(({ blocks }) => blocks.filter(isEmpty))
  const all = [
    ...mistakes,
    ...empty.map(({ wavelengthNm }) => ({
      line: 1,
      what: `no well has a value at ${wavelengthNm} nm`,
    })),
  ]
  return all.length > 0 ? { mistakes: all } : { plates }
}

export function formatOf({ wells }: FileSettings): PlateFormat {
  return wells === 384 ? 384 : 96
}

/** Letters of the rows, `A` to `H` or `P`. */
export function rowLetters(format: PlateFormat): readonly string[] {
  return Array.from({ length: shapeOf(format).rows }, (_, row) => String.fromCharCode(65 + row))
}

/** Numbers of the columns as texts. */
export function columnNumbers(format: PlateFormat): readonly string[] {
  return Array.from({ length: shapeOf(format).columns }, (_, column) => String(column + 1))
}

/** The wells of a printed row from 0, with the texts of a line. */
export function wellsInRow(
  row: number,
  texts: readonly string[],
): readonly (readonly [Well, string])[] {
  return texts.map((text, column) => [
    wellFromRowColumn({ row: row + 1, column: column + 1 }),
    text,
  ])
}

export function blockOf(
  wavelengthNm: number,
  wells: readonly ReadWell[],
  {
    settings,
    temperatureC = null,
  }: { readonly settings: FileSettings; readonly temperatureC?: number | null },
): Block {
  const { subtracted, reference_nm: referenceNm } = settings
  return {
    interval: 1,
    wavelengthNm,
    referenceNm,
    subtractedByInstrument: subtracted === 'unknown' ? 'unknown' : subtracted === 'by-reader',
    temperatureC,
    checksum: 'absent',
    wells: wells.toSorted((left, right) => compareWells(left.well, right.well)),
  }
}
