import type { Weights } from '../../src/core/assay.ts'
import { fitCurve, type CurvePoint } from '../../src/core/curve/fit-curve.ts'
import type { Concentration } from '../../src/core/result.ts'
import type { StudyPlate } from '../../src/core/study/study.ts'
import { IL6 } from './il6-plate.ts'
import { known, responseOf, studyPlate } from './sample-study.ts'

/** OD of a true concentration: what every plate of the tests shares. */
function trueOd(concentration: number): number {
  return 3.2 + (0.06 - 3.2) / (1 + (concentration / 500) ** 1.2)
}

/** How a plate of the tests differs from others. */
export interface Adjustable {
  readonly plate: string
  readonly hour: number
  readonly kitLot?: string
  readonly assayId?: string
  /**
   * The standards hold this many times less than their labels say; every result is so much high.
   */
  readonly readsHighBy?: number
  /** What is added to the OD of each standard well, by its position. */
  readonly noise?: (well: number) => number
  readonly weights?: Weights
  readonly controls?: Readonly<Record<string, Concentration>>
  readonly change?: Partial<StudyPlate>
}

/** Standards in duplicate as such a plate has them. */
export function standardsOf({ readsHighBy = 1, noise }: Adjustable): readonly CurvePoint[] {
  return [...IL6.standards, ...IL6.standards].map((concentration, well) => ({
    concentration,
    od: trueOd(concentration / readsHighBy) + (noise?.(well) ?? 0),
  }))
}

/** A plate with one response, from 20 to 100 truly, as it reads on its own standards. */
export function adjustablePlate(from: Adjustable): StudyPlate {
  const { plate, hour, readsHighBy = 1, weights = 'none' } = from
  const points = standardsOf(from)
  const curve = fitCurve(points, { model: '4pl', weights, points: 'wells' })
  const who = { specimen: `S-${plate}`, mother: `M-${plate}` }
  return studyPlate(plate, hour, {
    kitLot: from.kitLot ?? `lot-${plate}`,
    assayId: from.assayId ?? 'il6',
    calibration: { curve, points },
    responses: [responseOf(known(20 * readsHighBy), known(100 * readsHighBy), who)],
    controls: Object.entries(from.controls ?? {}).map(([name, concentration]) => ({
      name,
      concentration,
    })),
    ...from.change,
  })
}
