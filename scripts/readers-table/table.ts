import type { Driver } from '../../src/ports/driver.ts'
import { driverFor, type DriverPair } from '../../src/registry.ts'
import { subjectsOf } from '../../test/drivers/conformance-kit.ts'

const BEGIN = '<!-- readers: npm run readers-table -->\n'
const END = '<!-- end of readers -->'
const HEAD =
  '| driver | readers | maturity | source of its bytes | covered |\n|---|---|---|---|---|\n'

/** The families as a table in Markdown, from what their drivers and simulators state. */
export function readersTable(drivers: ReadonlyMap<string, DriverPair>): string {
  return HEAD + [...drivers].map(([id, pair]) => rowOf(id, pair)).join('')
}

function rowOf(id: string, pair: DriverPair): string {
  const configured = pair.simulator.variants.map(({ settings }) => driverFor(pair, settings))
  const { facts } = pair.driver
  const models = new Set(
    [facts, ...configured.map((one) => one.facts)].flatMap((one) => one.models),
  )
  const cells = [
    `[\`${id}\`](${id}/README.md)`,
    `${facts.name}: ${[...models].join(', ')}`,
    facts.maturity,
    facts.sources.join('; '),
    coverOf(pair, configured),
  ]
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`
}

/** What a read can be, and what the conformance suite runs. */
function coverOf(pair: DriverPair, configured: readonly Driver[]): string {
  const abilities = configured.map(({ facts }) => facts.abilities)
  const most = Math.max(...abilities.map(({ wavelengthsMax }) => wavelengthsMax))
  const starts = new Set(abilities.map((one) => one.starts.replaceAll('-', ' ')))
  const isStopped = configured.some(({ abort }) => abort !== null)
  const isResumed = abilities.some(({ resumes }) => resumes === true)
  const faults = Object.keys(pair.simulator.faults).length
  const [readers, commands] = [subjectsOf(pair).length, Object.keys(pair.driver.facts.commands)]
  return [
    `started ${[...starts].join(', ')}`,
    most === 1 ? '1 wavelength' : `up to ${most} wavelengths`,
    ...(isStopped ? ['can be stopped'] : []),
    ...(isResumed ? ['a read outlives its connection'] : []),
    `${commands.length} commands`,
    `${readers} simulated ${readers === 1 ? 'reader' : 'readers'} with ${faults} faults`,
  ].join(', ')
}

/** The text of drivers/README.md with the table between its marks. Throws where there are none. */
export function withTable(text: string, table: string): string {
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)]
  if (begin < 0 || end < begin) throw new RangeError(`The marks '${BEGIN.trim()}' are missing.`)
  return text.slice(0, begin + BEGIN.length) + table + text.slice(end)
}
