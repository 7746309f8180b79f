import { describe, expect, it } from 'vitest'

import { analyse } from '../../src/core/analyse/analyse.ts'
import type { Assay, ProfileId } from '../../src/core/assay.ts'
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

  it('refuses to subtract a blank that is not there', () => {
    const assay: Assay = { ...IL6, ...PROFILES.gen5 }
    const inputs = { read: readOf(new Map(STANDARD_ODS)), layout: layoutOf(STANDARD_PLACES) }
    expect(() => analyse({ ...inputs, assay, sheet: null }, [])).toThrow(/no blank well/)
  })
})
