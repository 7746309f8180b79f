import { describe, expect, it } from 'vitest'

import { agreementOf, digitsBetween, median } from '../../scripts/fit-bench/agreement.ts'
import { runPeer } from '../../scripts/fit-bench/contenders.ts'
import { simulatedJobs, startFor } from '../../scripts/fit-bench/jobs.ts'

const CURVE = [0.05, 1.2, 150, 2.05]

describe('digits of agreement', () => {
  it('are all that a double has when nothing differs', () => {
    expect(digitsBetween(CURVE, CURVE)).toBe(16)
  })

  it('follow the worst parameter, B and C against themselves', () => {
    expect(digitsBetween([0.05, 1.2, 150 * (1 + 1e-7), 2.05], CURVE)).toBeCloseTo(7, 6)
    expect(digitsBetween([0.05, 1.2 * (1 - 1e-5), 150 * (1 + 1e-7), 2.05], CURVE)).toBeCloseTo(5, 6)
  })

  it('compare A and D with the height of the curve, so that A may be zero', () => {
    expect(digitsBetween([2e-6, 1, 1, 2], [0, 1, 1, 2])).toBeCloseTo(6, 6)
    expect(digitsBetween([0, 1, 1, 2 + 2e-6], [0, 1, 1, 2])).toBeCloseTo(6, 6)
  })

  it('are summed up over the jobs that both have', () => {
    const left = new Map([
      ['same', CURVE],
      ['off', [0.05, 1.2, 150.15, 2.05]],
      ['alone', CURVE],
    ])
    const right = new Map([
      ['same', CURVE],
      ['off', CURVE],
    ])
    const agreement = agreementOf(left, right)
    expect(agreement).toMatchObject({ jobs: 2, worstJob: 'off' })
    expect(agreement.worst).toBeCloseTo(3, 6)
    expect(agreement.median).toBeCloseTo(9.5, 6)
  })
})

describe('the median', () => {
  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[7], 7],
  ])('of %j is %d', (values, middle) => {
    expect(median(values)).toBe(middle)
  })
})

describe('the simulated curves', () => {
  it('are the same for the same seed and others for another', () => {
    expect(simulatedJobs(3, 1)).toEqual(simulatedJobs(3, 1))
    expect(simulatedJobs(3, 1)).not.toEqual(simulatedJobs(3, 2))
  })

  it('have eight levels in two wells and both weightings', () => {
    const [plain, weighted] = simulatedJobs(1, 1)
    expect(plain?.points).toHaveLength(16)
    expect([plain?.weights, weighted?.weights]).toEqual(['none', '1/y2'])
    expect(weighted?.points).toEqual(plain?.points)
  })
})

describe('the start for peers', () => {
  it.each([1, -1])('lies near a curve without noise that goes in direction %d', (direction) => {
    const [low, high] = direction > 0 ? [0.05, 2.05] : [2.05, 0.05]
    const points = [1200, 600, 300, 150, 75, 37.5, 18.75, 0].map((concentration) => ({
      concentration,
      od: high + (low - high) / (1 + (concentration / 150) ** 1.2),
    }))
    const [A = NaN, B = NaN, C = NaN, D = NaN] = startFor(points)
    expect([A, D].map((value) => Math.abs(value - 1.05))).toEqual([
      expect.closeTo(1, 0),
      expect.closeTo(1, 0),
    ])
    expect(B).toBeGreaterThan(0.9)
    expect(B).toBeLessThan(1.5)
    expect(C / 150).toBeCloseTo(1, 0)
  })
})

describe('a peer', () => {
  it('that is not on this machine is named with what would bring it', () => {
    const absent = {
      name: 'a peer',
      program: 'assayd-no-such-program',
      probe: ['--version'],
      script: 'none.R',
      missing: 'it is not here',
    }
    expect(runPeer(absent, simulatedJobs(1, 1), 1)).toMatchObject({
      name: 'a peer',
      missing: expect.stringMatching(/^it is not here \(.*ENOENT\)$/),
    })
  })
})
