/*
 * Feeds random and mutated bytes into a driver's decoder:
 * `node scripts/fuzz-driver.ts [--driver biotek-elx] [--bytes 1000000] [--seed N]`.
 * Exits 1 when the decoder throws, when its memory grows, or when it accepts a read that
 * `test/drivers/<id>/judge.ts`, written without the driver's code, does not believe.
 */
import { parseArgs } from 'node:util'

import { missingDriver } from '../src/core/missing-driver.ts'
import type { PlateRead } from '../src/core/plate-read.ts'
import { loadDrivers } from '../src/registry.ts'
import { conversationsOf } from './fuzz/conversations.ts'
import { subjectsOf } from '../test/drivers/conformance-kit.ts'
import { fuzz, type FuzzReport, type Judge } from './fuzz/fuzz.ts'

const { values } = parseArgs({
  options: {
    driver: { type: 'string', default: 'biotek-elx' },
    bytes: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
  },
})

function wholeNumber(text: string, name: string): number {
  if (!/^\d{1,12}$/.test(text)) {
    throw new RangeError(`Expected a whole number for --${name}, got '${text}'.`)
  }
  return Number(text)
}

type JudgeOfFamily = (read: PlateRead, settings: unknown) => ReturnType<Judge>

async function judgeOf(id: string): Promise<JudgeOfFamily> {
  const file = new URL(`../test/drivers/${id}/judge.ts`, import.meta.url)
  const module: { readonly judge: JudgeOfFamily } = await import(file.href)
  return module.judge
}

function print(report: FuzzReport, seconds: number): void {
  const kib = (bytes: number): string => `${(bytes / 1024).toFixed(0)} KiB`
  const faults = Object.entries(report.faults).map(([code, count]) => `  ${code}: ${count}`)
  const lines = [
    `bytes fed: ${report.bytes} in ${report.conversations} conversations, ${seconds.toFixed(1)} s`,
    `replies: ${report.replies}`,
    `reads accepted: ${report.reads}`,
    `  of a dialect without checksum: ${report.readsWithoutChecksum}`,
    `  altered, though every checksum is right: ${report.readsAltered}`,
    'faults:',
    ...faults,
    `heap: peak ${kib(report.heapPeakBytes)}, grown by ${kib(report.heapGrownBytes)}`,
    ...report.failures.map((failure) => `FAILED: ${failure}`),
  ]
  console.log(lines.join('\n'))
}

const found = await loadDrivers(new URL('../drivers/', import.meta.url))
const pair = found.drivers.get(values.driver)
if (pair === undefined) throw missingDriver('--driver', values.driver, found)
const judge = await judgeOf(values.driver)
for (const [name, subject] of subjectsOf(pair)) {
  const startedMs = performance.now()
  const report = fuzz({
    decoder: () => subject.driver.decoder(),
    conversations: await conversationsOf(subject),
    judge: (read) => judge(read, subject.settings),
    bytes: wholeNumber(values.bytes, 'bytes'),
    seed: wholeNumber(values.seed, 'seed'),
  })
  console.log(name)
  print(report, (performance.now() - startedMs) / 1000)
  if (report.failures.length > 0) process.exitCode = 1
}
