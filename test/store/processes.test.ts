import { spawn } from 'node:child_process'
import type { ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import { openStore } from '../../src/store/open-store.ts'
import { sampleAnalysis } from '../support/sample-analysis.ts'
import { sampleRead } from '../support/sample-records.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const WRITER = join(import.meta.dirname, 'writer.ts')

type Writer = ChildProcessByStdio<null, Readable, null>

function startWriter(folder: string, ...rest: readonly (string | number)[]): Writer {
  const args = [WRITER, folder, ...rest.map(String)]
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
}

/**
 * Every line the writer says; once it has said `lines` of them it is killed in whatever it is doing
 * then.
 */
async function killedAfter(writer: Writer, lines: number): Promise<readonly string[]> {
  const said: string[] = []
  for await (const line of createInterface({ input: writer.stdout })) {
    said.push(line)
    if (said.length === lines) writer.kill('SIGKILL')
  }
  return said
}

const WHOLE = sampleAnalysis()
const WELLS_OF_READ = sampleRead().blocks.reduce((sum, { wells }) => sum + wells.length, 0)

const WHOLE_ROWS = { reads: [], wells: [], responses: [], flags: [] }

/**
 * How many rows those parents have that do not have all of them; whole transactions leave nothing
 * here.
 */
function brokenCounts(folder: string) {
  const database = new Database(join(folder, 'assayd.sqlite'), { readonly: true })
  const broken = (parent: string, child: string, wanted: number) => {
    const key = parent === 'reads' ? 'read_id' : 'analysis_id'
    const sql = `SELECT count(c.${key}) AS n FROM ${parent} AS p
      LEFT JOIN ${child} AS c USING (${key}) GROUP BY p.${key} HAVING n <> ?`
    const rows = database.prepare<[number], { n: number }>(sql).all(wanted)
    return rows.map(({ n }) => n)
  }
  const counts = {
    reads: broken('reads', 'read_wells', WELLS_OF_READ),
    wells: broken('analyses', 'well_results', WHOLE.wells.length),
    responses: broken('analyses', 'responses', WHOLE.responses.length),
    flags: broken('analyses', 'flags', WHOLE.flags.length),
  }
  database.close()
  return counts
}

describe('a store whose process is killed', () => {
  it.each([1, 8, 33])(
    'after %i confirmations keeps each of them and no half transaction',
    async (lines) => {
      const folder = temporaryFolder()
      const said = await killedAfter(startWriter(folder, 1, 10_000), lines)
      expect(said.length).toBeGreaterThanOrEqual(lines)
      const store = openStore(folder)
      const reads = said.filter((line) => line.startsWith('read ')).length
      const analyses = said.filter((line) => line.startsWith('analysis '))
      expect(store.counts().reads).toBeGreaterThanOrEqual(reads)
      expect(store.counts().reads).toBeLessThanOrEqual(reads + 1)
      for (const line of analyses) {
        const plate = line.replace(/^analysis (.*)\/1$/u, '$1')
        expect(store.plate(plate)?.analyses).toHaveLength(1)
      }
      expect(brokenCounts(folder)).toStrictEqual(WHOLE_ROWS)
      store.close()
    },
  )

  it.each([
    ['read', { reads: 2, plates: 2, analyses: 2 }],
    ['analysis', { reads: 3, plates: 3, analyses: 2 }],
  ])('in the middle of storing one %s holds nothing of it', async (fatal, counts) => {
    const folder = temporaryFolder()
    const writer = startWriter(folder, 1, 2, fatal)
    writer.stdout.resume()
    const [, signal] = await once(writer, 'exit')
    expect(signal).toBe('SIGKILL')
    const store = openStore(folder)
    expect(store.counts()).toMatchObject(counts)
    expect(brokenCounts(folder)).toStrictEqual(WHOLE_ROWS)
    const { reads, plates } = store.unfinished()
    expect(reads).toStrictEqual([])
    expect(plates.map(({ record }) => record.plate)).toStrictEqual(
      fatal === 'analysis' ? ['P-3'] : [],
    )
    store.close()
  })

  it('can be written to again at once', async () => {
    const folder = temporaryFolder()
    await killedAfter(startWriter(folder, 1, 10_000), 9)
    const store = openStore(folder)
    const before = store.counts().reads
    const writer = startWriter(folder, 5000, 2)
    writer.stdout.resume()
    await once(writer, 'exit')
    expect(store.counts().reads).toBe(before + 2)
    store.close()
  })
})

describe('a second process', () => {
  it('lists and shows plates while the first one writes', async () => {
    const folder = temporaryFolder()
    const writer = startWriter(folder, 1, 10_000)
    let rounds = 0
    for await (const line of createInterface({ input: writer.stdout })) {
      if (!line.startsWith('analysis ') || rounds === 15) continue
      const reader = openStore(folder)
      const before = reader.plates().length
      const detail = reader.plate(line.slice('analysis '.length, -2))
      expect(detail?.analyses[0]?.analysis).toStrictEqual(WHOLE)
      expect(reader.plates().length).toBeGreaterThanOrEqual(before)
      expect(writer.exitCode).toBeNull()
      reader.close()
      rounds += 1
      if (rounds === 15) writer.kill('SIGKILL')
    }
    expect(rounds).toBe(15)
  })

  it('may write too: both writers finish, and nobody loses a plate', async () => {
    const folder = temporaryFolder()
    const writers = [1, 1000, 2000].map((first) => startWriter(folder, first, 10))
    const exits = await Promise.all(
      writers.map(async (writer) => {
        writer.stdout.resume()
        const [code] = await once(writer, 'exit')
        return Number(code)
      }),
    )
    expect(exits).toStrictEqual([0, 0, 0])
    const store = openStore(folder)
    expect(store.counts()).toMatchObject({ reads: 30, plates: 30, analyses: 30 })
    store.close()
  })
})
