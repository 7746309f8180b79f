import { intervalsOf, type Intervals } from '../../src/core/curve/intervals.ts'
import { referenceRows, type Row } from '../../test/core/curve/reference.ts'
import { fitOf, groupOf } from './golden.ts'
import { digitsOf, type Verdict } from './tally.ts'

/** Fewer digits than this is another answer. */
const DIGITS_WANTED = 8

/** Every golden inverse prediction: concentration, errors and all kinds of interval. */
export function checkInverse(): readonly Verdict[] {
  return referenceRows('golden/inverse.csv').map((row) => {
    const key = row['key'] ?? ''
    const curve = fitOf(key)
    const named = { group: groupOf(key), row: `${key} at ${row['y0']}` }
    if (!curve.converged) return { ...named, digits: 0, isMatched: false, why: curve.reason }
    const [one, two, three] = [1, 2, 3].map((wells) =>
      intervalsOf(curve, { od: Number(row['y0']), wells }),
    )
    if (!one || !two || !three) return { ...named, digits: 0, isMatched: false, why: 'no number' }
    const each = comparisons(row, { one, two, three })
    const [worst] = each.toSorted((left, right) => left.digits - right.digits)
    const digits = worst?.digits ?? 0
    const why = `${worst?.column} ${digits.toFixed(1)} digits`
    return { ...named, digits, isMatched: digits >= DIGITS_WANTED, why }
  })
}

interface Wells {
  readonly one: Intervals
  readonly two: Intervals
  readonly three: Intervals
}

interface Comparison {
  readonly column: string
  readonly digits: number
}

function comparisons(row: Row, { one, two, three }: Wells): readonly Comparison[] {
  const values: Readonly<Record<string, number | null>> = {
    x0: two.concentration,
    se_m1: one.se,
    se_m2: two.se,
    se_m3: three.se,
    wald_lo_m2: two.wald.low,
    wald_hi_m2: two.wald.high,
    logwald_lo_m2: two.logWald.low,
    logwald_hi_m2: two.logWald.high,
    inv_lo_m2: two.inversion.low,
    inv_hi_m2: two.inversion.high,
    inv_lo_m1: one.inversion.low,
    inv_hi_m1: one.inversion.high,
  }
  // The straight lines of the reference have neither log-Wald nor inversion limits.
  const isLine = row['logwald_lo_m2'] === ''
  return Object.entries(values).flatMap(([column, actual]) => {
    const text = row[column] ?? ''
    if (isLine && text === '') return []
    if (text === '') return [{ column, digits: actual === null ? 16 : 0 }]
    return [{ column, digits: digitsOf(actual, Number(text)) }]
  })
}
