import { concatBytes } from '../../../src/driver-kit.ts'
import { describe, expect, it } from 'vitest'

import {
  ACK,
  BLOCK_2X2,
  BLOCK_2X2_WARM,
  blockWithChecksum,
  definition,
  END,
  OK_312,
  OK_ELX,
  talk,
  twoByTwo,
  wire,
} from './talk.ts'

describe('a read in ELx format', () => {
  it('is the plate of the constructed vector', () => {
    const line = twoByTwo().sent('S').received(ACK, OK_ELX, BLOCK_2X2, END, OK_ELX)
    const [read] = line.reads()
    expect(line.faults()).toEqual([])
    expect(read?.format).toBe(96)
    expect(read?.barcode).toBeNull()
    expect(read?.extra).toEqual({ dataFormat: 'elx', finalStatus: '0000' })
    expect(read?.bytes).toEqual(concatBytes(ACK, OK_ELX, BLOCK_2X2, END, OK_ELX))
    const [block] = read?.blocks ?? []
    expect(block).toMatchObject({
      interval: 1,
      wavelengthNm: 450,
      referenceNm: null,
      subtractedByInstrument: false,
      temperatureC: null,
      checksum: 'ok',
    })
    const wells = new Map(block?.wells.map((each) => [each.well, each]))
    expect(wells.size).toBe(96)
    expect(wells.get('A1')).toEqual({ well: 'A1', value: 0.123, text: '+0123' })
    expect(wells.get('A2')).toEqual({ well: 'A2', value: 1.234, text: '+1234' })
    expect(wells.get('B1')).toEqual({ well: 'B1', value: 'overflow', text: '*****' })
    expect(wells.get('B2')).toEqual({ well: 'B2', value: -0.004, text: '-0004' })
    expect(wells.get('A3')).toEqual({ well: 'A3', value: 'unread', text: '' })
    expect(line.replies().at(-1)).toEqual({
      command: 'read-plate',
      outcome: 'answered',
      data: new Uint8Array(),
      status: '0000',
    })
  })

  it('carries the temperature', () => {
    const line = twoByTwo().sent('S').received(ACK, OK_ELX, BLOCK_2X2_WARM, END, OK_ELX)
    expect(line.reads()[0]?.blocks[0]?.temperatureC).toBe(27.5)
  })

  it.each([0x1a, 0x03, 0x06, 0x10, 0x0d, 0x15, 0x1e, 0x30])(
    'is read whatever its checksum byte is: %s',
    (checksum) => {
      const block = blockWithChecksum(checksum)
      const line = twoByTwo().sent('S').received(ACK, OK_ELX, block, END, OK_ELX)
      expect(line.reads()).toHaveLength(1)
      expect(line.faults()).toEqual([])
    },
  )

  it('is refused when the checksum is wrong, and heard to its end', () => {
    const bad = concatBytes(BLOCK_2X2.slice(0, -1), wire('a2'))
    const line = twoByTwo().sent('S').received(ACK, OK_ELX, bad, END)
    expect(line.heard.at(-1)).toMatchObject({ kind: 'reply', reply: { command: 'column-range' } })
    line.received(OK_ELX)
    expect(line.reads()).toEqual([])
    expect(line.faults()).toMatchObject([
      {
        code: 'reader-checksum',
        message: "Block 1: checksum 'A2' came, but the bytes add up to 'A1'.",
      },
    ])
    expect(line.replies().at(-1)).toMatchObject({ outcome: 'broken', fault: line.faults()[0] })
  })

  it('is as before when the reader refuses a new range', () => {
    const line = twoByTwo().sent('r').received(ACK).sent(wire('00 00')).received(wire('15'))
    line.sent('S').received(ACK, OK_ELX, BLOCK_2X2, END, OK_ELX)
    expect(line.reads()).toHaveLength(1)
  })

  it('has the barcode that was asked for since the read before it, or none', () => {
    const line = twoByTwo()
    line.sent('s').received(ACK, wire('"P-007"'), new Uint8Array(27), OK_ELX)
    line.sent('S').received(ACK, OK_ELX, BLOCK_2X2, END, OK_ELX)
    line.sent('S').received(ACK, OK_ELX, BLOCK_2X2, END, OK_ELX)
    expect(line.reads().map(({ barcode }) => barcode)).toEqual(['P-007', null])
  })

  it('says nothing before its last byte came', () => {
    const line = twoByTwo().sent('S')
    const before = line.heard.length
    line.received(ACK, OK_ELX, BLOCK_2X2, END, OK_ELX.slice(0, -1))
    expect(line.heard).toHaveLength(before)
    line.received(OK_ELX.slice(-1))
    expect(line.heard.slice(before).map(({ kind }) => kind)).toEqual(['read', 'reply'])
  })

  it('has a block for each wavelength and interval, with progress', () => {
    const line = twoByTwo({ wavelengthsNm: [405, 630], readType: 'kinetic', readCount: 2 })
    line.sent('S').received(ACK, OK_ELX, BLOCK_2X2, BLOCK_2X2, BLOCK_2X2, BLOCK_2X2, END, OK_ELX)
    const blocks = line.reads()[0]?.blocks ?? []
    expect(blocks.map(({ interval, wavelengthNm }) => [interval, wavelengthNm])).toEqual([
      [1, 405],
      [1, 630],
      [2, 405],
      [2, 630],
    ])
    const progress = line.heard.filter(({ kind }) => kind === 'progress')
    expect(progress).toEqual(
      [1, 2, 3, 4].map((blocksDone) => ({
        kind: 'progress',
        blocksDone,
        blocksExpected: 4,
        temperatureC: null,
      })),
    )
  })

  it('is void when it ends before all blocks came, or goes on after them', () => {
    const few = twoByTwo({ wavelengthsNm: [405, 630] })
    few.sent('S').received(ACK, OK_ELX, BLOCK_2X2, END, OK_ELX)
    const many = twoByTwo().sent('S').received(ACK, OK_ELX, BLOCK_2X2, BLOCK_2X2, END, OK_ELX)
    expect(many.faults()[0]?.message).toContain(`byte ${6 + BLOCK_2X2.length + 1} of`)
    for (const line of [few, many]) {
      expect(line.reads()).toEqual([])
      expect(line.faults()).toMatchObject([{ code: 'reader-malformed' }])
      expect(line.replies().at(-1)).toMatchObject({ command: 'read-plate', outcome: 'broken' })
    }
  })

  it('says that the reader subtracted the reference', () => {
    const line = twoByTwo({ measurementNm: 450, referenceNm: 630, subtractsReference: true })
    line.sent('S').received(ACK, OK_ELX, BLOCK_2X2, END, OK_ELX)
    expect(line.reads()[0]?.blocks[0]).toMatchObject({
      wavelengthNm: 450,
      referenceNm: 630,
      subtractedByInstrument: true,
    })
  })

  it('does not guess whether two wavelengths without the subtraction bit were subtracted', () => {
    const line = twoByTwo({ measurementNm: 450, referenceNm: 630 })
    line.sent('S').received(ACK, OK_ELX, BLOCK_2X2, END, OK_ELX)
    expect(line.reads()[0]?.blocks[0]?.subtractedByInstrument).toBe('unknown')
  })

  it('takes as many blocks as come when only the total time was set', () => {
    const line = twoByTwo({ measurementNm: 450, readType: 'kinetic', usesTotalTime: true })
    line.sent('S').received(ACK, OK_ELX, BLOCK_2X2, BLOCK_2X2, BLOCK_2X2, END, OK_ELX)
    expect(line.reads()[0]?.blocks.map(({ interval }) => interval)).toEqual([1, 2, 3])
  })
})

describe('the parts of a plate', () => {
  it('may lie anywhere in it', () => {
    const line = talk()
      .told('n', wire('"1"'))
      .told('V', definition({ measurementNm: 450 }))
      .told('r', wire('07 08'))
      .told('%', wire('0b 0c'))
    line.sent('S').received(ACK, OK_ELX, BLOCK_2X2, END, OK_ELX)
    const wells = line.reads()[0]?.blocks[0]?.wells.filter(({ value }) => value !== 'unread')
    expect(wells?.map(({ well }) => well)).toEqual(['G11', 'G12', 'H11', 'H12'])
  })

  it('may be a list of up to eight wells, always eight values', () => {
    const line = talk()
      .told('n', wire('"1"'))
      .told('V', definition({ measurementNm: 450 }))
    const values = '2b30303031 2c 2d30303032 2c 2a2a2a2a2a'
    const rest = ' 2c 2b30303039'.repeat(5)
    const summed = wire(`2c ${values} ${rest} 0d0a 1a`)
    const checksum = summed.reduce((sum, byte) => sum + byte, 0) % 256
    const data = concatBytes(wire('0d'), summed, Uint8Array.of(checksum), END)
    line.sent('d').received(ACK)
    line.sent(wire('"0812" "0101" "0503" "0000" "0000" "0000" "0000" "0000" "0" 03'))
    line.received(ACK, OK_ELX, data, OK_ELX)
    const wells = line.reads()[0]?.blocks[0]?.wells.filter(({ value }) => value !== 'unread')
    expect(wells).toEqual([
      { well: 'A1', value: -0.002, text: '-0002' },
      { well: 'E3', value: 'overflow', text: '*****' },
      { well: 'H12', value: 0.001, text: '+0001' },
    ])
    expect(line.replies().slice(-2)).toMatchObject([
      { command: 'read-wells', outcome: 'answered', status: '' },
      { command: 'read-wells', outcome: 'answered', status: '0000' },
    ])
  })

  it('as a list may come without a status before the data, and may be refused', () => {
    const line = twoByTwo()
    const list = wire('"0812" "0000" "0000" "0000" "0000" "0000" "0000" "0000" "0" 03')
    const summed = wire(`${'2c 2b30303031 '.repeat(8)} 0d0a 1a`)
    const checksum = summed.reduce((sum, byte) => sum + byte, 0) % 256
    line.sent('d').received(ACK).sent(list)
    line.received(ACK, wire('0d'), summed, Uint8Array.of(checksum), END, OK_ELX)
    expect(line.reads()).toHaveLength(1)
    line.sent('d').received(ACK).sent(list).received(wire('15'))
    expect(line.replies().at(-1)).toMatchObject({ command: 'read-wells', outcome: 'refused' })
  })
})

describe('a read in 312 format', () => {
  const row = `${'2c 2b30313233 '.repeat(12)} 0d0a `
  const values = wire(`0d ${row.repeat(8)}`)
  const trailer = concatBytes(wire('"TEST  " 0d 0a'), new Uint8Array(49).fill(0x10), END)
  const line312 = () => talk().told('V', definition({ measurementNm: 450 }), OK_312)

  it('has no checksum and no final status, and 49 bytes that mean nothing', () => {
    const line = line312().sent('S').received(ACK, OK_312, values, trailer)
    const [read] = line.reads()
    expect(read?.blocks[0]?.checksum).toBe('absent')
    expect(read?.blocks[0]?.wells.map(({ value }) => value)).toEqual(Array(96).fill(0.123))
    expect(read?.extra).toEqual({ dataFormat: '312', finalStatus: '', assayName: 'TEST' })
    expect(line.faults()).toEqual([])
  })

  it('has three digits of temperature before the name when they were asked for', () => {
    const line = line312().sent('S').received(ACK, OK_312, values, wire('"305"'), trailer)
    expect(line.reads()[0]?.blocks[0]?.temperatureC).toBe(30.5)
  })

  it('has a final status in ELx status format', () => {
    const line = talk()
      .told('n', wire('"1"'))
      .told('V', definition({ measurementNm: 450 }))
    line.sent('S').received(ACK, OK_ELX, values, trailer)
    expect(line.reads()).toEqual([])
    line.received(OK_ELX)
    expect(line.reads()).toHaveLength(1)
  })

  it('counts its kinetic intervals, because nothing marks the end', () => {
    const line = talk().told(
      'V',
      definition({ measurementNm: 450, readType: 'kinetic', readCount: 2 }),
      OK_312,
    )
    line.sent('S').received(ACK, OK_312, values, trailer)
    expect(line.reads()).toEqual([])
    line.received(values, trailer)
    expect(line.reads()[0]?.blocks.map(({ interval }) => interval)).toEqual([1, 2])
  })

  it('is void when its trailer is not where it belongs', () => {
    const line = line312().sent('S').received(ACK, OK_312, values, wire('"TESTTESTTEST"'))
    line.silence()
    expect(line.reads()).toEqual([])
    expect(line.faults()).toMatchObject([{ code: 'reader-malformed' }])
  })
})
