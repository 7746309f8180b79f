import { expect, it } from 'vitest'

import { driver } from '../../../drivers/plate-file/driver.ts'
import { simulator } from '../../../drivers/plate-file/simulator.ts'
import { conversationsOf } from '../../../scripts/fuzz/conversations.ts'
import { fuzz } from '../../../scripts/fuzz/fuzz.ts'
import { subjectsOf } from '../conformance-kit.ts'
import { judge } from './judge.ts'

it.each(subjectsOf({ driver, simulator }))(
  '%s: no read that may not be believed comes out of damaged bytes',
  async (_, subject) => {
    const report = fuzz({
      decoder: () => subject.driver.decoder(),
      conversations: await conversationsOf(subject),
      judge: (read) => judge(read, subject.settings),
      bytes: 60_000,
      seed: 7,
    })
    expect(report.failures).toEqual([])
    expect(report.reads).toBeGreaterThan(2)
  },
)
