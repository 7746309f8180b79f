import type { Curve } from '../../src/core/analysis.ts'
import type { Row } from '../../test/core/curve/reference.ts'
import { fitOf, goldenRows, groupOf, type GoldenRow } from './golden.ts'
import { digitsOf, type Verdict } from './tally.ts'

/** Fewer digits than this is another answer. */
const DIGITS_WANTED = 6

const COLUMNS: Readonly<Record<string, string>> = { a: 'lin_a', b: 'lin_b', c: 'lin_c' }

/** Every golden fit: `ok` rows reproduced, the others not passed off as estimated. */
export function checkFits(): readonly Verdict[] {
  return goldenRows().map((golden) => (golden.isOk ? okVerdict(golden) : flaggedVerdict(golden)))
}

function okVerdict({ key, row }: GoldenRow): Verdict {
  const curve = fitOf(key)
  const group = groupOf(key)
  if (!curve.converged) return { group, row: key, digits: 0, isMatched: false, why: curve.reason }
  const digits = Math.min(
    parameterDigits(curve, row),
    sumDigits(curve, row),
    covarianceDigits(curve, row),
  )
  return { group, row: key, digits, isMatched: digits >= DIGITS_WANTED }
}

function parameterDigits(curve: Curve, row: Row): number {
  const each = Object.entries(curve.parameters).flatMap(([name, { value, se }]) => {
    const column = COLUMNS[name] ?? name
    const [expected, error] = [row[column] ?? '', row[`se_${column}`] ?? '']
    if (expected === '') return []
    return [digitsOf(value, Number(expected)), digitsOf(se, Number(error))]
  })
  return Math.min(...each)
}

function sumDigits({ wrss, rss, sigma, r2, df }: Curve, row: Row): number {
  const pairs: readonly (readonly [number, string | undefined])[] = [
    [wrss, row['wrss']],
    [rss, row['rss']],
    [sigma, row['sigma']],
    [r2, row['R2']],
    [df, row['df']],
  ]
  return Math.min(...pairs.map(([actual, expected]) => digitsOf(actual, Number(expected))))
}

/** The golden covariance is of the estimated parameters alone; a held one has zeros here. */
function covarianceDigits(curve: Curve, row: Row): number {
  const expected: readonly (readonly string[])[] = JSON.parse(row['cov'] ?? '[]')
  const isEstimated = curve.covariance.map((line) => line.some((entry) => entry !== 0))
  const kept = curve.covariance
    .filter((_, i) => isEstimated[i])
    .map((line) => line.filter((_, j) => isEstimated[j]))
  const scale = expected.map((line, i) => Math.sqrt(Number(line[i])))
  const digits = expected.flatMap((line, i) =>
    line.map((entry, j) => {
      const unit = (scale[i] ?? NaN) * (scale[j] ?? NaN)
      // As correlations, because a covariance near zero has no digits of its own.
      return digitsOf(1 + (kept[i]?.[j] ?? NaN) / unit, 1 + Number(entry) / unit)
    }),
  )
  return Math.min(...digits)
}

function flaggedVerdict({ key, row }: GoldenRow): Verdict {
  const curve = fitOf(key)
  const isMatched = !curve.converged || curve.reason !== ''
  const why = `'${(row['status'] ?? '').slice(0, 40)}' passed off as sound`
  return { group: `${groupOf(key)} (not ok)`, row: key, digits: NaN, isMatched, why }
}
