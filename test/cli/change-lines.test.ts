import { describe, expect, it } from 'vitest'

import { changeLines, changeOf } from '../../src/cli/change-lines.ts'

const RESULTS = [
  { where: 'well F5 od', before: '0.503', after: '"masked"', relative: null },
  { where: 'sample slot 5 x 1:1 meanOd', before: '0.378', after: 'null', relative: null },
  { where: 'sample slot 5 x 1:1 se', before: '3.952', after: 'null', relative: null },
  { where: 'response slot 5 x fold', before: '2', after: '3', relative: 0.5 },
]

describe('what changed of a plate, on a terminal', () => {
  it('is told by names of people, without what only follows', () => {
    const told = { plate: 'P', outcome: 'stored', analysis_before: 'P/1', analysis_id: 'P/2' }
    const lines = changeLines(changeOf({ ...told, results: RESULTS, inputs: [] }))
    expect(lines.slice(0, 8)).toStrictEqual([
      'P: the results are stored as P/2; P/1 is kept.',
      '',
      'result                       before  after    change',
      '───────────────────────────  ──────  ──────  ───────',
      'well F5 OD                   0.5030  masked        –',
      'sample slot 5 x 1:1 mean OD  0.3780  –             –',
      'response slot 5 x fold        2.000  3.000   +50.0 %',
      'and 1 more; --json has all',
    ])
  })

  it('says that what was signed before is to be reviewed again', () => {
    const lapsed = {
      verdict: 'accepted',
      version: 1,
      name: 'Rita Example',
      at: '2026-11-24T09:00:00.000+03:00',
    }
    const told = { plate: 'P', outcome: 'stored', analysis_before: 'P/1', analysis_id: 'P/2' }
    const lines = changeLines(changeOf({ ...told, lapsed, results: [], inputs: [] }))
    expect(lines[1]).toBe(
      'P: accepted at 2026-11-24 09:00:00+03:00 by Rita Example for analysis 1; ' +
        'analysis 2 stands since: review again',
    )
  })
})
