import { describe, expect, it } from 'vitest'

import { analyse } from '../../../src/core/analyse/analyse.ts'
import type { WellValue } from '../../../src/core/plate-read.ts'
import { IL6, layoutOf, SMALL_LAYOUT, STANDARD_PLACES } from '../../support/il6-plate.ts'
import { odOf, readOf, STANDARD_ODS } from '../../support/il6-read.ts'

const ASSAY = IL6

interface Sample {
  readonly wells: readonly string[]
  readonly condition: string
  readonly dilution?: number
  readonly od: WellValue
}

function analysed(samples: readonly Sample[]): ReturnType<typeof analyse> {
  const places = samples.flatMap(({ wells, condition, dilution }) =>
    wells.map((well, index) => ({
      well,
      role: 'sample' as const,
      slot: 1,
      condition,
      dilution: dilution ?? 1,
      replicate: index + 1,
    })),
  )
  const ods = samples.flatMap(({ wells, od }) => wells.map((well) => [well, od] as const))
  return analyse(
    {
      read: readOf(new Map<string, WellValue>([...STANDARD_ODS, ...ods])),
      layout: layoutOf([...STANDARD_PLACES, ...places]),
      assay: ASSAY,
      sheet: null,
    },
    [],
  )
}

describe('A response', () => {
  it('is challenge minus baseline, over it, and the log of that, near what is on the plate', () => {
    const { responses, range } = analysed([
      { wells: ['A3', 'A4'], condition: 'unstimulated', od: odOf(25) },
      { wells: ['B3', 'B4'], condition: 'salmonella-enterica', od: odOf(200) },
    ])
    expect(range).toEqual({ lloq: 9.375, uloq: 600 })
    const [response] = responses
    expect(response).toMatchObject({
      organism: 'salmonella-enterica',
      state: 'ok',
      specimen: 'slot-1',
    })
    expect(response?.delta.value).toBeCloseTo(175, -1)
    expect(response?.log2Fold.value).toBeCloseTo(Math.log2(response?.fold.value ?? 0), 12)
  })

  it('takes the covariance of the shared curve off, which moves both alike', () => {
    const { responses, samples } = analysed([
      { wells: ['A3', 'A4'], condition: 'unstimulated', od: odOf(100) },
      { wells: ['B3', 'B4'], condition: 'escherichia-coli', od: odOf(100) },
    ])
    const [response] = responses
    const own = samples.find(({ condition }) => condition === 'unstimulated')?.concentration.se ?? 0
    expect(response?.delta.value).toBe(0)
    expect(response?.delta.se ?? Infinity).toBeLessThan(Math.SQRT2 * own)
    expect(response?.delta.se ?? 0).toBeGreaterThan(0)
  })

  it('is a bound when the baseline is below the range, and never a number', () => {
    const { responses } = analysed([
      { wells: ['A3', 'A4'], condition: 'unstimulated', od: odOf(3) },
      { wells: ['B3', 'B4'], condition: 'salmonella-enterica', od: odOf(200) },
    ])
    const [response] = responses
    expect(response).toMatchObject({
      state: 'baseline_censored',
      fold: { value: null, upper: null },
    })
    expect(response?.fold.lower).toBeCloseTo((response?.challenge.value ?? 0) / 9.375, 9)
  })

  it('is not known when both are out of range on the same side', () => {
    const { responses } = analysed([
      { wells: ['A3', 'A4'], condition: 'unstimulated', od: odOf(2000) },
      { wells: ['B3', 'B4'], condition: 'salmonella-enterica', od: 'overflow' },
    ])
    expect(responses[0]).toMatchObject({ state: 'not_known', delta: { value: null } })
    expect(responses[0]?.challenge.state).toBe('saturated')
  })

  it('uses the least diluted sample in range, corrected for its dilution', () => {
    const { responses } = analysed([
      { wells: ['A3', 'A4'], condition: 'unstimulated', od: odOf(25) },
      { wells: ['B3', 'B4'], condition: 'salmonella-enterica', od: odOf(4000) },
      { wells: ['C3', 'C4'], condition: 'salmonella-enterica', dilution: 20, od: odOf(200) },
    ])
    const [response] = responses
    expect(response).toMatchObject({ state: 'ok', challengeDilution: 20 })
    expect(response?.challenge.value ?? 0).toBeGreaterThan(3500)
    expect(response?.challenge.value ?? 0).toBeLessThan(4500)
  })

  it('is not known without a baseline on the plate', () => {
    const { responses } = analysed([
      { wells: ['B3', 'B4'], condition: 'salmonella-enterica', od: odOf(200) },
    ])
    expect(responses[0]).toMatchObject({ state: 'not_known', baseline: { state: 'unread' } })
  })
})

describe('A sample', () => {
  it('with one saturated well is saturated, at least the upper limit', () => {
    const places = [
      { wells: ['B3'], condition: 'salmonella-enterica', od: 'overflow' as const },
      { wells: ['B4'], condition: 'salmonella-enterica', od: odOf(500) },
    ]
    const [sample] = analysed(places).samples
    expect(sample).toMatchObject({
      n: 1,
      concentration: { state: 'saturated', value: null, lower: 600 },
    })
  })

  it('leaves an unread well out and says so by its n', () => {
    const places = [
      { wells: ['B3'], condition: 'salmonella-enterica', od: 'unread' as const },
      { wells: ['B4'], condition: 'salmonella-enterica', od: odOf(200) },
    ]
    const [sample] = analysed(places).samples
    expect(sample).toMatchObject({ n: 1, wells: ['B3', 'B4'], concentration: { state: 'ok' } })
  })

  it('subtracts the reference without leaving binary dust', () => {
    const { wells } = analysed([{ wells: ['B3'], condition: 'unstimulated', od: 2.202 }])
    expect(wells.find(({ well }) => well === 'B3')?.od).toBe(2.202)
  })
})

describe('A run sheet that leaves a slot empty', () => {
  it('makes its wells empty, so that nobody gets their values', () => {
    const sheet = {
      plate: 'P1',
      layout: 'test',
      assay: null,
      reader: null,
      barcode: null,
      kitLot: '',
      operator: '',
      specimens: [{ slot: 1, specimen: 'S1', mother: 'M1', visit: '', date: '' }],
    }
    const { samples, wells } = analyse(
      { read: readOf(new Map(STANDARD_ODS)), layout: SMALL_LAYOUT, assay: ASSAY, sheet },
      [],
    )
    expect(new Set(samples.map(({ specimen }) => specimen))).toEqual(new Set(['S1']))
    expect(wells.find(({ well }) => well === 'A5')).toMatchObject({ role: 'empty', specimen: '' })
  })
})

describe('A plate that does not fit', () => {
  it('is refused when a wavelength was not read', () => {
    const read = readOf(new Map())
    const inputs = { read: { ...read, blocks: read.blocks.slice(0, 1) }, sheet: null }
    expect(() => analyse({ ...inputs, layout: layoutOf([]), assay: ASSAY }, [])).toThrow(/540 nm/)
  })

  it('has no concentrations without standards', () => {
    const { curve, wells } = analyse(
      { read: readOf(new Map()), layout: layoutOf([]), assay: ASSAY, sheet: null },
      [],
    )
    expect(curve).toBeNull()
    expect(wells.every(({ concentration }) => concentration.state === 'not_fitted')).toBe(true)
  })
})
