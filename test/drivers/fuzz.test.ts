import { describe, expect, it } from 'vitest'

import { conversationsOf } from '../../scripts/fuzz/conversations.ts'
import { fuzz } from '../../scripts/fuzz/fuzz.ts'
import { readsOf } from '../../scripts/fuzz/watch.ts'
import type { PlateRead } from '../../src/core/plate-read.ts'
import { loadDrivers } from '../../src/registry.ts'
import { judge } from './biotek-elx/judge.ts'
import { subjectsOf, trial } from './conformance-kit.ts'

const found = await loadDrivers(new URL('../../drivers/', import.meta.url))
const pair = found.drivers.get('biotek-elx')
const [, subject] = (pair && subjectsOf(pair)[0]) ?? []
if (subject === undefined) throw new TypeError("The driver 'biotek-elx' is missing.")
const decoder = () => subject.driver.decoder()

describe('two hundred thousand random and mutated bytes', () => {
  it('never throw, never fill the memory, and give no read that may not be believed', async () => {
    const conversations = await conversationsOf(subject)
    for (const seed of [1, 2]) {
      const report = fuzz({ decoder, conversations, judge, bytes: 100_000, seed })
      expect(report.failures).toEqual([])
      expect(report.bytes).toBeGreaterThanOrEqual(100_000)
      expect(report.reads).toBeGreaterThan(5)
      expect(Object.keys(report.faults)).toContain('reader-checksum')
    }
  })

  it('are found out by a judge who believes nothing', async () => {
    const conversations = await conversationsOf(subject)
    const stern = (): string => 'nothing is believed'
    const report = fuzz({ decoder, conversations, judge: stern, bytes: 20_000, seed: 1 })
    expect(report.failures[0]).toMatch(/A read was accepted .* nothing is believed\n/)
  })

  it('are found out when the decoder throws or hoards', async () => {
    const conversations = await conversationsOf(subject)
    const broken = () => ({
      ...decoder(),
      sent: () => [],
      silence: () => [],
      closed: () => [],
      received: () => {
        throw new TypeError('broken')
      },
    })
    const thrown = fuzz({ decoder: broken, conversations: [], judge, bytes: 20, seed: 1 })
    expect(thrown.failures[0]).toMatch(/threw: TypeError: broken\n"/)
    const hoard: number[][] = []
    const hoarding = () => ({
      sent: () => [],
      silence: () => [],
      closed: () => [],
      received: () => {
        hoard.push(Array.from({ length: 24 }, (_, index) => index + 0.5))
        return []
      },
    })
    const grown = fuzz({ decoder: hoarding, conversations, judge, bytes: 60_000, seed: 1 })
    expect(grown.failures).toContain('The heap grew.')
  })
})

describe('the judge', () => {
  async function oneRead(): Promise<PlateRead> {
    const one = await trial(subject ?? unreachable())
    await one.attempt()
    return one.reads()[0] ?? unreachable()
  }
  function unreachable(): never {
    throw new TypeError('No plate was read.')
  }

  it('believes a good read', async () => {
    expect(judge(await oneRead())).toBeNull()
  })

  it('finds every single byte that is changed in the blocks', async () => {
    const read = await oneRead()
    for (let at = 6; at < read.bytes.length; at += 1) {
      const bytes = read.bytes.map((byte, index) => (index === at ? byte ^ 0x01 : byte))
      expect(judge({ ...read, bytes }), `byte ${at}`).not.toBeNull()
    }
  })
})

describe('The conversations of a driver whose reads can be resumed', () => {
  const resuming = [...found.drivers.values()].filter(({ driver }) => driver.resuming !== undefined)
  const subjects = resuming.flatMap((one) => subjectsOf(one))

  it.each(subjects)('are also such reads, given and refused: %s', async (_, one) => {
    const all = await conversationsOf(one)
    const resumed = all.filter((steps) => steps.some(({ kind }) => kind === 'resumed'))
    const [first] = resumed
    if (first === undefined) throw new TypeError('No conversation resumes a read.')
    const reads = resumed.map((steps) => readsOf(one.driver.decoder(), steps).length)
    expect(new Set(reads)).toEqual(new Set([0, 1]))
    const forgetful = first.filter(({ kind }) => kind !== 'resumed')
    expect(readsOf(one.driver.decoder(), forgetful)).toEqual([])
  })
})
