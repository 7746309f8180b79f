import { describe, expect, it } from 'vitest'

import { bytesFromDefinition } from '../../../drivers/biotek-synergy/definition.ts'
import { textFromOd } from '../../../drivers/biotek-synergy/result-block.ts'
import { simulator } from '../../../drivers/biotek-synergy/simulator.ts'
import {
  type SimulatedPlate,
  type SimulatedReader,
  type WellValue,
  bytesFromText,
  concatBytes,
} from '../../../src/driver-kit.ts'
import { ABSORBANCE_041 } from './captured.ts'
import { ACK, flatPlate, OK, reader, said, TAKEN, talk, text, WHOLE, wire } from './talk.ts'

const NAK = wire('15')
const at = (wavelengthNm: number) => bytesFromDefinition({ ...WHOLE, wavelengthNm })

function load(to: SimulatedReader, wavelengthNm = 450): Uint8Array {
  return concatBytes(said(to, 'D'), said(to, at(wavelengthNm)))
}

/** The plate of a captured block, with its wells as the decoder reads them. */
function capturedPlate(): SimulatedPlate {
  const definition = { ...WHOLE, wavelengthNm: 580 }
  const [read] = talk().loaded(definition).sent('O').received(ACK, OK, ABSORBANCE_041).reads()
  const wells = read?.blocks[0]?.wells ?? []
  const od = new Map(wells.map(({ well, value }): [string, WellValue] => [well, value]))
  return { format: 96, barcode: null, od: new Map([[580, od]]) }
}

describe('the simulated reader', () => {
  it('answers questions with the bytes recorded from readers', () => {
    const one = reader()
    expect(one.connected(0)).toEqual([])
    expect(said(one, 'e')).toEqual(wire('06 "1650200  Version 1.04   0000" 03'))
    expect(said(one, 'C')).toEqual(wire('06 "00000000        0000" 03'))
    expect(said(one, 'h')).toEqual(wire('06 "2360000" 03'))
  })

  it('sends the captured block of a plate with its ODs, byte for byte', () => {
    const one = reader(null, [capturedPlate()])
    expect(said(one, 'g22800')).toEqual(concatBytes(ACK, OK))
    expect(load(one, 580)).toEqual(concatBytes(ACK, TAKEN))
    expect(said(one, 'O')).toEqual(concatBytes(ACK, OK, ABSORBANCE_041))
  })

  it('takes the recorded frame of a definition, whatever its pieces', () => {
    const frame = bytesFromText('D004701010108120001200100001100100000106000080580113\u0003')
    const [whole, pieces] = [reader(), reader()]
    const parts = [...frame].map((byte) => said(pieces, Uint8Array.of(byte)))
    expect(said(whole, frame)).toEqual(concatBytes(ACK, TAKEN))
    expect(concatBytes(...parts)).toEqual(concatBytes(ACK, TAKEN))
  })

  it('refuses a definition whose length or checksum is wrong, and then has none', () => {
    for (const frame of [
      '004701010108120001200100001100100000106000080580114\u0003',
      '004801010108120001200100001100100000106000080580113\u0003',
    ]) {
      const one = reader()
      load(one)
      expect(said(one, 'D')).toEqual(ACK)
      expect(said(one, bytesFromText(frame))).toEqual(wire('"1600" 03'))
      expect(said(one, 'O')).toEqual(wire('06 "2D06" 03'))
    }
  })

  it('says 2D06 to a read without a definition', () => {
    expect(said(reader(), 'O')).toEqual(wire('06 "2D06" 03'))
  })

  it('moves, homes, slows down, warms and learns the plate when told', () => {
    const one = reader()
    for (const command of ['J', 'A', 'ix', '&S1', '&S0', 'g37000', 'g00000']) {
      expect(said(one, command), command).toEqual(concatBytes(ACK, OK))
    }
    expect(said(one, 'h')).toEqual(wire('06 "3700000" 03'))
    const geometry = 'y08120112407424014381133808548127761435\u0003'
    expect(said(one, geometry)).toEqual(concatBytes(ACK, OK))
    for (const wrong of ['iy', '&S2', 'g37.00', 'y0812\u0003']) {
      expect(said(one, wrong), wrong).toEqual(concatBytes(ACK, wire('"2100" 03')))
    }
  })

  it('refuses a byte it does not know, and an end mark that ends nothing', () => {
    for (const byte of ['S', 'o', '\u0003', '\u00ff']) expect(said(reader(), byte)).toEqual(NAK)
  })

  it('breaks off at x without a word', () => {
    const one = reader()
    load(one)
    const [nothing, ...more] = one.hear(bytesFromText('x'))
    expect(nothing).toMatchObject({ forgetsPending: true, bytes: new Uint8Array() })
    expect(more).toEqual([])
  })

  it('has the plate in its carrier until it was read and the carrier came in again', () => {
    const first = (fault: string | null) => {
      const one = reader(fault, [flatPlate(0.1), flatPlate(0.2)])
      return ['A', 'A'].map((carrierIn) => {
        said(one, carrierIn)
        load(one)
        return text(said(one, 'O')).match(/01,01,(\+\d\.\d{4})/)?.[1]
      })
    }
    expect(first(null)).toEqual(['+0.1000', '+0.2000'])
    expect(first('bad-checksum')).toEqual(['+0.1000', '+0.1000'])
    expect(first('error-before-data')).toEqual([undefined, '+0.1000'])
  })

  it('sends rows in turns from left and from right', () => {
    const one = reader()
    const wells = { rows: [2, 4], columns: [3, 4], wavelengthNm: 450 } as const
    said(one, 'D')
    said(one, bytesFromDefinition(wells))
    expect(text(said(one, 'O'))).toContain(
      '236,02,03,+0.5000,02,04,+0.5000\r\n,03,04,+0.5000,03,03,+0.5000\r\n,04,03,+0.5000,04,04',
    )
  })

  it('takes real time: no block before it is measured', () => {
    const one = reader()
    load(one)
    const [opening, block] = one.hear(bytesFromText('O'))
    expect(opening?.afterMs).toBeLessThan(100)
    expect(block?.afterMs).toBeGreaterThanOrEqual(1_000)
  })

  it('does the same thing for the same seed, and another for another', () => {
    const spoilt = (seed: number) => {
      const one = simulator.create({ nextPlate: () => flatPlate(0.5), fault: 'cut-short', seed })
      load(one)
      return said(one, 'O').length
    }
    expect(spoilt(1)).toBe(spoilt(1))
    expect(new Set([1, 2, 3, 4, 5].map(spoilt)).size).toBeGreaterThan(1)
  })

  it('knows every fault by a sentence, and no other', () => {
    for (const sentence of Object.values(simulator.faults)) expect(sentence).toMatch(/^[a-z].+\w$/)
    expect(() => reader('no-such-fault')).toThrow(/Unrecognized fault: 'no-such-fault'/)
  })
})

describe('an OD as a reader says it', () => {
  it.each([
    [0.1917, '+0.1917'],
    [-0.004, '-0.0040'],
    [-0.00004, '+0.0000'],
    [1.00005, '+1.0001'],
    [9.9999, '+9.9999'],
    [10, '*******'],
    [-10, '*******'],
  ])('is for %d %s', (od, characters) => {
    expect(textFromOd(od)).toBe(characters)
  })
})
