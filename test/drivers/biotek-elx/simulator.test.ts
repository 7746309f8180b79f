import { describe, expect, it } from 'vitest'

import { bytesOfAnswer, plateAnswer } from '../../../drivers/biotek-elx/plate-answer.ts'
import { simulator } from '../../../drivers/biotek-elx/simulator.ts'
import {
  type SimulatedPlate,
  type SimulatedReader,
  type WellValue,
  bytesFromText,
  concatBytes,
} from '../../../src/driver-kit.ts'
import { flatPlate } from './plates.ts'
import { BLOCK_2X2, BLOCK_2X2_WARM, definition, END, OK_312, OK_ELX, wire } from './talk.ts'

const ACK = wire('06')
const NAK = wire('15')

function reader(fault: string | null = null, plates: SimulatedPlate[] = []): SimulatedReader {
  const nextPlate = (): SimulatedPlate => plates.shift() ?? flatPlate(0.5, [450, 630])
  return simulator.create({ nextPlate, fault, seed: 11 })
}

/** Everything a reader says to some bytes, in one piece. */
function said(to: SimulatedReader, bytes: string | Uint8Array): Uint8Array {
  const heard = to.hear(typeof bytes === 'string' ? bytesFromText(bytes) : bytes)
  return concatBytes(...heard.map((emission) => emission.bytes))
}

function load(to: SimulatedReader, fields = definition({ measurementNm: 450 })): Uint8Array {
  return concatBytes(said(to, 'V'), said(to, fields))
}

describe('the simulated reader', () => {
  it('says nothing when it is connected', () => {
    expect(reader().connected(0)).toEqual([])
  })

  it('powers up in 312 status and data format, without a definition', () => {
    const one = reader()
    expect(said(one, 'S')).toEqual(concatBytes(ACK, wire('1e 30 39 30 03')))
    expect(load(one)).toEqual(concatBytes(ACK, OK_312))
    const answer = said(one, 'S')
    expect(answer).toHaveLength(6 + 651)
    expect(answer.slice(0, 7)).toEqual(concatBytes(ACK, OK_312, wire('0d')))
  })

  it('has ELx data after a range, until the next definition', () => {
    const one = reader()
    load(one)
    said(one, 'r')
    expect(said(one, wire('01 08'))).toEqual(OK_312)
    expect(said(one, 'S')).toHaveLength(6 + 595 + 1)
    load(one)
    expect(said(one, 'S')).toHaveLength(6 + 651)
  })

  it('sends a final status only after n1', () => {
    const one = reader()
    expect(said(one, 'n1')).toEqual(concatBytes(ACK, OK_ELX))
    load(one, definition({ wavelengthsNm: [450, 630] }))
    const answer = said(one, 'S')
    expect(answer).toHaveLength(6 + 2 * 595 + 1 + 5)
    expect(answer.slice(-6)).toEqual(concatBytes(END, OK_ELX))
  })

  it('forgets the temperature at a new definition', () => {
    const one = reader()
    load(one)
    said(one, 'i1')
    expect(said(one, 'S')).toHaveLength(6 + 654)
    load(one)
    expect(said(one, 'S')).toHaveLength(6 + 651)
  })

  it('tells its last error at the first o, and what is left at the second', () => {
    const one = reader('error-before-data')
    said(one, 'n1')
    load(one)
    expect(said(one, 'S')).toEqual(concatBytes(ACK, wire('"0400" 03')))
    expect(said(one, 'o')).toEqual(concatBytes(ACK, wire('"0400" 03')))
    expect(said(one, 'o')).toEqual(concatBytes(ACK, OK_ELX))
  })

  it('refuses an unknown byte and clears its input, a good command behind it too', () => {
    const one = reader()
    expect(said(one, wire('ff "o"'))).toEqual(NAK)
    expect(said(one, 'o')).toEqual(concatBytes(ACK, OK_ELX))
  })

  it('takes a command and its argument in any pieces', () => {
    const [whole, pieces] = [reader(), reader()]
    const bytes = concatBytes(wire('"n1V"'), definition({ measurementNm: 450 }), wire('"o"'))
    const parts = [...bytes].map((byte) => said(pieces, Uint8Array.of(byte)))
    expect(concatBytes(...parts)).toEqual(said(whole, bytes))
  })

  it('refuses a wavelength that is not in its table', () => {
    const one = reader()
    said(one, 'n1')
    expect(load(one, definition({ measurementNm: 700 }))).toEqual(
      concatBytes(ACK, wire('"0E00" 03')),
    )
    expect(said(one, 'W')).toEqual(concatBytes(ACK, wire('"405,450,490,630,000,000,"'), OK_ELX))
  })

  it('has the wavelengths of its plates in its table', () => {
    const one = reader(null, [flatPlate(1, [415, 595])])
    expect(said(one, 'W').slice(1, 25)).toEqual(wire('"405,415,450,490,595,630,"'))
  })

  it('does not know the commands of basecode 3.00 when it is old', () => {
    const one = reader('old-basecode')
    for (const command of 'eidr%$z') expect(said(one, command)).toEqual(NAK)
    expect(said(one, 'W').slice(0, 1)).toEqual(ACK)
  })

  it('breaks off at X: what was still to be said is forgotten', () => {
    const one = reader()
    said(one, 'n1')
    const [first, second] = one.hear(bytesFromText('X'))
    expect(first).toMatchObject({ forgetsPending: true, bytes: ACK })
    expect(second?.bytes).toEqual(wire('10 "0100" 03'))
  })

  it('has the plate in its carrier until it was read whole', () => {
    const barcodes = (fault: string | null) => {
      const plates = ['P1', 'P2'].map((barcode) => ({ ...flatPlate(1), barcode }))
      const one = reader(fault, plates)
      load(one)
      return [1, 2].map(() => {
        said(one, 'S')
        return Buffer.from(said(one, 's').slice(1, 3)).toString('latin1')
      })
    }
    expect(barcodes('cut-short')).toEqual(['P1', 'P2'])
    expect(barcodes(null)).toEqual(['P2', 'NR'])
  })

  it('refuses a kinetic interval it is too slow for', () => {
    const one = reader()
    said(one, 'n1')
    load(one, definition({ measurementNm: 450, readType: 'kinetic', readCount: 3, intervalS: 5 }))
    expect(said(one, 'S')).toEqual(concatBytes(ACK, wire('"1700" 03')))
    expect(said(one, '$')).toEqual(concatBytes(ACK, wire('0f 00'), OK_ELX))
  })

  it('does the same thing for the same seed, and another for another', () => {
    const spoilt = (seed: number) => {
      const nextPlate = () => flatPlate(0.5)
      const one = simulator.create({ nextPlate, fault: 'cut-short', seed })
      load(one)
      return said(one, 'S').length
    }
    expect(spoilt(1)).toBe(spoilt(1))
    expect(new Set([1, 2, 3, 4, 5].map(spoilt)).size).toBeGreaterThan(1)
  })

  it('takes real time: no data before the carrier has moved', () => {
    const one = reader()
    load(one)
    const [status, data] = one.hear(bytesFromText('S'))
    expect(status?.afterMs).toBeLessThan(100)
    expect(data?.afterMs).toBeGreaterThanOrEqual(1_000)
  })

  it('knows every fault by a sentence, and no other', () => {
    for (const sentence of Object.values(simulator.faults)) expect(sentence).toMatch(/^[a-z].+\w$/)
    expect(() => reader('no-such-fault')).toThrow(/Unrecognized fault: 'no-such-fault'/)
  })
})

describe('the answer to a read', () => {
  const wells = new Map<string, WellValue>([
    ['A1', 0.123],
    ['A2', 1.2342],
    ['B1', 'overflow'],
    ['B2', -0.004],
  ])
  const plate: SimulatedPlate = { format: 96, barcode: null, od: new Map([[450, wells]]) }
  const plan = {
    dataFormat: 'elx',
    format: 96,
    wells: ['A1', 'A2', 'B1', 'B2'],
    wellsPerLine: 2,
    channels: [{ wavelengthNm: 450, referenceNm: null, subtractedByInstrument: false }],
    intervals: 1,
  } as const
  const parts = { plate, plan, statusFormat: 'elx', temperatureC: null, assayName: '' } as const

  it('is the constructed vector between its statuses', () => {
    expect(bytesOfAnswer(plateAnswer(parts))).toEqual(
      concatBytes(ACK, OK_ELX, BLOCK_2X2, END, OK_ELX),
    )
    expect(plateAnswer({ ...parts, temperatureC: 27.5 }).blocks).toEqual([BLOCK_2X2_WARM])
  })

  it('is the difference where the reader subtracts', () => {
    const reference = new Map<string, WellValue>([
      ['A1', 0.1],
      ['A2', 'overflow'],
      ['B1', 0.1],
      ['B2', 0.1],
    ])
    const channel = { wavelengthNm: 450, referenceNm: 630, subtractedByInstrument: true } as const
    const both = { ...plate, od: new Map([...plate.od, [630, reference] as const]) }
    const answer = plateAnswer({ ...parts, plate: both, plan: { ...plan, channels: [channel] } })
    const fields = Buffer.from(answer.blocks[0] ?? []).toString('latin1')
    expect(fields).toContain(',+0023,*****\r\n,*****,-0104\r\n')
  })
})
