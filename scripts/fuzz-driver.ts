/*
 * Feeds random and mutated bytes into the decoders of all drivers, or of one:
 * `node scripts/fuzz-driver.ts [--driver ID] [--conversations 1000000 | --bytes N] [--seed 1]`.
 * The number is for each driver, shared among the readers its simulator can be. Behind every
 * mutated conversation a good plate is said to the same decoder. Exits 1 when a decoder throws,
 * when its memory grows, when it accepts a read that `test/drivers/<id>/judge.ts`, written without
 * the driver's code, does not believe, when it puts values into wrong wells, or when it does not
 * read the good plate.
 */
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'

import { missingDriver } from '../src/core/missing-driver.ts'
import type { PlateRead } from '../src/core/plate-read.ts'
import { type DriverPair, loadDrivers } from '../src/registry.ts'
import { subjectsOf } from '../test/drivers/conformance-kit.ts'
import { conversationsOf, goodPlatesOf } from './fuzz/conversations.ts'
import { fuzz } from './fuzz/fuzz.ts'
import { fuzzTable, type FuzzRow, rowOf } from './fuzz/table.ts'
import type { Addressed } from './fuzz/moved.ts'
import type { Judge } from './fuzz/watch.ts'

const { values } = parseArgs({
  options: {
    driver: { type: 'string' },
    bytes: { type: 'string' },
    conversations: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
})

/** So many bytes are fed to each driver when nothing else is said. */
const BYTES = '1000000'

function wholeNumber(text: string, name: string): number {
  if (!/^\d{1,12}$/.test(text)) {
    throw new RangeError(`Expected a whole number for --${name}, got '${text}'.`)
  }
  return Number(text)
}

type JudgeOfFamily = (read: PlateRead, settings: unknown) => ReturnType<Judge>

/** Written without the driver's code, from the source of its bytes. */
interface JudgeModule {
  readonly judge: JudgeOfFamily
  /** What the dialect of these settings says of each value. */
  readonly addressed?: (settings: unknown) => Addressed
}

async function judgeOf(id: string): Promise<JudgeModule> {
  const file = new URL(`../test/drivers/${id}/judge.ts`, import.meta.url)
  if (!existsSync(file)) throw new Error(`Nobody judges '${id}': test/drivers/${id}/judge.ts.`)
  const module: JudgeModule = await import(file.href)
  return module
}

function limitsFor(subjects: number) {
  const { bytes = BYTES, conversations } = values
  if (conversations === undefined) return { bytes: wholeNumber(bytes, 'bytes') / subjects }
  const share = Math.ceil(wholeNumber(conversations, 'conversations') / subjects)
  return { conversationsMax: share, isBrief: true }
}

async function fuzzed(id: string, pair: DriverPair): Promise<FuzzRow> {
  const { judge, addressed = () => 'well' } = await judgeOf(id)
  const subjects = subjectsOf(pair)
  const startedMs = performance.now()
  const reports = []
  for (const [name, subject] of subjects) {
    const goodPlates = await goodPlatesOf(subject)
    if (goodPlates.length === 0) throw new Error(`${name} gives no good plate.`)
    const report = fuzz({
      decoder: () => subject.driver.decoder(),
      conversations: await conversationsOf(subject),
      goodPlates,
      judge: (read) => judge(read, subject.settings),
      addressed: addressed(subject.settings),
      ...limitsFor(subjects.length),
      seed: wholeNumber(values.seed, 'seed'),
    })
    for (const failure of report.failures) console.log(`FAILED  ${name}: ${failure}`)
    reports.push(report)
  }
  return rowOf({ id, subjects: subjects.length, reports, ms: performance.now() - startedMs })
}

const found = await loadDrivers(new URL('../drivers/', import.meta.url))
const { driver } = values
if (driver !== undefined && !found.drivers.has(driver)) {
  throw missingDriver('--driver', driver, found)
}
const rows: FuzzRow[] = []
for (const [id, pair] of found.drivers) {
  if (driver !== undefined && id !== driver) continue
  const row = await fuzzed(id, pair)
  console.log(fuzzTable([row]))
  rows.push(row)
  if (row.failures > 0) process.exitCode = 1
}
if (rows.length > 1) console.log(fuzzTable(rows))
