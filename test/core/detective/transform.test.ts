import { describe, expect, it } from 'vitest'

import {
  sourcesOf,
  transformed,
  TRANSFORMATIONS,
  type Transformation,
} from '../../../src/core/detective/transform.ts'
import { wellsOf } from '../../../src/core/well.ts'

/** Which well of the layout lies in a well of the plate, by name; `bare` where none does. */
function inWell(transformation: Transformation, well: string, format: 96 | 384 = 96): string {
  const wells = wellsOf(format)
  const lying = transformed(wells, sourcesOf(transformation, format), 'bare')
  return lying[wells.indexOf(well)] ?? ''
}

describe('what lies in a well when the plate lies otherwise', () => {
  it.each([
    ['as-declared', 'C5', 'C5'],
    ['turned-180', 'A1', 'H12'],
    ['turned-180', 'C5', 'F8'],
    ['mirrored-left-right', 'C5', 'C8'],
    ['mirrored-top-bottom', 'C5', 'F5'],
    ['shifted-up', 'C5', 'D5'],
    ['shifted-up', 'H5', 'bare'],
    ['shifted-down', 'C5', 'B5'],
    ['shifted-down', 'A5', 'bare'],
    ['shifted-left', 'C5', 'C6'],
    ['shifted-left', 'C12', 'bare'],
    ['shifted-right', 'C5', 'C4'],
    ['shifted-right', 'C1', 'bare'],
  ] as const)('%s: %s holds what the layout has in %s', (transformation, well, source) => {
    expect(inWell(transformation, well)).toBe(source)
  })

  it('is the same on 384 wells', () => {
    expect(inWell('turned-180', 'A1', 384)).toBe('P24')
    expect(inWell('shifted-up', 'P1', 384)).toBe('bare')
  })

  it.each(['turned-180', 'mirrored-left-right', 'mirrored-top-bottom'] as const)(
    '%s twice is as declared',
    (transformation) => {
      const sources = sourcesOf(transformation, 96)
      const wells = wellsOf(96)
      const once = transformed(wells, sources, 'bare')
      expect(transformed(once, sources, 'bare')).toEqual(wells)
    },
  )

  it.each(TRANSFORMATIONS)('%s puts no well of the layout in two places', (transformation) => {
    const sources = [...sourcesOf(transformation, 384)].filter((source) => source >= 0)
    expect(new Set(sources).size).toBe(sources.length)
  })
})
