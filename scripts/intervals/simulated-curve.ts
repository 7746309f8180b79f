import type { CurvePoint } from '../../src/core/curve/fit-curve.ts'
import type { Random } from '../demo/random.ts'

/** A standard curve as a kit gives it, and how the ODs scatter around it. */
export interface Truth {
  readonly A: number
  readonly B: number
  readonly C: number
  readonly D: number
  /** Standard deviation of one well's OD at an OD. */
  readonly sdAt: (od: number) => number
}

/** Seven two-fold standards and the zero standard, in duplicate. */
const LEVELS = [600, 300, 150, 75, 37.5, 18.75, 9.375, 0]
const REPLICATES = 2

/** Scatter in proportion to the OD: what 1/y² weights assume. */
export const PROPORTIONAL: Truth = {
  A: 0.06,
  B: 1.15,
  C: 420,
  D: 3.4,
  sdAt: (od) => 0.04 * od,
}

/** The same scatter at every OD: what unweighted fits assume. */
export const CONSTANT: Truth = { ...PROPORTIONAL, sdAt: () => 0.02 }

function odAt({ A, B, C, D }: Truth, concentration: number): number {
  return D + (A - D) / (1 + (concentration / C) ** B)
}

/** The OD of one well. */
export function wellOd(truth: Truth, concentration: number, random: Random): number {
  const od = odAt(truth, concentration)
  return od + truth.sdAt(od) * random.normal()
}

/** The standards of one simulated plate. */
export function standardsOf(truth: Truth, random: Random): readonly CurvePoint[] {
  return LEVELS.flatMap((concentration) =>
    Array.from({ length: REPLICATES }, () => ({
      concentration,
      od: wellOd(truth, concentration, random),
    })),
  )
}
