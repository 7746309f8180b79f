import { describe, expect, it } from 'vitest'

import { analyse } from '../../src/core/analyse/analyse.ts'
import type { Assay, BlankMode, ProfileId } from '../../src/core/assay.ts'
import type { WellValue } from '../../src/core/plate-read.ts'
import { PROFILES } from '../../src/core/profiles.ts'
import { IL6, layoutOf, STANDARD_PLACES } from '../support/il6-plate.ts'
import { odOf, readOf, STANDARD_ODS } from '../support/il6-read.ts'

const BLANK = { well: 'H3', role: 'blank' as const }
const SAMPLE = { well: 'A3', role: 'sample' as const, slot: 1, condition: 'unstimulated' }

function analysedBy(profile: ProfileId, od: number): ReturnType<typeof analyse> {
  const assay: Assay = { ...IL6, ...PROFILES[profile] }
  const ods = new Map([...STANDARD_ODS, ['A3', od] as const, ['H3', 0.05] as const])
  const layout = layoutOf([...STANDARD_PLACES, SAMPLE, BLANK])
  return analyse({ read: readOf(ods), layout, assay, sheet: null }, [])
}

describe('A profile', () => {
  it('by default leaves the blank alone and quantifies what back-fits', () => {
    const { wells, range } = analysedBy('default', 0.5)
    expect(wells.find(({ well }) => well === 'A3')?.od).toBe(0.5)
    expect(range).toEqual({ lloq: 9.375, uloq: 600 })
  })

  it('like Gen5 takes the mean blank off every well and reaches 5 % beyond the standards', () => {
    const { wells, range } = analysedBy('gen5', 0.5)
    expect(wells.find(({ well }) => well === 'A3')?.od).toBe(0.45)
    expect(range).toEqual({ lloq: 0, uloq: 630 })
  })

  it('like SoftMax Pro averages the wells’ concentrations', () => {
    const [sample] = analysedBy('softmax', odOf(100)).samples
    expect(sample?.concentration.value).toBe(sample?.meanOfWells)
  })

  it('of a kit insert reads samples at their mean OD, between the standards alone', () => {
    const { curve, range, samples } = analysedBy('kit-insert', odOf(100))
    expect(curve).toMatchObject({ weights: 'none', points: 'means' })
    expect(range).toEqual({ lloq: 9.375, uloq: 600 })
    expect(samples[0]?.concentration.value).toBe(samples[0]?.ofMeanOd)
  })

  it('may take the zero standard off every well, which an unweighted curve does not notice', () => {
    const layout = layoutOf([...STANDARD_PLACES, SAMPLE])
    const ods = new Map([...STANDARD_ODS, ['A3', 0.5] as const])
    const by = (blank: BlankMode) => {
      const assay: Assay = { ...IL6, ...PROFILES['kit-insert'], blank }
      const { wells, standards } = analyse({ read: readOf(ods), layout, assay, sheet: null }, [])
      return { well: wells.find(({ well }) => well === 'A3'), zero: standards.at(-1)?.meanOd }
    }
    const [plain, subtracted] = [by('ignore'), by('subtract-zero-standard')]
    expect(subtracted.zero).toBeCloseTo(0, 12)
    expect(subtracted.well?.od).toBeCloseTo(0.5 - (plain.zero ?? NaN), 9)
    const [before = NaN, after = NaN] = [plain, subtracted].map(
      ({ well }) => well?.concentrationInWell ?? NaN,
    )
    expect(after / before).toBeCloseTo(1, 6)
  })

  it('refuses to subtract a zero standard that was not read', () => {
    const assay: Assay = { ...IL6, blank: 'subtract-zero-standard' }
    const unread = [['H1', 'unread'] as const, ['H2', 'masked'] as const]
    const read = readOf(new Map<string, WellValue>([...STANDARD_ODS, ...unread]))
    expect(() =>
      analyse({ read, layout: layoutOf(STANDARD_PLACES), assay, sheet: null }, []),
    ).toThrow('subtracts the zero standard, but none of its wells has an OD')
  })

  it('refuses to subtract a blank that is not there', () => {
    const assay: Assay = { ...IL6, ...PROFILES.gen5 }
    const inputs = { read: readOf(new Map(STANDARD_ODS)), layout: layoutOf(STANDARD_PLACES) }
    expect(() => analyse({ ...inputs, assay, sheet: null }, [])).toThrow(/no blank well/)
  })
})
