import { describe, expect, it } from 'vitest'

import { differencesBetween } from '../../../src/core/verify/differences.ts'

const plate = {
  unit: 'pg/mL',
  range: null,
  bytes: Uint8Array.of(2, 48, 3),
  wells: [
    { well: 'A1', od: 0.041, mark: undefined },
    { well: 'A2', od: 'overflow', nested: { list: [1, 2] } },
  ],
}

describe('differences', () => {
  it.each([
    ['the same', structuredClone(plate)],
    ['what is missing for what is undefined', { ...plate, more: undefined }],
  ])('are none for %s', (_name, computed) => {
    expect(differencesBetween(plate, computed)).toEqual([])
    expect(differencesBetween(computed, plate)).toEqual([])
  })

  it('are none between 0 and -0', () => {
    expect(differencesBetween({ od: 0 }, { od: -0 })).toEqual([])
  })

  it.each<[string, (one: typeof plate) => unknown, string]>([
    ['a number by its last bit', (one) => Object.assign(at(one, 0), { od: ulp }), 'wells A1 od'],
    ['a text', (one) => (one.unit = 'ng/mL'), 'unit'],
    ['a byte', (one) => (one.bytes[2] = 4), 'bytes byte 3'],
    ['a byte more', (one) => (one.bytes = Uint8Array.of(2, 48, 3, 0)), 'bytes byte 4'],
    ['an item less', (one) => one.wells.pop(), 'wells A2'],
    ['an item deep inside', (one) => at(one, 1).nested?.list.reverse(), 'wells A2 nested list #1'],
    ['a field more', (one) => Object.assign(one, { more: 1 }), 'more'],
    ['null for a value', (one) => Object.assign(one, { unit: null }), 'unit'],
  ])('tell of %s, whichever side it is on', (_name, change, where) => {
    const changed = structuredClone(plate)
    change(changed)
    expect(differencesBetween(plate, changed)[0]?.where).toBe(where)
    expect(differencesBetween(changed, plate)[0]?.where).toBe(where)
  })
})

const ulp = 0.041 + Number.EPSILON / 64

function at(one: typeof plate, index: number): (typeof plate)['wells'][number] {
  const well = one.wells[index]
  if (well === undefined) throw new RangeError(`There is no well ${index}.`)
  return well
}
