import {
  type Block,
  type PlateRead,
  type ReadWell,
  wellsOf,
  concatBytes,
} from '../../src/driver-kit.ts'

import type { BlockHeard } from './block-parser.ts'
import { type AssayDefinition, hasSameWells } from './definition.ts'

// One definition has one wavelength, so a plate at several wavelengths is several reads, without
// the carrier moving out in between. Which reads make one plate must be told by the bytes alone:
// definitions that are loaded one after the other, without a read, announce what will be read; once
// every one of them was read, the plate is whole.

/** What was announced, and what has been read of it. */
export interface Series {
  readonly announced: readonly AssayDefinition[]
  readonly parts: readonly Part[]
}

/** One wavelength of a plate, with the bytes of its answer. */
export interface Part {
  readonly definition: AssayDefinition
  readonly heard: BlockHeard
  readonly bytes: Uint8Array
}

/** Nobody reads a plate at so many wavelengths; a series that would grow beyond begins anew. */
const DEFINITIONS_MAX = 8

/** The series once the reader took a definition; another object than before when it began anew. */
export function afterDefinition(series: Series | undefined, loaded: AssayDefinition): Series {
  const fresh = { announced: [loaded], parts: [] }
  if (series === undefined) return fresh
  const isAnnounced = series.announced.some((each) => isSame(each, loaded))
  if (series.parts.length > 0) {
    const isNext = isAnnounced && !series.parts.some((part) => isSame(part.definition, loaded))
    return isNext ? series : fresh
  }
  const [first] = series.announced
  const mayJoin = first !== undefined && hasSameWells(first, loaded)
  if (!mayJoin || series.announced.length >= DEFINITIONS_MAX) return fresh
  return isAnnounced ? series : { announced: [...series.announced, loaded], parts: [] }
}

/** The series with one more wavelength read. */
export function withPart(series: Series | undefined, part: Part): Series {
  const fresh = { announced: [part.definition], parts: [] }
  const isNext =
    series?.announced.some((each) => isSame(each, part.definition)) === true &&
    !series.parts.some(({ definition }) => isSame(definition, part.definition))
  const { announced, parts } = isNext ? series : fresh
  return { announced, parts: [...parts, part] }
}

export function isWhole({ announced, parts }: Series): boolean {
  return parts.length === announced.length
}

/** The bytes of everything read so far. */
export function bytesOf(series: Series | undefined): Uint8Array {
  return concatBytes(...(series?.parts ?? []).map(({ bytes }) => bytes))
}

/** The plate of some wavelengths, in the order in which they were read. */
export function plateRead(parts: readonly Part[]): PlateRead {
  const extra = parts.map(({ definition: { wavelengthNm }, heard }) => [
    [`elapsed${wavelengthNm}`, heard.elapsed],
    [`startTemperature${wavelengthNm}`, heard.startC.toFixed(1)],
  ])
  return {
    format: 96,
    blocks: parts.map(blockFrom),
    barcode: null,
    extra: Object.fromEntries(extra.flat()),
    bytes: concatBytes(...parts.map(({ bytes }) => bytes)),
  }
}

/** All wells of the plate in row-major order; those the read left out are unread. */
function blockFrom({ definition, heard }: Part): Block {
  return {
    interval: 1,
    wavelengthNm: definition.wavelengthNm,
    referenceNm: null,
    subtractedByInstrument: false,
    temperatureC: heard.endC,
    checksum: 'ok',
    wells: wellsOf(96).map(
      (well): ReadWell => heard.wells.get(well) ?? { well, value: 'unread', text: '' },
    ),
  }
}

function isSame(left: AssayDefinition, right: AssayDefinition): boolean {
  return left.wavelengthNm === right.wavelengthNm && hasSameWells(left, right)
}
