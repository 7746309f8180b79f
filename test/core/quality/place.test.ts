import { describe, expect, it } from 'vitest'

import { rule as drift } from '../../../src/core/quality/drift.ts'
import { rule as edgeEffect } from '../../../src/core/quality/edge-effect.ts'
import type { QualityRule } from '../../../src/core/quality/rule.ts'
import { wellFromRowColumn, rowColumnFromWell, type Well } from '../../../src/core/well.ts'
import type { Place } from '../../support/il6-plate.ts'
import { finding } from '../../support/findings.ts'
import { judgedPlate, layoutWith } from '../../support/judged-plate.ts'
import { normalNoise } from '../../support/normal-noise.ts'

/** Forty specimens in columns 3 to 12; replicates beside one another, or five columns apart. */
function specimens(apart: 1 | 5): readonly Place[] {
  const columns = apart === 5 ? [3, 4, 5, 6, 7] : [3, 5, 7, 9, 11]
  return columns.flatMap((column, block) =>
    [0, 1, 2, 3, 4, 5, 6, 7].flatMap((row) =>
      [0, 1].map((replicate) => ({
        well: wellFromRowColumn({ row: row + 1, column: column + replicate * apart }),
        role: 'sample' as const,
        slot: block * 8 + row + 1,
        condition: 'unstimulated',
        replicate: replicate + 1,
      })),
    ),
  )
}

interface Simulated {
  readonly apart?: 1 | 5
  readonly cv?: number
  /** By how much a well reads too high, as a fraction. */
  readonly bias?: (row: number, column: number) => number
  readonly noise?: () => number
}

function simulated({
  apart = 1,
  cv = 0,
  bias = () => 0,
  noise = () => 0,
}: Simulated): ReturnType<typeof judgedPlate> {
  const places = specimens(apart)
  const content = new Map(places.map(({ well, slot }) => [well, 0.3 + ((slot ?? 0) % 9) / 5]))
  const od: Record<Well, number> = {}
  for (const [well, value] of content) {
    const { row, column } = rowColumnFromWell(well) ?? { row: 0, column: 0 }
    od[well] = value * Math.exp(cv * noise()) * (1 + bias(row, column))
  }
  return judgedPlate({ layout: layoutWith(places), od })
}

function alarms(rule: QualityRule, options: Simulated, plates: number): number {
  const noise = normalNoise(11)
  return Array.from({ length: plates }, () => rule.check(simulated({ ...options, noise }))).filter(
    (found) => found.length > 0,
  ).length
}

describe('edge-effect', () => {
  it('names the outer column and how far it is off', () => {
    const found = finding(edgeEffect, simulated({ bias: (_, column) => (column === 12 ? 0.2 : 0) }))
    expect(found).toMatchObject({ severity: 'warn', limit: 10 })
    expect(found.value).toBeCloseTo(20, 6)
    expect(found.message).toContain('Column 12 reads 20 % above')
    expect(found.wells).toHaveLength(8)
    expect(found.wells).toContain('A12')
  })

  it('sees a low row when replicates lie in different rows', () => {
    const places = [3, 4, 5, 6, 7, 8].flatMap((column) =>
      [0, 1, 2, 3].flatMap((row) =>
        [0, 4].map((below) => ({
          well: wellFromRowColumn({ row: row + 1 + below, column }),
          role: 'sample' as const,
          slot: column * 8 + row,
          condition: 'unstimulated',
        })),
      ),
    )
    const od = Object.fromEntries(places.map(({ well }) => [well, well.startsWith('H') ? 0.8 : 1]))
    const found = finding(edgeEffect, judgedPlate({ layout: layoutWith(places), od }))
    expect(found.message).toContain('Row H reads 20 % below')
    expect(found.value).toBeCloseTo(-20, 6)
  })

  it('is silent at 10 %, and where pairs lie along the edge itself', () => {
    const of = (share: number): number =>
      edgeEffect.check(simulated({ bias: (_, column) => (column === 12 ? share : 0) })).length
    expect(of(0.0999)).toBe(0)
    expect(of(0.1001)).toBe(1)
    const row = simulated({ bias: (at) => (at === 1 ? 0.5 : 0) })
    expect(edgeEffect.check(row)).toEqual([])
  })

  it('is silent when only three wells of the line have partners', () => {
    const bias = (_: number, column: number): number => (column === 12 ? 0.4 : 0)
    const plate = simulated({ bias })
    const few = plate.wells.map((one) =>
      one.well.endsWith('12') && !'ABC'.includes(one.well.charAt(0))
        ? { ...one, od: 'unread' as const }
        : one,
    )
    expect(edgeEffect.check({ ...plate, wells: few })).toEqual([])
  })

  it('compares a well with the mean of its other replicates', () => {
    const places = Array.from('ABCDEFGH', (row, slot) =>
      ['8', '10', '12'].map((column) => ({
        well: `${row}${column}`,
        role: 'sample' as const,
        slot: slot + 1,
        condition: 'unstimulated',
      })),
    ).flat()
    const od = Object.fromEntries(
      places.map(({ well }) => [well, well.endsWith('12') ? 1.2 : well.endsWith('10') ? 1.05 : 1]),
    )
    const found = finding(edgeEffect, judgedPlate({ layout: layoutWith(places), od }))
    expect(found.value).toBeCloseTo(100 * (1.2 / Math.sqrt(1.05) - 1), 6)
  })

  it('leaves ODs near the blank out, which are mostly noise', () => {
    const bias = (_: number, column: number): number => (column === 12 ? 0.2 : 0)
    const plate = simulated({ bias })
    const near = (factor: number): number => {
      const wells = plate.wells.map((one) =>
        one.role === 'sample' && typeof one.od === 'number' ? { ...one, od: one.od * factor } : one,
      )
      return edgeEffect.check({ ...plate, wells }).length
    }
    // The lowest specimens have an OD of 0.3, and 5 × 0.03 is where it begins.
    expect(near(1)).toBe(1)
    expect(near(0.05)).toBe(0)
  })

  it('is silent when the rest of the plate scatters as much', () => {
    const bias = (row: number, column: number): number => {
      if (column === 12) return 0.15
      return row % 2 === 0 && column % 2 === 0 && column > 2 ? 0.5 : 0
    }
    expect(edgeEffect.check(simulated({ bias }))).toEqual([])
  })

  it('raises few false alarms and finds its faults, on 200 plates with a CV of 8 %', () => {
    expect(alarms(edgeEffect, { cv: 0.08 }, 200)).toBeLessThanOrEqual(6)
    const bias = (_: number, column: number): number => (column === 12 ? 0.3 : 0)
    expect(alarms(edgeEffect, { cv: 0.08, bias }, 200)).toBeGreaterThan(150)
  })
})

describe('drift', () => {
  const rising = (perColumn: number) => (_: number, column: number) => perColumn * (column - 1)

  it('says how far the ODs rise from left to right', () => {
    const found = finding(
      drift,
      simulated({ apart: 5, bias: (_, c) => Math.expm1(0.02 * (c - 1)) }),
    )
    expect(found).toMatchObject({ severity: 'warn', limit: 10 })
    // The specimens, and the standards with an OD above the noise: they lie beside one another.
    expect(found.wells).toHaveLength(90)
    expect(found.value).toBeCloseTo(100 * Math.expm1(0.22), 3)
    expect(found.message).toContain('rise by 25 % from left to right')
  })

  it('says when they fall', () => {
    const found = finding(drift, simulated({ apart: 5, bias: rising(-0.03) }))
    expect(found.message).toContain('fall')
    expect(found.value).toBeLessThan(-10)
  })

  it('is silent below 10 % across the plate, however clear', () => {
    expect(drift.check(simulated({ apart: 5, bias: rising(0.005) }))).toEqual([])
  })

  it('is silent where no replicates lie apart along that axis', () => {
    const down = simulated({ apart: 5, bias: (row) => 0.05 * row })
    expect(drift.check(down)).toEqual([])
  })

  it('raises few false alarms and finds its faults, on 200 plates with a CV of 8 %', () => {
    expect(alarms(drift, { apart: 5, cv: 0.08 }, 200)).toBeLessThanOrEqual(2)
    expect(alarms(drift, { apart: 5, cv: 0.08, bias: rising(0.03) }, 200)).toBeGreaterThan(150)
  })

  it('is silent on a plate of standards alone', () => {
    expect(drift.check(judgedPlate({ layout: layoutWith([]) }))).toEqual([])
  })
})
