import { writeFileSync } from 'node:fs'

import { describe, expect, it } from 'vitest'

import type { Finding } from '../../src/core/verify/finding.ts'
import type { Verified } from '../../src/ports/verify.ts'
import { openView } from '../../src/store/open-store.ts'
import { verifiedAtOnce } from '../../src/verify-at-once.ts'
import { verified } from '../../src/verify/verify.ts'
import { verifyPartsOf } from '../../src/world.ts'
import { storedBench, type StoredBench } from '../support/stored-bench.ts'

const ALL = { plate: null, since: null, until: null, newestMax: null }

/** The steps of one thread after the other, and of several at once. */
async function both({ world, dataFolder }: StoredBench) {
  const store = openView(dataFolder)
  const parts = verifyPartsOf(world, { store, dataFolder })
  const alone = [...verified(parts, ALL)]
  const atOnce: Verified[] = []
  const options = { dataFolder, threads: 2, platesMin: 0 }
  for await (const step of verifiedAtOnce(parts, ALL, options)) atOnce.push(step)
  store.close()
  return { alone, atOnce }
}

function told(steps: readonly Verified[]): readonly string[] {
  const line = ({ kind, plate, message }: Finding): string => `${kind} ${plate} ${message}`
  return steps.flatMap(({ findings }) => findings.map(line)).toSorted()
}

function readsIn(steps: readonly Verified[]): number {
  return steps.reduce((sum, { reads }) => sum + reads, 0)
}

describe('Several threads that verify', () => {
  it('look at every plate once and find nothing wrong with what the daemon stored', async () => {
    const bench = await storedBench()
    await bench.runFor(1)
    const [capture = ''] = bench.captures()
    // A daemon was killed before it had written the first line of another one.
    writeFileSync(capture.replace('.jsonl', '-begun.jsonl'), '')
    const { alone, atOnce } = await both(bench)
    expect(told(atOnce)).toEqual([])
    expect(told(alone)).toEqual([])
    expect(readsIn(atOnce)).toBe(bench.rows('SELECT 1 FROM reads').length)
    expect(readsIn(atOnce)).toBe(readsIn(alone))
    expect(bench.rows('SELECT 1 FROM captures').length).toBeGreaterThan(1)
  }, 60_000)

  it('find what one alone finds, wherever it lies', async () => {
    const bench = await storedBench()
    await bench.runFor(1)
    bench.tamper("UPDATE read_wells SET od = od + 1e-9 WHERE read_id = 1 AND well = 'C7'")
    bench.tamper('UPDATE responses SET delta = 7 WHERE position = 2')
    bench.tamper("UPDATE audit SET who = 'nobody' WHERE entry = 3")
    bench.tamper('DELETE FROM plate_reads WHERE read_id = 2')
    const { alone, atOnce } = await both(bench)
    expect(told(alone).length).toBeGreaterThanOrEqual(4)
    expect(told(atOnce)).toEqual(told(alone))
  }, 60_000)
})
