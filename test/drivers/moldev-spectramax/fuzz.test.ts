import { expect, it } from 'vitest'

import { driver } from '../../../drivers/moldev-spectramax/driver.ts'
import { simulator } from '../../../drivers/moldev-spectramax/simulator.ts'
import { conversationsOf } from '../../../scripts/fuzz/conversations.ts'
import { fuzz } from '../../../scripts/fuzz/fuzz.ts'
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
      bytes: 60_000,
      seed,
    })
    expect(report.failures).toEqual([])
    expect(report.reads).toBeGreaterThan(2)
  }
})

it('the judge believes a good read, and none whose wells are others', async () => {
  const one = await trial(subject)
  await one.attempt()
  const [read] = one.reads()
  if (read === undefined) throw new TypeError('No plate was read.')
  expect(judge(read)).toBeNull()
  const text = Buffer.from(read.bytes).toString('latin1')
  const other = (from: RegExp, to: string) =>
    judge({ ...read, bytes: Buffer.from(text.replace(from, to), 'latin1') })
  expect(other(/\n7:/, '\n8:')).toContain('columns')
  expect(other(/\n3:\t\S+\t/, '\n3:\t')).toContain('column 3')
  expect(other(/L:\t630\r\n/, '')).not.toBeNull()
  expect(other(/\d\r\n2:/, '\r\n2:')).toContain('column 1')
  expect(other(/>$/, '')).toContain('prompts')
  const [block, ...rest] = read.blocks
  if (block === undefined) throw new TypeError('It has no block.')
  const wells = block.wells.map((each, at) => ({ ...each, text: block.wells[95 - at]?.text ?? '' }))
  expect(judge({ ...read, blocks: [{ ...block, wells }, ...rest] })).toContain('column 1')
})
