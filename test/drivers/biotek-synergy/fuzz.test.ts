import { expect, it } from 'vitest'

import { conversationsOf } from '../../../scripts/fuzz/conversations.ts'
import { fuzz } from '../../../scripts/fuzz/fuzz.ts'
import { driver } from '../../../drivers/biotek-synergy/driver.ts'
import { simulator } from '../../../drivers/biotek-synergy/simulator.ts'
import { subjectsOf, trial } from '../conformance-kit.ts'
import { judge } from './judge.ts'

const [, subject] = subjectsOf({ driver, simulator })[0] ?? []
if (subject === undefined) throw new TypeError('The simulator is no reader.')

it('random and mutated bytes give no read that may not be believed', async () => {
  const conversations = await conversationsOf(subject)
  for (const seed of [1, 2]) {
    const report = fuzz({
      decoder: () => driver.decoder(),
      conversations,
      judge,
      bytes: 50_000,
      seed,
    })
    expect(report.failures).toEqual([])
    expect(report.reads).toBeGreaterThan(2)
  }
})

it('the judge believes a good read, and none whose bytes are others', async () => {
  const one = await trial(subject)
  await one.attempt()
  const [read] = one.reads()
  if (read === undefined) throw new TypeError('No plate was read.')
  expect(judge(read)).toBeNull()
  for (let at = 0; at < read.bytes.length; at += 1) {
    const bytes = read.bytes.map((byte, index) => (index === at ? byte ^ 0x01 : byte))
    expect(judge({ ...read, bytes }), `byte ${at}`).not.toBeNull()
  }
})
