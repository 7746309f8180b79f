import { CURVE_MODELS } from '../../src/core/curve/curve-models.ts'
import { invert } from '../../src/core/curve/invert.ts'
import { valuesOf } from '../../src/core/curve/read-curve.ts'
import { referenceRows, type Row } from '../../test/core/curve/reference.ts'
import { fitOf } from './golden.ts'
import { digitsOf, type Verdict } from './tally.ts'

const DIGITS_WANTED = 8
/** drc stops before it has arrived; the reference calls it no oracle of many digits. */
const DIGITS_OF_DRC = 3
/** Half a unit of the last decimal, and what double precision adds. */
const HALF_A_UNIT = 0.5 + 1e-9

/**
 * What vendors printed for each well, by the recipe that the reference names: the same to every
 * printed decimal. Gen5's straight lines are printed from ODs that were themselves rounded, so
 * there the printed number must lie within what the rounding leaves open.
 */
export function checkVendors(): readonly Verdict[] {
  return referenceRows('golden/vendor_wells.csv').map((row) => {
    const key = row['fit_key'] ?? ''
    const named = { group: key, row: `${row['well']} ${row['sample']}` }
    const curve = fitOf(key)
    const od = Number(row['y'])
    const { concentration, beyond } = invert(curve, od, 1)
    if (row['golden_status'] !== 'ok') {
      return { ...named, digits: NaN, isMatched: beyond === 'below_curve', why: `is ${beyond}` }
    }
    // assayd gives no negative concentration; a vendor's straight line does.
    const [read] = CURVE_MODELS[curve.model].locate(valuesOf(curve), od).concentrations
    const digits = digitsOf(read ?? concentration, Number(row['golden_conc']))
    const isPrinted = isAsPrinted(row, read ?? NaN, openBy(row, key))
    return {
      ...named,
      digits,
      isMatched: digits >= DIGITS_WANTED && isPrinted,
      why: whyNot(row, read),
    }
  })
}

function isAsPrinted(row: Row, read: number, open: number): boolean {
  const { reported = '', reported_flag: flag = '' } = row
  if (reported === '') return true
  if (flag.startsWith('SE=')) return digitsOf(read, Number(reported)) >= DIGITS_OF_DRC
  const unit = 10 ** -(reported.split('.')[1]?.length ?? 0)
  return Math.abs(read - Number(reported)) <= HALF_A_UNIT * unit + open
}

/** How much of the concentration the rounding of the OD leaves open. */
function openBy(row: Row, key: string): number {
  if (!key.includes('|linear|')) return 0
  const unit = 10 ** -((row['y'] ?? '').split('.')[1]?.length ?? 0)
  const [, slope = NaN] = valuesOf(fitOf(key))
  // The standards behind the line were rounded as well, each by as much.
  return unit / slope
}

function whyNot({ reported }: Row, read: number | undefined): string {
  return `printed ${reported}, read ${read}`
}
