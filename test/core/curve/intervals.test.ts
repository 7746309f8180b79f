import { beforeEach, describe, expect, it } from 'vitest'

import type { Curve } from '../../../src/core/analysis.ts'
import { fitCurve } from '../../../src/core/curve/fit-curve.ts'
import { intervalsOf } from '../../../src/core/curve/intervals.ts'
import { invert, noiseVarianceOf, quadratic } from '../../../src/core/curve/invert.ts'
import { odAt, valuesOf } from '../../../src/core/curve/read-curve.ts'
import { CURVE_MODELS } from '../../../src/core/curve/curve-models.ts'
import { studentTQuantile } from '../../../src/core/stats/student-t.ts'

const points = [0, 9.375, 18.75, 37.5, 75, 150, 300, 600].flatMap((concentration) =>
  [0.96, 1.04].map((factor) => ({
    concentration,
    od: factor * (3.1 + (0.06 - 3.1) / (1 + (concentration / 240) ** 1.1)),
  })),
)
let curve: Curve
beforeEach(() => {
  curve = fitCurve(points, { model: '4pl', weights: 'irls', points: 'wells' })
})

/** How far an OD is from the curve at x, in units of what t allows. */
function reach(od: number, x: number): number {
  const gradient = CURVE_MODELS['4pl'].gradient(valuesOf(curve), x)
  const variance = noiseVarianceOf(curve, od, 2) + quadratic(curve.covariance, gradient)
  return Math.abs(od - odAt(curve, x)) / (studentTQuantile(0.975, curve.df) * Math.sqrt(variance))
}

describe('three intervals', () => {
  it('agree in the middle of the curve, and hold what they are defined by', () => {
    const intervals = intervalsOf(curve, { od: 1, wells: 2 })
    const { ciLow, ciHigh, se, concentration } = invert(curve, 1, 2)
    expect(intervals?.logWald).toStrictEqual({ low: ciLow, high: ciHigh })
    const t = studentTQuantile(0.975, curve.df)
    expect(intervals?.wald.high).toBeCloseTo((concentration ?? NaN) + t * (se ?? NaN), 9)
    const { low, high } = intervals?.inversion ?? { low: NaN, high: NaN }
    expect(reach(1, low ?? NaN)).toBeCloseTo(1, 9)
    expect(reach(1, high ?? NaN)).toBeCloseTo(1, 9)
    expect((low ?? NaN) / (ciLow ?? NaN)).toBeCloseTo(1, 1)
  })

  it('have no finite upper limit by inversion near the upper asymptote', () => {
    const top = intervalsOf(curve, { od: (curve.parameters['D']?.value ?? NaN) * 0.99, wells: 1 })
    expect(top?.inversion.low).toBeGreaterThan(0)
    expect(top?.inversion.high).toBeNull()
  })

  it('have no lower limit by inversion where zero is not excluded', () => {
    const near = intervalsOf(curve, { od: 0.0602, wells: 1 })
    expect(near?.inversion.low).toBeNull()
    expect(near?.inversion.high).toBeGreaterThan(near?.concentration ?? Infinity)
  })

  it('widen with the confidence', () => {
    const [some, more] = [0.9, 0.99].map((confidence) =>
      intervalsOf(curve, { od: 1, wells: 2, confidence }),
    )
    expect(more?.inversion.low).toBeLessThan(some?.inversion.low ?? -Infinity)
    expect(more?.logWald.high).toBeGreaterThan(some?.logWald.high ?? Infinity)
  })

  it('are none where there is no concentration, or no error', () => {
    expect(intervalsOf(curve, { od: -1, wells: 2 })).toBeNull()
    const joined = fitCurve(points, { model: 'pchip', weights: 'none', points: 'wells' })
    expect(intervalsOf(joined, { od: 1, wells: 2 })).toBeNull()
  })
})
