/**
 * `node scripts/bench-study.ts [--plates 1000]`: how long does `assayd study export` take over that
 * many plates? The plates are the tests' sample plate under other specimens' names, every tenth a
 * rerun of the one before, stored through the real store; the export is the real one, step by step.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { compileStudy } from '../src/core/study/compile-study.ts'
import type { Store } from '../src/ports/store.ts'
import { writeStudy } from '../src/export/study.ts'
import { openStore } from '../src/store/open-store.ts'
import {
  sampleCapture,
  sampleHeardRead,
  sampleNewAnalysis,
  sampleRecord,
} from '../test/support/sample-records.ts'

const { values } = parseArgs({ options: { plates: { type: 'string', default: '1000' } } })
const plates = Number(values.plates)
/** Every so many plates one measures the specimens of the plate before again. */
const RERUN_EVERY = 10

function storePlate(store: Store, number: number): void {
  const plate = `P${String(number).padStart(5, '0')}`
  const { readId } = store.saveRead(sampleHeardRead({ lastByte: number + 1 })).stored
  store.savePlate(sampleRecord(plate), readId)
  const fresh = sampleNewAnalysis({ plate, readId })
  const of = number % RERUN_EVERY === RERUN_EVERY - 1 ? number - 1 : number
  const named = <Item extends { readonly specimen: string; readonly mother: string }>(
    one: Item,
  ) => ({
    ...one,
    specimen: `${one.specimen}-${of}`,
    mother: `${one.mother}-${of}`,
  })
  const { analysis } = fresh
  const [samples, responses] = [analysis.samples.map(named), analysis.responses.map(named)]
  store.saveAnalysis({ ...fresh, analysis: { ...analysis, samples, responses } })
}

const folder = mkdtempSync(join(tmpdir(), 'assayd-study-'))
const laps: [what: string, ms: number][] = []

/** Runs the step and notes how long it took. */
async function timed<Result>(what: string, work: () => Result | Promise<Result>): Promise<Result> {
  const from = performance.now()
  const result = await work()
  laps.push([what, performance.now() - from])
  return result
}

const filling = openStore(folder)
filling.saveCapture(sampleCapture(), 'bench-1.capture')
await timed('store the plates (not part of the export)', () => {
  for (let number = 0; number < plates; number += 1) storePlate(filling, number)
})
filling.close()

const store = await timed('open the database', () => openStore(folder))
const measured = await timed('read the newest analyses', () => store.measured())
const study = await timed('compile the rows', () =>
  compileStudy(measured, {
    organisms: [],
    organism: null,
    isWithoutBlocked: false,
    isAcceptedOnly: false,
    substitution: null,
    adjustment: null,
  }),
)
const target = { folder: join(folder, 'study'), dialect: { separator: ',', decimal: '.' } } as const
const [rowsFile = ''] = await timed('write the files', () => writeStudy(study, target))
const megabytes = statSync(rowsFile).size / 2 ** 20
store.close()
rmSync(folder, { recursive: true })

const [, ...steps] = laps
const totalMs = steps.reduce((sum, [, ms]) => sum + ms, 0)
const heapMegabytes = process.memoryUsage().rss / 2 ** 20
const line = ([what, ms]: readonly [string, number]) =>
  `  ${ms.toFixed(0).padStart(7)} ms  ${what}\n`
process.stdout.write(
  `${plates} plates of 12 specimens, ${study.rows.length} rows, ${megabytes.toFixed(1)} MiB\n` +
    laps.map(line).join('') +
    line(['the export in all', totalMs]) +
    `  ${heapMegabytes.toFixed(0).padStart(7)} MiB held by the process at the end\n`,
)
