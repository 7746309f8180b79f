/**
 * `node scripts/check-intervals.ts [--plates 2000] [--seed 1]`: do the 95 % intervals hold the
 * truth in 95 of 100 simulated plates, and how often is a specimen that does not respond called a
 * responder? The scatter is the one the weights assume; a row with the other weights shows what a
 * wrong choice costs.
 */
import { parseArgs } from 'node:util'

import { textTable } from '../src/cli/text-table.ts'
import type { Weights } from '../src/core/assay.ts'
import { CONCENTRATIONS, coverageOf, falseResponders } from './intervals/count.ts'
import { CONSTANT, PROPORTIONAL, type Truth } from './intervals/simulated-curve.ts'

const { values } = parseArgs({
  options: { plates: { type: 'string', default: '2000' }, seed: { type: 'string', default: '1' } },
})
const plates = Number(values.plates)
const seed = Number(values.seed)
const RESPONDER_CONFIDENCE = 0.95

const CASES: readonly (readonly [string, Truth, Weights])[] = [
  ['4 % of the OD, irls', PROPORTIONAL, 'irls'],
  ['4 % of the OD, 1/y2', PROPORTIONAL, '1/y2'],
  ['0.02 OD, none', CONSTANT, 'none'],
  ['4 % of the OD, none (wrong weights)', PROPORTIONAL, 'none'],
]

const lines = CASES.map(([name, truth, weights]) => {
  const parts = { truth, weights, plates, seed }
  const rows = coverageOf(parts)
  const share = (covered: number, tried: number): string => ((100 * covered) / tried).toFixed(1)
  const all = rows.reduce((sum, row) => sum + row.covered, 0)
  const tried = rows.reduce((sum, row) => sum + row.tried, 0)
  const wrongly = (100 * falseResponders(parts, RESPONDER_CONFIDENCE)).toFixed(1)
  const each = rows.map((row) => share(row.covered, row.tried))
  return [name, ...each, share(all, tried), `${tried}`, wrongly]
})
const header = ['scatter, weights', ...CONCENTRATIONS.map(String), 'all %', 'intervals']
process.stdout.write(
  [
    `${plates} simulated plates, seed ${seed}: % of 95 % intervals of duplicates that hold`,
    'the truth, by concentration in pg/mL; last column: % of non-responders called responders',
    '',
    ...textTable([...header, 'false responders %'], lines),
    '',
  ].join('\n'),
)
