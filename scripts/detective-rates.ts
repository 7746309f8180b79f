/**
 * How often the layout detective is right: simulates plates of every shipped layout, as declared
 * and turned, mirrored, shifted or of another layout, and prints what it said.
 *
 *   node scripts/detective-rates.ts [--plates N] [--seed S]
 *
 * N plates lie as declared (2000 unless told), an eighth of N each other way. 'among': held with
 * the truth named as one of several; 'warned': of the undecided, those with a warning; 'wrong': of
 * plates that lie as declared a false alarm, of others held and named wrongly.
 */
import { parseArgs } from 'node:util'

import { settingsFrom } from '../src/settings/settings-source.ts'
import { ratesOf, type Rates } from './detective/rates.ts'

const COLUMNS = ['plates', 'right', 'among', 'undecided', 'warned', 'wrong', 'missed'] as const

function lineOf(rates: Rates): string {
  const percent = (count: number): string => `${((100 * count) / rates.plates).toFixed(2)} %`
  const cells = COLUMNS.slice(1).map((column) =>
    `${rates[column]} (${percent(rates[column])})`.padStart(15),
  )
  return [rates.truth.padEnd(24), String(rates.plates).padStart(6), ...cells].join(' ')
}

function summaryOf(all: readonly Rates[]): string {
  const total = (rates: readonly Rates[], column: (typeof COLUMNS)[number]): number =>
    rates.reduce((sum, one) => sum + one[column], 0)
  const [right, other] = [all.filter((one) => one.isRight), all.filter((one) => !one.isRight)]
  const times = all.flatMap(({ ms }) => ms).toSorted((a, b) => a - b)
  const at = (share: number): string =>
    (times[Math.floor(share * (times.length - 1))] ?? 0).toFixed(2)
  return [
    `as declared: ${total(right, 'wrong')} false alarms of ${total(right, 'plates')}, ` +
      `${total(right, 'warned')} warnings`,
    `otherwise:   ${total(other, 'wrong')} named wrongly, ${total(other, 'missed')} missed, ` +
      `${total(other, 'undecided')} undecided (${total(other, 'warned')} with a warning) ` +
      `of ${total(other, 'plates')}`,
    `a detection: median ${at(0.5)} ms, 99 % within ${at(0.99)} ms`,
  ].join('\n')
}

/** The table, a block a layout, and the totals. */
export function ratesTable(all: readonly Rates[]): string {
  const header = ['really'.padEnd(24), 'plates', ...COLUMNS.slice(1).map((one) => one.padStart(15))]
  const blocks = [...Map.groupBy(all, ({ layout }) => layout)].map(([layout, rates]) =>
    [`declared ${layout}`, header.join(' '), ...rates.map(lineOf)].join('\n'),
  )
  return [...blocks, summaryOf(all)].join('\n\n')
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      plates: { type: 'string', default: '2000' },
      seed: { type: 'string', default: '100' },
    },
  })
  const config = new URL('../config/assayd.yaml', import.meta.url).pathname
  const settings = settingsFrom(config, ['biotek-elx']).load()
  const options = { settings, plates: Number(values.plates), othersShare: 1 / 8 }
  process.stdout.write(`${ratesTable(ratesOf({ ...options, seed: Number(values.seed) }))}\n`)
}
