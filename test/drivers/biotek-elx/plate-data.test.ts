import { describe, expect, it } from 'vitest'

import {
  block312,
  checksumOf,
  elxBlock,
  fieldFromValue,
  fieldsFromBytes,
  thousandthsFromOd,
  valueFromField,
} from '../../../drivers/biotek-elx/plate-data.ts'
import { BLOCK_2X2, BLOCK_2X2_WARM, wire } from './talk.ts'

const LINES_2X2 = [
  ['+0123', '+1234'],
  ['*****', '-0004'],
]
const fullPlate = Array.from({ length: 8 }, () => Array.from({ length: 12 }, () => '+0000'))

describe('a value', () => {
  it.each([
    ['+1234', 1.234],
    ['-0004', -0.004],
    ['+9999', 9.999],
    ['+0000', 0],
    ['-0000', 0],
    ['*****', 'overflow'],
  ])('%s is %s', (field, value) => {
    expect(Object.is(valueFromField(field), value)).toBe(true)
  })

  it.each(['', '1234', '+123', '+12345', '+12.4', '*1234', '****', ' 1234', '+12 4', '+１２３４'])(
    "'%s' is none",
    (field) => {
      expect(valueFromField(field)).toBeUndefined()
    },
  )

  it.each([
    [1.234, '+1234'],
    [-0.004, '-0004'],
    [0, '+0000'],
    [-0.0004, '+0000'],
    [9.9994, '+9999'],
    [9.9995, '*****'],
    [-9.9995, '*****'],
    ['overflow', '*****'],
    ['unread', '+0000'],
  ] as const)('%s is sent as %s', (value, field) => {
    expect(fieldFromValue(value)).toBe(field)
  })

  it('is rounded to thousandths, halves of the decimal number away from zero', () => {
    expect([1.0005, 0.5005, 0.5015, 0.0605, 0.0004].map(thousandthsFromOd)).toEqual([
      1001, 501, 502, 61, 0,
    ])
    expect([-1.0005, -0.0005].map(thousandthsFromOd)).toEqual([-1001, -1])
  })
})

describe('a block', () => {
  it('is written byte by byte as the constructed vectors have it', () => {
    expect(elxBlock({ lines: LINES_2X2, temperatureC: null })).toEqual(BLOCK_2X2)
    expect(elxBlock({ lines: LINES_2X2, temperatureC: 27.5 })).toEqual(BLOCK_2X2_WARM)
  })

  it('sums what follows the start code through ^Z', () => {
    expect(checksumOf(BLOCK_2X2.slice(1, -1))).toBe(0xa1)
    expect(checksumOf(BLOCK_2X2_WARM.slice(1, -1))).toBe(0x3f)
  })

  it('has 595 bytes in ELx format and 651 or 654 in 312 format for a whole plate', () => {
    expect(elxBlock({ lines: fullPlate, temperatureC: null })).toHaveLength(595)
    expect(block312({ lines: fullPlate, temperatureC: null }, 'ECO60')).toHaveLength(651)
    expect(block312({ lines: fullPlate, temperatureC: 27.5 }, 'ECO60')).toHaveLength(654)
  })

  it('ends in 312 format with the assay name, 49 bytes and ^Z', () => {
    const block = block312({ lines: fullPlate, temperatureC: null }, 'ECO60')
    expect(block.slice(593)).toEqual(
      Uint8Array.from([...wire('"ECO60 " 0d 0a'), ...new Uint8Array(49), 0x1a]),
    )
  })

  it('gives its fields back', () => {
    expect(fieldsFromBytes(BLOCK_2X2.slice(1, 29), 2)).toEqual(LINES_2X2.flat())
  })
})
