import { isBlocked } from '../evidence.ts'
import { byAge } from '../reruns.ts'
import type { PlateAdjustment, StudyPlate } from '../study.ts'

/** What brings plates to one reference, or a sentence for each that cannot be brought. */
export interface Brought {
  readonly adjustments: readonly PlateAdjustment[]
  readonly problems: readonly string[]
}

/** A plate that stays where it is. */
export const UNADJUSTED = { shift: 0, shiftSe: 0, factor: 1 } as const

/** Plates whose numbers may be brought to one scale. */
export interface ScaleGroup {
  /** All of them, the oldest first. */
  readonly plates: readonly StudyPlate[]
  readonly reference: StudyPlate
}

/**
 * Plates that measure the same quantity, and for a curve shift by the same assay, each group with
 * its reference: the one that was named, otherwise the oldest that is not blocked.
 */
export function scaleGroups(
  plates: readonly StudyPlate[],
  { isByAssay, reference }: { readonly isByAssay: boolean; readonly reference: string | null },
): readonly ScaleGroup[] {
  const groups = new Map<string, StudyPlate[]>()
  for (const plate of plates.toSorted(byAge)) {
    const { analyte, unit, assayId } = plate
    const key = JSON.stringify(isByAssay ? [analyte, unit, assayId] : [analyte, unit])
    groups.set(key, [...(groups.get(key) ?? []), plate])
  }
  return [...groups.values()].flatMap((group) => {
    const named = group.find(({ plate }) => plate === reference)
    const oldest = group.find((plate) => !isBlocked(plate)) ?? group[0]
    const found = named ?? oldest
    return found === undefined ? [] : [{ plates: group, reference: found }]
  })
}
