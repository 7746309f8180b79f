import { isOd, type SimulatedPlate, type Well } from '../../src/driver-kit.ts'

import { numbersOf } from './data-response.ts'
import type { RunDefinition } from './run-definition.ts'

// Counts as a real reader gives them: calibrations and reference of the recordings A03 and A05.

const HIGHS = [3_922_534, 1_553_540, 736_702] as const
const LOW = 36_112
const REFERENCE_HIGH = 18_275
const REFERENCE = 18_366
const CHROMATICS = [1_296_187, 566_691] as const

/** The numbers a run gives of a plate, in their order. */
export function countsOf(
  run: RunDefinition,
  plate: SimulatedPlate,
  overrange: ReadonlySet<Well>,
): readonly number[] {
  const samples = run.wavelengthsNm.flatMap((nm) =>
    run.wells.map((well) => (overrange.has(well) ? 0 : sampleOf(plate, nm, well))),
  )
  const each = (value: number): readonly number[] => run.wells.map(() => value)
  const calibrations = [...run.wavelengthsNm.map(() => HIGHS[0]), HIGHS[1], HIGHS[2]].flatMap(
    (high) => [high, LOW],
  )
  const [second, third] = CHROMATICS
  const numbers = [...samples, ...each(second), ...each(third), ...each(REFERENCE)]
  const all = [...numbers, ...calibrations, REFERENCE_HIGH, 0]
  if (all.length !== numbersOf(run)) throw new TypeError('A run has another count of numbers.')
  return all
}

/** The light a well lets through; none when it is overrange, all when there is no number. */
function sampleOf(plate: SimulatedPlate, wavelengthNm: number, well: Well): number {
  const value = plate.od.get(wavelengthNm)?.get(well) ?? 'unread'
  if (value === 'overflow') return 0
  const od = isOd(value) ? value : 0
  return Math.round((10 ** -od * HIGHS[0] * REFERENCE) / REFERENCE_HIGH)
}
