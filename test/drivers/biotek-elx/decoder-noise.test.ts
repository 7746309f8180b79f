import { concatBytes } from '../../../src/driver-kit.ts'
import { describe, expect, it } from 'vitest'

import { ACK, BLOCK_2X2, definition, END, OK_312, OK_ELX, talk, twoByTwo, wire } from './talk.ts'

const PLATE = concatBytes(BLOCK_2X2, END, OK_ELX)
const readOnce = () => twoByTwo().sent('S').received(ACK, OK_ELX, PLATE)

describe('noise', () => {
  it('before an acknowledgement is one fault, and the exchange goes on', () => {
    const line = talk().sent('o').received(wire('ff 00 41 0d 31'), ACK, OK_ELX)
    expect(line.faults()).toMatchObject([
      {
        code: 'reader-noise',
        message: '5 bytes came that belong to no answer.',
        bytes: wire('ff 00 41 0d 31'),
      },
    ])
    expect(line.replies()).toMatchObject([{ command: 'current-status', outcome: 'answered' }])
  })

  it('that nobody asked for is told when the host speaks, when it is quiet, or at the end', () => {
    expect(talk().received(wire('41 42')).faults()).toEqual([])
    expect(talk().received(wire('41 42')).sent('o').faults()).toMatchObject([
      { bytes: wire('41 42') },
    ])
    expect(talk().received(wire('41')).silence().faults()).toMatchObject([
      { message: 'One byte came that belong to no answer.' },
    ])
    expect(talk().received(wire('41')).closed().faults()).toHaveLength(1)
  })

  it('without end is told ever more rarely, each time with 512 bytes at most', () => {
    const line = talk().received(new Uint8Array(100_000).fill(0x55)).silence()
    expect(line.faults().map(({ bytes }) => bytes.length)).toEqual([512, 512, 512, 512, 512])
    const counts = line.faults().map(({ message }) => Number.parseInt(message, 10))
    expect(counts).toEqual([512, 1536, 6144, 24_576, 67_232])
  })

  it('in an answer breaks it', () => {
    const line = talk().sent('W').received(ACK, wire('"405,450,490,630,000,000,"'), wire('ff'))
    expect(line.replies()).toMatchObject([{ command: 'wavelength-table', outcome: 'broken' }])
    expect(line.faults()).toMatchObject([{ code: 'reader-malformed' }])
  })
})

describe('a second plate right behind the first', () => {
  it.each([
    ['with acknowledgement and status', concatBytes(ACK, OK_ELX, PLATE)],
    ['with status', concatBytes(OK_ELX, PLATE)],
    ['with data alone', PLATE],
  ])('is read %s', (_, bytes) => {
    const line = readOnce().received(bytes)
    const [first, second] = line.reads()
    expect(second?.blocks).toEqual(first?.blocks)
    expect(second?.bytes).toEqual(bytes)
    expect(second?.extra).toMatchObject({ unasked: 'followed another plate' })
    expect(line.faults()).toEqual([])
    expect(line.replies().filter(({ command }) => command === 'read-plate')).toHaveLength(1)
  })

  it('may be followed by a third', () => {
    expect(readOnce().received(PLATE, ACK, OK_ELX, PLATE).reads()).toHaveLength(3)
  })

  it('has no barcode: the one that was asked for belongs to the first', () => {
    const line = twoByTwo()
    line.sent('s').received(ACK, wire('"P-007"'), new Uint8Array(27), OK_ELX)
    line.sent('S').received(ACK, OK_ELX, PLATE).received(PLATE)
    expect(line.reads().map(({ barcode }) => barcode)).toEqual(['P-007', null])
  })

  it('is still read when the host speaks while it comes in; the answer follows it', () => {
    const line = readOnce().received(PLATE.slice(0, 9)).sent('o').received(PLATE.slice(9))
    expect(line.reads()).toHaveLength(2)
    line.received(ACK, OK_ELX)
    expect(line.replies().at(-1)).toMatchObject({ command: 'current-status', outcome: 'answered' })
    expect(line.faults()).toEqual([])
  })

  it('that turns out to be none gives the answer behind it back', () => {
    const line = readOnce().received(wire('0d')).sent('o').received(ACK, OK_ELX)
    expect(line.replies().at(-1)).toMatchObject({ command: 'current-status', outcome: 'answered' })
    expect(line.faults()).toMatchObject([{ code: 'reader-noise', bytes: wire('0d') }])
  })

  it.each([
    ['its checksum is wrong', concatBytes(BLOCK_2X2.slice(0, -1), wire('00'), END, OK_ELX)],
    ['its status is an error', concatBytes(wire('"0100" 03'), PLATE)],
    ['its final status is an error', concatBytes(BLOCK_2X2, END, wire('"0100" 03'))],
    ['its final status is missing', concatBytes(BLOCK_2X2, END)],
    ['it is half a plate', BLOCK_2X2.slice(0, 20)],
    ['it ends in 312 status', concatBytes(BLOCK_2X2, END, OK_312)],
  ])('is noise when %s', (_, bytes) => {
    const line = readOnce().received(bytes).silence()
    expect(line.reads()).toHaveLength(1)
    expect(line.faults()).toMatchObject([{ code: 'reader-noise', bytes }])
  })

  it.each([
    ['after a silence', () => readOnce().silence()],
    ['after a new definition', () => readOnce().told('V', definition({ measurementNm: 405 }))],
    ['before any plate was read', () => twoByTwo()],
  ])('is noise %s', (_, begin) => {
    const line = begin()
    const before = line.reads().length
    line.received(PLATE).silence()
    expect(line.reads()).toHaveLength(before)
    expect(line.faults().at(-1)?.code).toBe('reader-noise')
  })

  it('is noise in 312 format, where nothing proves it whole', () => {
    const row = `${'2c 2b30313233 '.repeat(12)} 0d0a `
    const plate = concatBytes(wire(`0d ${row.repeat(8)} "TEST  " 0d 0a`), new Uint8Array(49), END)
    const line = talk().told('V', definition({ measurementNm: 450 }), OK_312)
    line.sent('S').received(ACK, OK_312, plate, plate).silence()
    expect(line.reads()).toHaveLength(1)
    expect(line.faults().map(({ code }) => code)).toEqual(['reader-noise', 'reader-noise'])
  })
})
