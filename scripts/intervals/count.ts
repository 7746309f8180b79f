import type { Weights } from '../../src/core/assay.ts'
import { bilinear } from '../../src/core/analyse/covariance.ts'
import { fitCurve } from '../../src/core/curve/fit-curve.ts'
import { invert } from '../../src/core/curve/invert.ts'
import { studentTQuantile } from '../../src/core/stats/student-t.ts'
import { randomFrom } from '../demo/random.ts'
import { standardsOf, wellOd, type Truth } from './simulated-curve.ts'

/** One row of the table: how often the 95 % interval held the truth. */
export interface CoverageRow {
  readonly concentration: number
  readonly tried: number
  readonly covered: number
}

export interface CoverageParts {
  readonly truth: Truth
  readonly weights: Weights
  readonly plates: number
  readonly seed: number
}

export const CONCENTRATIONS = [10, 25, 60, 150, 350, 550]
const WELLS = 2

/** Simulates plates and counts how often the interval of a duplicate holds the truth. */
export function coverageOf({
  truth,
  weights,
  plates,
  seed,
}: CoverageParts): readonly CoverageRow[] {
  const random = randomFrom(seed)
  const tried = new Map(CONCENTRATIONS.map((one) => [one, 0]))
  const covered = new Map(CONCENTRATIONS.map((one) => [one, 0]))
  for (let plate = 0; plate < plates; plate += 1) {
    const curve = fitCurve(standardsOf(truth, random), { model: '4pl', weights, points: 'wells' })
    for (const concentration of CONCENTRATIONS) {
      const od =
        (wellOd(truth, concentration, random) + wellOd(truth, concentration, random)) / WELLS
      const { ciLow, ciHigh } = invert(curve, od, WELLS)
      if (ciLow === null || ciHigh === null) continue
      tried.set(concentration, (tried.get(concentration) ?? 0) + 1)
      if (ciLow <= concentration && concentration <= ciHigh) {
        covered.set(concentration, (covered.get(concentration) ?? 0) + 1)
      }
    }
  }
  return CONCENTRATIONS.map((concentration) => ({
    concentration,
    tried: tried.get(concentration) ?? 0,
    covered: covered.get(concentration) ?? 0,
  }))
}

/** How often specimens that do not respond are called responders, at a one-sided confidence. */
export function falseResponders(parts: CoverageParts, confidence: number): number {
  const { truth, weights, plates, seed } = parts
  const random = randomFrom(seed)
  let calls = 0
  let tried = 0
  for (let plate = 0; plate < plates; plate += 1) {
    const curve = fitCurve(standardsOf(truth, random), { model: '4pl', weights, points: 'wells' })
    for (const concentration of CONCENTRATIONS) {
      const duplicate = (): number =>
        (wellOd(truth, concentration, random) + wellOd(truth, concentration, random)) / WELLS
      const [from, to] = [invert(curve, duplicate(), WELLS), invert(curve, duplicate(), WELLS)]
      if (from.concentration === null || to.concentration === null) continue
      const shared = bilinear(from.gradient, curve.covariance, to.gradient)
      const variance = (from.se ?? 0) ** 2 + (to.se ?? 0) ** 2 - 2 * shared
      const limit = studentTQuantile(confidence, curve.df) * Math.sqrt(Math.max(0, variance))
      tried += 1
      if (to.concentration - from.concentration > limit) calls += 1
    }
  }
  return calls / tried
}
