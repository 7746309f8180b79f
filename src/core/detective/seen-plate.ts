import { isOd, type WellValue } from '../plate-read.ts'
import { wellsOf, type PlateFormat, type Well } from '../well.ts'
import { backgroundOf, type Background } from './background.ts'

/**
 * Added to an OD before its logarithm is taken: below it, differences are the reader's and the
 * plastic's, not the assay's.
 */
const OD_OFFSET = 0.02
/** An overflowed well is at least this, and somewhat above all others; readers end at 2.5 to 4. */
const OVERFLOW = { least: 2.5, aboveOthers: 1.05 }
/**
 * The floor is the OD that this share of the wells does not exceed: low enough for two blank wells
 * of 96.
 */
const FLOOR_SHARE = 0.02

/** The ODs of a plate as they are compared, in row-major order; NaN where a well has none. */
export interface SeenPlate {
  readonly format: PlateFormat
  readonly ods: Float64Array
  readonly logOds: Float64Array
  /** Wells above the reader's range, whose OD is only a lower limit. */
  readonly overflowed: ReadonlySet<number>
  readonly background: Background
  /** The background's log density at each well. */
  readonly usual: Float64Array
  /** The log OD of the plate's lowest wells. */
  readonly floor: number
  /** Whether every well has an OD. */
  readonly isWhole: boolean
}

/** The natural logarithm of an OD above the offset; negative ODs count as zero. */
export function logFromOd(od: number): number {
  return Math.log(Math.max(od, 0) + OD_OFFSET)
}

/** The OD of a log OD. */
export function odFromLog(logOd: number): number {
  return Math.exp(logOd) - OD_OFFSET
}

/** The wells of a plate by their name, in row-major order. */
export function inRowMajorOrder(
  values: ReadonlyMap<Well, WellValue>,
  format: PlateFormat,
): readonly WellValue[] {
  return wellsOf(format).map((well) => values.get(well) ?? 'unread')
}

/**
 * Prepares the ODs of a plate, given in row-major order. Overflow counts as the highest OD,
 * underflow as zero; wells that were not read or are masked say nothing.
 */
export function seePlate(given: readonly WellValue[], format: PlateFormat): SeenPlate {
  let highest = 0
  for (const od of given) if (isOd(od)) highest = Math.max(highest, od)
  const overflow = Math.max(OVERFLOW.aboveOthers * highest, OVERFLOW.least)
  const ods = Float64Array.from(given, (value) => odOf(value, overflow))
  const logOds = ods.map(logOf)
  const background = backgroundOf(logOds)
  const usual = logOds.map((logOd) => (Number.isNaN(logOd) ? 0 : background.logDensity(logOd)))
  const overflowed = new Set<number>()
  for (const [place, value] of given.entries()) if (value === 'overflow') overflowed.add(place)
  const isWhole = !ods.some(Number.isNaN)
  return { format, ods, logOds, overflowed, background, usual, floor: floorOf(logOds), isWhole }
}

function odOf(value: WellValue, overflow: number): number {
  if (isOd(value)) return value
  if (value === 'overflow') return overflow
  return value === 'underflow' ? 0 : Number.NaN
}

function logOf(od: number): number {
  return Number.isNaN(od) ? Number.NaN : logFromOd(od)
}

function floorOf(logOds: Float64Array): number {
  const sorted = logOds.filter((logOd) => !Number.isNaN(logOd)).sort()
  return sorted[Math.floor(FLOOR_SHARE * sorted.length)] ?? 0
}

/** How exactly wells are pipetted and read on a plate: the CV of an OD, as a fraction. */
export type Noise = number

/** Noises that are tried: from a robot's to a bad day's. */
export const NOISES: readonly Noise[] = [0.03, 0.06, 0.12, 0.24]

/**
 * Variance of a log OD: proportional noise, and near the blank a constant one of some thousandths
 * of OD that grows with the carelessness of the rest.
 */
export function varianceAt(od: number, noise: Noise): number {
  const level = Math.max(od, 0)
  const constant = 0.003 + 0.05 * noise
  return ((noise * level) ** 2 + constant ** 2) / (level + OD_OFFSET) ** 2
}

/** The median of the wells' log ODs; of two wells, their mean. */
export function centre(places: readonly number[], { logOds }: SeenPlate): number {
  if (places.length === 2) {
    const [first = 0, second = 0] = places
    return ((logOds[first] ?? 0) + (logOds[second] ?? 0)) / 2
  }
  const sorted = places.map((place) => logOds[place] ?? 0).toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2
}
