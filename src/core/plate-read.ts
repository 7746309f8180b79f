import type { PlateFormat, Well } from './well.ts'

/** Why a well has no number. Zero and NaN never stand for "none". */
export type WellMark = 'overflow' | 'underflow' | 'unread' | 'masked'

/** An optical density (dimensionless), or why there is none. */
export type WellValue = number | WellMark

/** One well as the reader said it: the value, and the reader's own characters for the auditor. */
export interface ReadWell {
  readonly well: Well
  readonly value: WellValue
  readonly text: string
}

/**
 * What became of the checksum: `absent` when the dialect has none, `unverifiable` when its rule is
 * not known.
 */
export type Checksum = 'ok' | 'absent' | 'unverifiable'

/**
 * The wells of one measurement at one wavelength. A plate whose checksum is wrong never becomes a
 * block.
 */
export interface Block {
  /** Position in a kinetic series, from 1; an endpoint read has 1 alone. */
  readonly interval: number
  readonly wavelengthNm: number
  /** The reference wavelength when the reader subtracted one, otherwise null. */
  readonly referenceNm: number | null
  readonly subtractedByInstrument: boolean | 'unknown'
  readonly temperatureC: number | null
  readonly checksum: Checksum
  readonly wells: readonly ReadWell[]
}

/** One measurement of one plate: the one type every reader's words become. */
export interface PlateRead {
  readonly format: PlateFormat
  readonly blocks: readonly Block[]
  readonly barcode: string | null
  /** Anything else the reader said, by name, so that nothing is lost. */
  readonly extra: Readonly<Record<string, string>>
  /** The bytes of the answer the read was made from, as they came. */
  readonly bytes: Uint8Array
}

/** A number, not a mark. */
export function isOd(value: WellValue): value is number {
  return typeof value === 'number'
}
