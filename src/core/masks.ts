import type { PlateRead } from './plate-read.ts'
import { compareWells, type Well } from './well.ts'

/** A well that a person took out of a plate's computation. */
export interface WellMask {
  readonly well: Well
  readonly who: string
  readonly reason: string
  /** ISO 8601 with offset. */
  readonly at: string
}

/** In the order of the plate, so that the same masks are always the same text. */
export function inPlateOrder(masks: readonly WellMask[]): readonly WellMask[] {
  return masks.toSorted((one, other) => compareWells(one.well, other.well))
}

/** The read with nothing but `masked` in the masked wells, at every wavelength. */
export function withMasks(read: PlateRead, masks: readonly WellMask[]): PlateRead {
  if (masks.length === 0) return read
  const masked = new Set(masks.map(({ well }) => well))
  const blocks = read.blocks.map((block) => ({
    ...block,
    wells: block.wells.map((one) =>
      masked.has(one.well) ? { ...one, value: 'masked' as const } : one,
    ),
  }))
  return { ...read, blocks }
}

/** Why a masked well has no concentration, in the words of whoever masked it. */
export function maskReason({ who, reason }: WellMask): string {
  return `Masked by ${who}: ${reason}`
}
