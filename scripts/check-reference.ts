/**
 * assayd's numbers against those that others have computed: `npm run check:reference`. Per data set
 * and model, the rows tried, the rows matched and the digits of the worst one.
 */
import { hasReference } from '../test/core/curve/reference.ts'
import { checkFits } from './check-reference/fits.ts'
import { checkInverse } from './check-reference/inverse.ts'
import { checkInterpolation } from './check-reference/interpolation.ts'
import { checkNist } from './check-reference/nist.ts'
import { checkDetection, checkGrubbs, checkQuantiles } from './check-reference/tables.ts'
import { talliesOf, type Verdict } from './check-reference/tally.ts'
import { checkVendors } from './check-reference/vendor.ts'

const PARTS: readonly (readonly [string, () => readonly Verdict[]])[] = [
  ['Fits: parameters, errors, covariance, sums', checkFits],
  ['Inverse predictions: concentration, errors, three kinds of interval', checkInverse],
  ['Other models on the same unknowns', checkInterpolation],
  ['Detection and quantification limits', checkDetection],
  ['Student t', checkQuantiles],
  ['Grubbs', checkGrubbs],
  ['Wells as vendors printed them', checkVendors],
  ['NIST certified regressions, both starts, one search', checkNist],
]

function report(title: string, verdicts: readonly Verdict[]): boolean {
  const tallies = talliesOf(verdicts)
  console.log(`\n${title}`)
  const width = Math.max(...tallies.map(({ group }) => group.length))
  for (const { group, tried, matched, worst, worstRow, failures } of tallies) {
    const digits = Number.isNaN(worst) ? '   –' : worst.toFixed(1).padStart(4)
    const where = Number.isNaN(worst) ? '' : `  (${worstRow})`
    const counts = `${String(tried).padStart(4)} tried ${String(matched).padStart(4)} matched`
    console.log(`  ${group.padEnd(width)} ${counts}  worst ${digits} digits${where}`)
    for (const failure of failures) console.log(`      NOT ${failure}`)
  }
  const missed = verdicts.filter(({ isMatched }) => !isMatched).length
  console.log(`  ${verdicts.length - missed} of ${verdicts.length}`)
  return missed === 0
}

if (!hasReference) {
  console.log('Nothing to check: ../shared/reference is not here.')
} else {
  const results = PARTS.map(([title, check]) => report(title, check()))
  process.exitCode = results.every(Boolean) ? 0 : 1
}
