import { fitOf, groupOf } from './golden.ts'
import { detectionLimits } from '../../src/core/limits/detection.ts'
import { quantificationLimits } from '../../src/core/limits/precision-profile.ts'
import { grubbsCritical, type Sides } from '../../src/core/stats/grubbs.ts'
import { studentTQuantile } from '../../src/core/stats/student-t.ts'
import { referenceRows } from '../../test/core/curve/reference.ts'
import { digitsOf, type Verdict } from './tally.ts'

const DIGITS_WANTED = 10

/** Student's t quantiles by degrees of freedom. */
export function checkQuantiles(): readonly Verdict[] {
  return referenceRows('golden/t_quantiles.csv').flatMap(({ df = '', ...columns }) =>
    Object.entries(columns).map(([column, text]) => {
      const digits = digitsOf(studentTQuantile(Number(column.slice(1)), Number(df)), Number(text))
      return {
        group: `t quantiles ${column}`,
        row: `df ${df}`,
        digits,
        isMatched: digits >= DIGITS_WANTED,
      }
    }),
  )
}

const GRUBBS: readonly (readonly [string, number, Sides])[] = [
  ['G_1sided_0.05', 0.05, 'one'],
  ['G_1sided_0.01', 0.01, 'one'],
  ['G_2sided_0.05', 0.05, 'two'],
  ['G_2sided_0.01', 0.01, 'two'],
]

/** Grubbs' critical values by number of values. */
export function checkGrubbs(): readonly Verdict[] {
  return referenceRows('golden/grubbs_critical.csv').flatMap((row) =>
    GRUBBS.map(([column, alpha, sides]) => {
      const n = Number(row['n'])
      const digits = digitsOf(grubbsCritical(n, alpha, sides), Number(row[column]))
      return { group: column, row: `n ${n}`, digits, isMatched: digits >= DIGITS_WANTED }
    }),
  )
}

const LIMIT_DIGITS_WANTED = 8

/** What each golden curve can detect and quantify, from assayd's own fit. */
export function checkDetection(): readonly Verdict[] {
  return referenceRows('golden/detection_limits.csv').map((row) => {
    const { key = '' } = row
    // assayd's weights have a floor, which the reference's do not; zero is below it on some curves.
    const curve = { ...fitOf(key), odFloor: 0 }
    const detection = detectionLimits(curve, { wells: 2, confidence: 0.95 })
    const limits = quantificationLimits(curve, { wells: 2, cvMaxPercent: 20 })
    const found: Readonly<Record<string, number | null | undefined>> = {
      ucl0: detection?.odLimitOfZero,
      MDC: detection?.mdc,
      RDL: detection?.rdl,
      LLOQ_cv20: limits?.lloq,
      ULOQ_cv20: limits?.uloq,
    }
    const each = Object.entries(found).map(([column, value]) => {
      const text = row[column] ?? ''
      if (text === '') return (value ?? null) === null ? DIGITS_OF_NOTHING : 0
      return digitsOf(value, Number(text))
    })
    const digits = Math.min(...each)
    return { group: groupOf(key), row: key, digits, isMatched: digits >= LIMIT_DIGITS_WANTED }
  })
}

/** No limit where none was expected. */
const DIGITS_OF_NOTHING = 16
