import { textFromBytes } from '../../../src/driver-kit.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import {
  BLANK_DEFINITION,
  bytesFromDefinition,
  definitionFromBytes,
  isMultiWavelength,
} from '../../../drivers/biotek-elx/assay-definition.ts'

/** Bytes by the manual's numbers, which count from 1. */
const at = (bytes: Uint8Array, from: number, to = from): number[] =>
  Array.from(bytes.subarray(from - 1, to))
const textAt = (bytes: Uint8Array, from: number, to: number): string =>
  textFromBytes(at(bytes, from, to))

describe('the 170 bytes of an assay definition', () => {
  it('hold an endpoint read at one wavelength, everything unlisted 0', () => {
    const bytes = bytesFromDefinition({ ...BLANK_DEFINITION, name: 'IL6', measurementNm: 450 })
    expect(bytes).toHaveLength(170)
    expect(textAt(bytes, 2, 7)).toBe('IL6   ')
    expect(textAt(bytes, 50, 55)).toBe('450000')
    expect(textAt(bytes, 67, 84)).toBe('000'.repeat(6))
    const isListed = (number: number): boolean =>
      [2, 50, 67].some((from, index) => number >= from && number <= ([7, 55, 84][index] ?? 0))
    const others = [...bytes.entries()].filter(([index]) => !isListed(index + 1))
    expect(others.filter(([, byte]) => byte !== 0)).toEqual([])
  })

  it('hold a dual read with the difference made in the reader', () => {
    const bytes = bytesFromDefinition({
      ...BLANK_DEFINITION,
      measurementNm: 450,
      referenceNm: 630,
      subtractsReference: true,
    })
    expect(at(bytes, 30)).toEqual([0x40])
    expect(textAt(bytes, 50, 55)).toBe('450630')
  })

  it('hold up to three wavelengths with 000 as measurement', () => {
    const definition = { ...BLANK_DEFINITION, wavelengthsNm: [405, 450, 630] }
    const bytes = bytesFromDefinition(definition)
    expect(textAt(bytes, 50, 52)).toBe('000')
    expect(textAt(bytes, 67, 75)).toBe('405450630')
    expect(isMultiWavelength(definition)).toBe(true)
  })

  it('hold kinetics, shaking, scan points and delay, least significant byte first', () => {
    const bytes = bytesFromDefinition({
      ...BLANK_DEFINITION,
      measurementNm: 405,
      readType: 'kinetic',
      scanPoints: 31,
      intervalS: 0x0203,
      readCount: 9999,
      usesTotalTime: true,
      totalTimeMin: 0x0405,
      shake: {
        first: true,
        beforeEveryRead: true,
        continuous: true,
        durationS: 0x0607,
        speed: 'fast',
      },
      delayS: 0x0809,
    })
    expect(at(bytes, 31)).toEqual([0x10 + 0x20 + 0x40 + 0x80])
    expect(at(bytes, 32)).toEqual([31])
    expect(at(bytes, 56)).toEqual([2])
    expect(at(bytes, 60, 61)).toEqual([0x03, 0x02])
    expect(at(bytes, 62, 63)).toEqual([0x0f, 0x27])
    expect(at(bytes, 163, 164)).toEqual([0x07, 0x06])
    expect(at(bytes, 165)).toEqual([2])
    expect(at(bytes, 166, 167)).toEqual([0x05, 0x04])
    expect(at(bytes, 168)).toEqual([1])
    expect(at(bytes, 169, 170)).toEqual([0x09, 0x08])
  })

  it('call a 1-D scan 3', () => {
    const bytes = bytesFromDefinition({ ...BLANK_DEFINITION, measurementNm: 405, readType: 'scan' })
    expect(at(bytes, 56)).toEqual([3])
  })

  it('are refused for what they cannot hold', () => {
    expect(() => bytesFromDefinition({ ...BLANK_DEFINITION, name: 'TOOLONG' })).toThrow(RangeError)
    expect(() => bytesFromDefinition({ ...BLANK_DEFINITION, name: 'é' })).toThrow(RangeError)
    expect(() => bytesFromDefinition({ ...BLANK_DEFINITION, measurementNm: 339 })).toThrow(
      RangeError,
    )
    expect(() => bytesFromDefinition({ ...BLANK_DEFINITION, readCount: 70_000 })).toThrow(
      RangeError,
    )
  })

  it('are no definition when they are short or name no wavelength, type or speed', () => {
    const bytes = bytesFromDefinition({ ...BLANK_DEFINITION, measurementNm: 450 })
    const spoilt = (number: number, byte: number): Uint8Array => {
      const copy = bytes.slice()
      copy[number - 1] = byte
      return copy
    }
    expect(definitionFromBytes(bytes.slice(1))).toBeUndefined()
    expect(definitionFromBytes(spoilt(50, 0x58))).toBeUndefined()
    expect(definitionFromBytes(spoilt(56, 1))).toBeUndefined()
    expect(definitionFromBytes(spoilt(165, 4))).toBeUndefined()
  })

  it('say the same read back', () => {
    const uint16 = fc.integer({ min: 0, max: 65_535 })
    const wavelength = fc.integer({ min: 340, max: 900 })
    const definitions = fc.record({
      name: fc.stringMatching(/^[A-Z0-9]{0,6}$/),
      subtractsReference: fc.boolean(),
      measurementNm: fc.option(wavelength),
      referenceNm: fc.option(wavelength),
      wavelengthsNm: fc.array(wavelength, { maxLength: 6 }),
      readType: fc.constantFrom('endpoint', 'kinetic', 'scan'),
      scanPoints: fc.integer({ min: 0, max: 31 }),
      intervalS: uint16,
      readCount: uint16,
      usesTotalTime: fc.boolean(),
      totalTimeMin: uint16,
      shake: fc.record({
        first: fc.boolean(),
        beforeEveryRead: fc.boolean(),
        continuous: fc.boolean(),
        durationS: uint16,
        speed: fc.constantFrom('slow', 'medium', 'fast', 'variable'),
      }),
      delayS: fc.option(uint16),
    })
    fc.assert(
      fc.property(definitions, (definition) => {
        expect(definitionFromBytes(bytesFromDefinition(definition))).toEqual(definition)
      }),
    )
  })
})
