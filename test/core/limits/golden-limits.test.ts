import { describe, expect, it } from 'vitest'

import { detectionLimits } from '../../../src/core/limits/detection.ts'
import { quantificationLimits } from '../../../src/core/limits/precision-profile.ts'
import {
  goldenCurve,
  goldenFits,
  hasReference,
  numberOf,
  referenceRows,
  relativeError,
  WITHOUT_REFERENCE,
} from '../curve/reference.ts'

const fits = new Map(goldenFits().map((fit) => [fit.key, fit]))
const rows = referenceRows('golden/detection_limits.csv')

describe.skipIf(!hasReference)(`golden detection limits${WITHOUT_REFERENCE}`, () => {
  it('has the rows it is meant to have, each with its fit', () => {
    expect(rows.length).toBe(46)
    expect(rows.filter(({ key = '' }) => !fits.has(key))).toEqual([])
  })

  it.each(rows.map(({ key = '' }, index) => [key, index] as const))(
    '%s: t, limit of zero, MDC, RDL, LLOQ and ULOQ to twelve digits',
    (key, index) => {
      const [fit, row] = [fits.get(key), rows[index]]
      if (fit === undefined || row === undefined) throw new RangeError(`Expected a fit '${key}'.`)
      const curve = goldenCurve(fit)
      const detection = detectionLimits(curve, { wells: 2, confidence: 0.95 })
      const quantification = quantificationLimits(curve, { wells: 2, cvMaxPercent: 20 })
      const found: Readonly<Record<string, number | null | undefined>> = {
        t975: detection?.t,
        ucl0: detection?.odLimitOfZero,
        MDC: detection?.mdc,
        RDL: detection?.rdl,
        LLOQ_cv20: quantification?.lloq,
        ULOQ_cv20: quantification?.uloq,
      }
      const missed = Object.entries(found).filter(([name, value]) => {
        if (row[name] === '') return (value ?? null) !== null
        return !(relativeError(value, numberOf(row, name)) < 1e-12)
      })
      expect(missed).toEqual([])
    },
  )
})
