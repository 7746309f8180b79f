import { describe, expect, it } from 'vitest'

import { analyse } from '../../../src/core/analyse/analyse.ts'
import type { Assay } from '../../../src/core/assay.ts'
import { rule as hook } from '../../../src/core/quality/hook-suspected.ts'
import { rule as parallelism } from '../../../src/core/quality/parallelism.ts'
import { IL6, layoutOf, STANDARD_PLACES } from '../../support/il6-plate.ts'
import { odOf, readOf, STANDARD_ODS } from '../../support/il6-read.ts'

interface Dilution {
  readonly dilution: number
  /** In the supernatant, in pg/mL. */
  readonly amount: number
  readonly od?: number
}

/** One supernatant at several dilutions, in duplicate. */
function analysed(series: readonly Dilution[], assay: Assay = IL6): ReturnType<typeof analyse> {
  const places = series.flatMap(({ dilution, amount, od }, row) =>
    [3, 4].map((column) => ({
      place: {
        well: `${String.fromCharCode(65 + row)}${column}`,
        role: 'sample' as const,
        slot: 1,
        condition: 'salmonella-enterica',
        dilution,
        replicate: column - 2,
      },
      od: od ?? odOf(amount / dilution),
    })),
  )
  const ods = places.map(({ place, od }) => [place.well, od] as const)
  return analyse(
    {
      read: readOf(new Map([...STANDARD_ODS, ...ods])),
      layout: layoutOf([...STANDARD_PLACES, ...places.map(({ place }) => place)]),
      assay,
      sheet: null,
    },
    [parallelism, hook],
  )
}

const WEIGHTED: Assay = { ...IL6, report: { ...IL6.report, dilutions: 'weighted-mean' } }

describe('Of several dilutions', () => {
  const series = [
    { dilution: 1, amount: 4000 },
    { dilution: 10, amount: 4000 },
    { dilution: 50, amount: 4000 },
  ]

  it('the least diluted one in range is reported, and all are named', () => {
    const [specimen] = analysed(series).specimens
    expect(specimen).toMatchObject({
      rule: 'least-diluted',
      dilutions: [1, 10, 50],
      dilutionsUsed: [10],
      isHookSuspected: false,
      rerunAt: null,
    })
    expect(specimen?.concentration.value ?? 0).toBeGreaterThan(3600)
    expect(specimen?.concentration.value ?? 0).toBeLessThan(4400)
  })

  it('the weighted mean of those in range lies between them and is surer than either', () => {
    const { specimens, samples } = analysed(series, WEIGHTED)
    const [specimen] = specimens
    const parts = samples.filter(({ concentration }) => concentration.state === 'ok')
    const values = parts.map(({ concentration }) => concentration.value ?? 0)
    expect(specimen).toMatchObject({ rule: 'weighted-mean', dilutionsUsed: [10, 50], n: 4 })
    expect(specimen?.concentration.value ?? 0).toBeGreaterThanOrEqual(Math.min(...values))
    expect(specimen?.concentration.value ?? 0).toBeLessThanOrEqual(Math.max(...values))
    const least = Math.min(...parts.map(({ concentration }) => concentration.se ?? Infinity))
    expect(specimen?.concentration.se ?? Infinity).toBeLessThan(least)
    expect(specimen?.concentration.se ?? 0).toBeGreaterThan(least / 2)
  })

  it('the most diluted one is reported when all are above range, with where to rerun', () => {
    const high = [1, 10].map((dilution) => ({ dilution, amount: 30_000 }))
    const [specimen] = analysed(high).specimens
    expect(specimen).toMatchObject({ rule: 'none-in-range', dilutionsUsed: [10] })
    expect(specimen?.concentration.lower).toBe(6000)
    expect(specimen?.rerunAt ?? 0).toBeGreaterThanOrEqual(100)
  })

  it('the least diluted one is reported when all are below range', () => {
    const low = [1, 10].map((dilution) => ({ dilution, amount: 5 }))
    const [specimen] = analysed(low).specimens
    expect(specimen).toMatchObject({ rule: 'none-in-range', dilutionsUsed: [1], rerunAt: null })
    expect(specimen?.concentration.upper).toBe(9.375)
  })

  it('those that disagree after correction raise a flag with the CV', () => {
    const odd = [
      { dilution: 1, amount: 300 },
      { dilution: 10, amount: 900 },
    ]
    const { specimens, flags } = analysed(odd)
    expect(specimens[0]?.parallelism.ratio).toBeCloseTo(3, 0)
    expect(flags.map(({ rule }) => rule)).toContain('parallelism')
    expect(flags[0]?.wells).toEqual(['A3', 'A4', 'B3', 'B4'])
  })

  it('a less diluted one with the lower OD is suspected of a hook', () => {
    const hooked = [
      { dilution: 1, amount: 0, od: odOf(100) },
      { dilution: 10, amount: 0, od: odOf(300) },
    ]
    const { specimens, flags } = analysed(hooked)
    expect(specimens[0]?.isHookSuspected).toBe(true)
    expect(flags.map(({ rule }) => rule)).toContain('hook-suspected')
  })
})

describe('The point estimate', () => {
  const wells = [
    { dilution: 1, amount: 50 },
    { dilution: 1, amount: 450 },
  ]

  it('is by default read off at the mean OD, with the mean of wells beside it', () => {
    const [sample] = analysed(wells).samples
    expect(sample?.concentration.value).toBe(sample?.ofMeanOd)
    expect(sample?.meanOfWells).not.toBe(sample?.ofMeanOd)
  })

  it('is the mean of the wells where the assay says so, with its error in proportion', () => {
    const report = { ...IL6.report, pointEstimate: 'mean-of-wells' as const }
    const [sample] = analysed(wells, { ...IL6, report }).samples
    const [other] = analysed(wells).samples
    expect(sample?.concentration.value).toBeCloseTo(sample?.meanOfWells ?? 0, 9)
    expect(sample?.ofMeanOd).toBe(other?.ofMeanOd)
    const ratio = (sample?.concentration.value ?? 0) / (other?.concentration.value ?? 1)
    expect((sample?.concentration.se ?? 0) / (other?.concentration.se ?? 1)).toBeCloseTo(ratio, 9)
  })
})
