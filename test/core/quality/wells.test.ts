import { describe, expect, it } from 'vitest'

import type { Block } from '../../../src/core/plate-read.ts'
import { rule as duplicateWells } from '../../../src/core/quality/duplicate-wells.ts'
import { rule as noChecksum } from '../../../src/core/quality/no-checksum.ts'
import { rule as referenceOutlier } from '../../../src/core/quality/reference-outlier.ts'
import { rule as saturationPlateau } from '../../../src/core/quality/saturation-plateau.ts'
import { rule as unreadWells } from '../../../src/core/quality/unread-wells.ts'
import { finding } from '../../support/findings.ts'
import { IL6 } from '../../support/il6-plate.ts'
import { judgedPlate } from '../../support/judged-plate.ts'

const GOOD = judgedPlate()

function withBlocks(change: (blocks: readonly Block[]) => readonly Block[]): typeof GOOD {
  return judgedPlate({ judged: { read: { ...GOOD.read, blocks: change(GOOD.read.blocks) } } })
}

describe('unread-wells', () => {
  it('warns of a sample and blocks for a standard', () => {
    const sample = finding(unreadWells, judgedPlate({ od: { A3: 'unread' } }))
    expect(sample).toMatchObject({ severity: 'warn', value: 1, limit: 0, wells: ['A3'] })
    const standard = finding(unreadWells, judgedPlate({ od: { A1: 'unread', A3: 'unread' } }))
    expect(standard).toMatchObject({ severity: 'block', wells: ['A1', 'A3'] })
  })

  it('counts wells below the reader’s range and says so', () => {
    const found = finding(unreadWells, judgedPlate({ od: { A3: 'underflow', A4: 'unread' } }))
    expect(found.message).toContain('1 of them below the reader’s range')
    expect(finding(unreadWells, judgedPlate({ od: { A4: 'unread' } })).message).not.toContain(
      'below',
    )
  })

  it('does not miss wells nobody uses, nor masked and saturated ones', () => {
    const od = { H6: 'unread', A3: 'masked', A4: 'overflow' } as const
    expect(unreadWells.check(judgedPlate({ od }))).toEqual([])
  })
})

describe('duplicate-wells', () => {
  it('blocks a read that has a well twice', () => {
    const plate = withBlocks(([first, ...rest]) =>
      first === undefined
        ? []
        : [{ ...first, wells: [...first.wells, ...first.wells.slice(4, 6)] }, ...rest],
    )
    const found = finding(duplicateWells, plate)
    expect(found).toMatchObject({ severity: 'block', value: 2, limit: 0, wells: ['A5', 'A6'] })
    expect(found.message).toBe('A5, A6: twice.')
  })

  it('blocks a read with a well that the plate does not have', () => {
    const beyond = { well: 'I1', value: 0.1, text: '0.1' }
    const plate = withBlocks((blocks) =>
      blocks.map((block) => ({ ...block, wells: [...block.wells, beyond] })),
    )
    const found = finding(duplicateWells, plate)
    expect(found).toMatchObject({ value: 2, wells: ['I1'] })
    expect(found.message).toContain('not on this plate')
  })

  it('blocks a read with a wavelength twice, but not a series over time', () => {
    const plate = withBlocks((blocks) => [...blocks, ...blocks.slice(0, 1)])
    expect(finding(duplicateWells, plate)).toMatchObject({
      value: 1,
      message: '450 nm of interval 1: twice.',
    })
    const series = withBlocks((blocks) => [
      ...blocks,
      ...blocks.map((block) => ({ ...block, interval: 2 })),
    ])
    expect(duplicateWells.check(series)).toEqual([])
    const subtracted = withBlocks(([first, ...rest]) =>
      first === undefined ? [] : [first, { ...first, referenceNm: 540 }, ...rest],
    )
    expect(duplicateWells.check(subtracted)).toEqual([])
  })
})

describe('no-checksum', () => {
  it('warns of every block that could not be verified', () => {
    const plate = withBlocks((blocks) => blocks.map((one) => ({ ...one, checksum: 'absent' })))
    const found = finding(noChecksum, plate)
    expect(found.severity).toBe('warn')
    expect(found.message).toContain('2 of 2')
    expect(found.message).toContain('absent')
  })
})

describe('saturation-plateau', () => {
  it('warns of single wells at the end of the reader’s scale', () => {
    const found = finding(saturationPlateau, judgedPlate({ od: { A3: 3.95, B4: 3.94 } }))
    expect(found).toMatchObject({ severity: 'warn', limit: 3.9, wells: ['A3', 'B4'] })
    // The reader is blind to what it measures, before the reference is taken off: 3.95 + 0.04.
    expect(found.value).toBeCloseTo(3.99, 9)
    expect(found.hint).toContain('rerun the specimens')
  })

  it('speaks from 3.9 on', () => {
    expect(saturationPlateau.check(judgedPlate({ od: { A3: 3.8599 } }))).toEqual([])
    expect(saturationPlateau.check(judgedPlate({ od: { A3: 3.8601 } }))).toHaveLength(1)
  })

  it('says when standards are among them', () => {
    const found = finding(saturationPlateau, judgedPlate({ od: { A1: 3.95 } }))
    expect(found.message).toContain('standards among them')
    expect(found.hint).toContain('Mask the standards')
  })

  it('sees a lower plateau by its evenness over three contents', () => {
    const three = { A3: 3.2, B3: 3.21, C3: 3.22 }
    const found = finding(saturationPlateau, judgedPlate({ od: three }))
    expect(found).toMatchObject({ limit: 3, wells: ['A3', 'B3', 'C3'] })
    expect(saturationPlateau.check(judgedPlate({ od: { A3: 3.2, A4: 3.21, C3: 3.22 } }))).toEqual(
      [],
    )
    expect(saturationPlateau.check(judgedPlate({ od: { A3: 3.2, B3: 3.21, C3: 3.28 } }))).toEqual(
      [],
    )
    expect(saturationPlateau.check(judgedPlate({ od: { A3: 2.9, B3: 2.91, C3: 2.92 } }))).toEqual(
      [],
    )
  })

  it('begins with the plateau at 3 itself, and ends a hundredth below the top', () => {
    // 0.04 of reference on top: 3, 2.98 and 2.97.
    const at = (lowest: number): number =>
      saturationPlateau.check(judgedPlate({ od: { A3: 2.96, B3: 2.94, C3: lowest } })).length
    expect(at(2.93)).toBe(1)
    expect(at(2.929)).toBe(0)
  })

  it('looks at wells that are used, and at the ODs of a reader that subtracts itself', () => {
    expect(saturationPlateau.check(judgedPlate({ od: { H6: 3.99 } }))).toEqual([])
    const wells = GOOD.wells.map((one) =>
      one.well === 'A3' ? { ...one, odByNm: { '450-540': 3.97 } } : one,
    )
    expect(saturationPlateau.check(judgedPlate({ judged: { wells } }))).toHaveLength(1)
  })
})

describe('reference-outlier', () => {
  it('warns of a well above 0.1, wherever the plate is', () => {
    const found = finding(referenceOutlier, judgedPlate({ reference: { B4: 0.11 } }))
    expect(found).toMatchObject({ severity: 'warn', wells: ['B4'], value: 0.11 })
    expect(found.message).toContain('540 nm')
    expect(found.message).toContain('B4 0.110')
  })

  it('warns beyond what is always fine on an even plate, on either side', () => {
    // All others read 0.04, so their own spread is zero and 0.03 is what counts.
    const out = (od: number): number =>
      referenceOutlier.check(judgedPlate({ reference: { B4: od } })).length
    expect(out(0.069)).toBe(0)
    expect(out(0.071)).toBe(1)
    expect(out(0.011)).toBe(0)
    expect(out(0.009)).toBe(1)
  })

  it('takes three robust SDs on an uneven plate', () => {
    const reference = Object.fromEntries(
      GOOD.wells.map(({ well }, i) => [well, 0.04 + 0.005 * ((i % 9) - 4)]),
    )
    expect(referenceOutlier.check(judgedPlate({ reference: { ...reference, B4: 0.08 } }))).toEqual(
      [],
    )
    const found = finding(referenceOutlier, judgedPlate({ reference: { ...reference, B4: 0.095 } }))
    expect(found.wells).toEqual(['B4'])
    expect(found.limit).toBeLessThan(0.1)
  })

  it('names every outlier and the highest of them', () => {
    const found = finding(referenceOutlier, judgedPlate({ reference: { B4: 0.12, C4: 0.3 } }))
    expect(found).toMatchObject({ value: 0.3, wells: ['B4', 'C4'] })
    expect(found.message).toMatch(/^2 outliers at/)
    const one = finding(referenceOutlier, judgedPlate({ reference: { B4: 0.12 } }))
    expect(one.message).toMatch(/^1 outlier at/)
  })

  it('is silent where there is no such wavelength, and about wells nobody uses', () => {
    const assay = { ...IL6, referenceNm: null }
    expect(
      referenceOutlier.check(judgedPlate({ judged: { assay }, reference: { B4: 0.3 } })),
    ).toEqual([])
    expect(referenceOutlier.check(judgedPlate({ reference: { H6: 0.3 } }))).toEqual([])
    const wells = GOOD.wells.map((one) => ({ ...one, odByNm: { '450-540': 0.5 } }))
    expect(referenceOutlier.check(judgedPlate({ judged: { wells } }))).toEqual([])
  })

  it('does not judge a handful of wells by one another', () => {
    const wells = GOOD.wells.slice(0, 7).map((one, i) => ({
      ...one,
      role: 'sample' as const,
      odByNm: { 540: i === 3 ? 0.095 : 0.04 },
    }))
    expect(referenceOutlier.check(judgedPlate({ judged: { wells } }))).toEqual([])
  })
})
