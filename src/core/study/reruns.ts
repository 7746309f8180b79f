import type { Response } from '../analysis.ts'
import { isBlocked } from './evidence.ts'
import type { StudyOptions, StudyPlate } from './study.ts'

/** A response with the plate it was measured on. */
export interface Measurement {
  readonly response: Response
  readonly plate: StudyPlate
}

/** The measurement that counts, and the other plates of the same specimen and organism. */
export interface Chosen extends Measurement {
  readonly otherPlates: readonly string[]
}

/**
 * What was measured of one specimen with one organism, as one list. A delta in another unit, of
 * another analyte or from another kind of baseline is another quantity, and makes a list of its
 * own.
 */
export function measuredAlike(
  measurements: readonly Measurement[],
): readonly (readonly Measurement[])[] {
  const groups = new Map<string, Measurement[]>()
  for (const measurement of measurements) {
    const key = quantityOf(measurement)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [measurement])
    else group.push(measurement)
  }
  return [...groups.values()]
}

function quantityOf({ response, plate }: Measurement): string {
  const { specimen, organism, baselineKind } = response
  return JSON.stringify([specimen, organism, plate.analyte, plate.unit, baselineKind])
}

/**
 * Of several plates the newest whose response is `ok` and that has no blocking flag; when there is
 * none, the newest. Values of several plates are never averaged. Undefined when there is none to
 * choose, as when all are blocked and blocked plates are left out.
 */
export function chooseRerun(
  measurements: readonly Measurement[],
  { isWithoutBlocked }: Pick<StudyOptions, 'isWithoutBlocked'>,
): Chosen | undefined {
  const newestFirst = measurements.toSorted((left, right) => byAge(right.plate, left.plate))
  const sound = newestFirst.filter(({ plate }) => !isBlocked(plate))
  const candidates = isWithoutBlocked ? sound : newestFirst
  const chosen = sound.find(({ response }) => response.state === 'ok') ?? candidates[0]
  if (chosen === undefined) return undefined
  const plates = new Set(newestFirst.map(({ plate }) => plate.plate))
  const otherPlates = [...plates].filter((plate) => plate !== chosen.plate.plate)
  return { ...chosen, otherPlates }
}

/**
 * Orders older plates first. Two reads of the same millisecond are in the order they were stored.
 */
export function byAge(left: StudyPlate, right: StudyPlate): number {
  return instantOf(left) - instantOf(right) || left.readId - right.readId
}

function instantOf({ plate, readAt }: StudyPlate): number {
  const instant = Date.parse(readAt)
  if (!Number.isNaN(instant)) return instant
  throw new RangeError(`Expected plate '${plate}' to have a time, got '${readAt}'.`)
}
