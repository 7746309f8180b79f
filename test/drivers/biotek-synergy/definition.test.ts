import { bytesFromText } from '../../../src/driver-kit.ts'
import { describe, expect, it } from 'vitest'

import { checksumDigits } from '../../../drivers/biotek-synergy/bytes.ts'
import {
  bytesFromDefinition,
  definitionFromBytes,
  geometryBytes,
} from '../../../drivers/biotek-synergy/definition.ts'
import { text, WHOLE } from './talk.ts'

// Frames that stand in PyLabRobot's tests, `biotek_tests.py` at 598b58f; length and checksum rules
// were derived from them (section 4.3 of the protocol notes).
const ABSORBANCE = '004701010108120001200100001100100000106000080580113\u0003'
const OTHERS = [
  '008401010107010001200100001100100000123000020200200-001000-00300000000000000000001351086',
  '008401020207030001200100001100100000123000020200200-001000-00300000000000000000001351090',
  '008401040406040001200100001100100000123000020200200-001000-00300000000000000000001351094',
  '0084010101081200012001000011001000001350001002002000485000052800000000000000000021001119',
]

describe('the frame of a definition', () => {
  it('is the one recorded for 580 nm and a whole plate', () => {
    expect(text(bytesFromDefinition({ ...WHOLE, wavelengthNm: 580 }))).toBe(ABSORBANCE)
    expect(definitionFromBytes(bytesFromText(ABSORBANCE))).toEqual({ ...WHOLE, wavelengthNm: 580 })
  })

  it.each([
    [450, '109'],
    [405, '109'],
    [630, '109'],
    [620, '108'],
    [650, '111'],
  ])('has at %i nm the checksum %s', (wavelengthNm, checksum) => {
    const frame = text(bytesFromDefinition({ ...WHOLE, wavelengthNm }))
    expect(frame.slice(-8)).toBe(`0${wavelengthNm}${checksum}\u0003`)
  })

  it.each([ABSORBANCE.slice(0, -1), ...OTHERS])('has the length and sum of %s', (frame) => {
    const payload = frame.slice(4, -3)
    expect(Number(frame.slice(0, 4))).toBe(payload.length + 3)
    expect(frame.slice(-3)).toBe(checksumDigits(bytesFromText(payload)))
  })

  it('has the sum of all twelve shakes that PyLabRobot can ask for', () => {
    for (const type of [0, 1]) {
      for (const frequency of [1, 2, 3, 4, 5, 6]) {
        const head = `0033010101010100002000000013960${type}${frequency}01`
        const total = [...bytesFromText(head)].reduce((sum, byte) => sum + byte, 73)
        const twoDigits = String(total % 100).padStart(2, '0')
        expect(checksumDigits(bytesFromText(head.slice(4, -1)))).toBe(`1${twoDigits}`)
      }
    }
  })

  it('says every rectangle of wells, and is read back', () => {
    for (let row = 1; row <= 8; row += 1) {
      for (let column = 1; column <= 12; column += 1) {
        const definition = { rows: [row, 8], columns: [column, 12], wavelengthNm: 999 } as const
        expect(definitionFromBytes(bytesFromDefinition(definition))).toEqual(definition)
      }
    }
  })

  it('is none when a digit of it is another, or it is of another measurement', () => {
    const whole = bytesFromText(ABSORBANCE)
    for (let at = 0; at < whole.length; at += 1) {
      const spoilt = whole.map((byte, index) => (index === at ? byte ^ 0x01 : byte))
      expect(definitionFromBytes(spoilt), `byte ${at}`).toBeUndefined()
    }
    for (const other of OTHERS) {
      expect(definitionFromBytes(bytesFromText(`${other}\u0003`))).toBeUndefined()
    }
  })

  it('is none beyond a plate of 96, where nothing is known', () => {
    for (const wells of [
      { rows: [1, 9], columns: [1, 12] },
      { rows: [1, 8], columns: [1, 13] },
      { rows: [3, 2], columns: [1, 12] },
      { rows: [0, 2], columns: [1, 12] },
    ] as const) {
      const frame = bytesFromDefinition({ ...wells, wavelengthNm: 450 })
      expect(definitionFromBytes(frame)).toBeUndefined()
    }
  })
})

describe('the frame of a plate', () => {
  it('has rows, columns, centres of A1 and H12, footprint and height in hundredths', () => {
    // ANSI/SLAS 4-2004: A1 lies 11.24 mm and 14.38 mm from the edges, wells 9 mm apart.
    expect(text(geometryBytes(14.35))).toBe(
      ['08', '12', '01124', '07424', '01438', '11338', '08548', '12776', '1435', '\u0003'].join(''),
    )
    expect(text(geometryBytes(9.5)).slice(-5)).toBe('0950\u0003')
  })
})
