import { concatBytes } from '../../../src/driver-kit.ts'
import { describe, expect, it } from 'vitest'

import {
  ACK,
  BLOCK_2X2,
  blockWithChecksum,
  definition,
  END,
  OK_312,
  OK_ELX,
  talk,
  type Talk,
  twoByTwo,
  wire,
} from './talk.ts'

const DLE = wire('10')
const ABORTED = wire('"0100" 03')

/** A line over which another plate is read, to show that nothing of the void one is left. */
function nextPlateIsRead(line: Talk): void {
  const before = line.reads().length
  line.told('V', definition({ measurementNm: 450 })).told('r', wire('01 02'))
  line.told('%', wire('01 02')).sent('S').received(ACK, OK_ELX, BLOCK_2X2, END, OK_ELX)
  expect(line.reads()).toHaveLength(before + 1)
}

describe('a read is void', () => {
  it('when its first status is an error; no data follow', () => {
    const line = twoByTwo().sent('S').received(ACK, wire('"0401" 03'))
    expect(line.faults()).toMatchObject([
      {
        code: 'reader-status',
        message: expect.stringContaining(
          "'0401', a motor failed its position check (filter wheel)",
        ),
      },
    ])
    expect(line.replies().at(-1)).toMatchObject({ outcome: 'answered', status: '0401' })
    nextPlateIsRead(line)
  })

  it('when its final status is an error, whatever came before', () => {
    const line = twoByTwo().sent('S').received(ACK, OK_ELX, BLOCK_2X2, END, wire('"0500" 03'))
    expect(line.reads()).toEqual([])
    expect(line.faults()).toMatchObject([{ code: 'reader-status' }])
    expect(line.faults()[0]?.bytes).toHaveLength(6 + BLOCK_2X2.length + 6)
    expect(line.replies().at(-1)).toMatchObject({ outcome: 'broken', status: '0500' })
    nextPlateIsRead(line)
  })

  it('when a DLE stands for the rest of the data, at any place', () => {
    for (let cut = 0; cut < BLOCK_2X2.length; cut += 1) {
      const line = twoByTwo().sent('S').received(ACK, OK_ELX, BLOCK_2X2.slice(0, cut), DLE, ABORTED)
      expect(line.reads(), `cut at ${cut}`).toEqual([])
      expect(line.faults(), `cut at ${cut}`).toMatchObject([
        {
          code: 'reader-aborted',
          message: expect.stringContaining("'0100', the read was aborted"),
        },
      ])
      expect(line.replies().at(-1)).toMatchObject({ outcome: 'broken', status: '0100' })
      nextPlateIsRead(line)
    }
  })

  it('when a DLE comes between two blocks, or before the last ^Z', () => {
    const between = twoByTwo({ wavelengthsNm: [405, 450] })
    between.sent('S').received(ACK, OK_ELX, BLOCK_2X2, DLE, ABORTED)
    const last = twoByTwo().sent('S').received(ACK, OK_ELX, BLOCK_2X2, DLE, ABORTED)
    for (const line of [between, last]) {
      expect(line.reads()).toEqual([])
      expect(line.faults()).toMatchObject([{ code: 'reader-aborted' }])
    }
  })

  it('when a DLE stands where a checksum of 10 hex would, and the status says so', () => {
    const block = blockWithChecksum(0x10)
    const read = twoByTwo().sent('S').received(ACK, OK_ELX, block, END, OK_ELX)
    expect(read.reads()).toHaveLength(1)
    const aborted = twoByTwo().sent('S').received(ACK, OK_ELX, block, ABORTED)
    expect(aborted.reads()).toEqual([])
    expect(aborted.faults()).toMatchObject([{ code: 'reader-aborted' }])
  })

  it('when a DLE comes in 312 status format, which has no final word', () => {
    const line = talk().told('V', definition({ measurementNm: 450 }), OK_312)
    line.told('r', wire('01 02'), OK_312).told('%', wire('01 02'), OK_312)
    line.sent('S').received(ACK, OK_312, BLOCK_2X2.slice(0, 9), DLE)
    expect(line.faults()).toMatchObject([
      { code: 'reader-aborted', message: expect.stringContaining('it does not say why') },
    ])
    expect(line.replies().at(-1)).toMatchObject({ outcome: 'broken', status: '' })
  })

  it('when a byte is lost or gained, and it is heard to its end all the same', () => {
    for (let at = 0; at < BLOCK_2X2.length; at += 1) {
      const lost = concatBytes(BLOCK_2X2.slice(0, at), BLOCK_2X2.slice(at + 1))
      const gained = concatBytes(BLOCK_2X2.slice(0, at), wire('35'), BLOCK_2X2.slice(at))
      for (const block of [lost, gained]) {
        const line = twoByTwo().sent('S').received(ACK, OK_ELX, block, END, OK_ELX)
        expect(line.reads(), `at ${at}`).toEqual([])
        expect(line.faults()[0]?.code, `at ${at}`).toMatch(/^reader-(malformed|checksum)$/)
        expect(line.replies().at(-1)?.outcome, `at ${at}`).toBe('broken')
        nextPlateIsRead(line)
      }
    }
  })

  it('when it falls silent or the connection ends, with its half plate kept', () => {
    const half = BLOCK_2X2.slice(0, 11)
    const silent = twoByTwo().sent('S').received(ACK, OK_ELX, half).silence()
    const closed = twoByTwo().sent('S').received(ACK, OK_ELX, half).closed()
    expect(silent.faults()).toMatchObject([{ code: 'reader-silent' }])
    expect(closed.faults()).toMatchObject([{ code: 'port-lost' }])
    expect(silent.faults()[0]?.bytes).toEqual(concatBytes(ACK, OK_ELX, half))
    expect(silent.replies().at(-1)).toMatchObject({ command: 'read-plate', outcome: 'silent' })
    expect(closed.replies().at(-1)).toMatchObject({ command: 'column-range' })
    nextPlateIsRead(silent)
  })

  it('when the reader has lost its settings: 312 status where ELx was set', () => {
    const line = twoByTwo().sent('S').received(ACK, wire('1e 30 39 30 03'))
    expect(line.faults()).toMatchObject([{ code: 'reader-restarted' }])
    line.told('n', wire('"1"'), OK_312)
    nextPlateIsRead(line)
  })

  it('when the reader has lost its settings and sends data all the same', () => {
    const line = twoByTwo().sent('S').received(ACK, OK_312, BLOCK_2X2, END).silence()
    expect(line.reads()).toEqual([])
    expect(line.faults()).toMatchObject([{ code: 'reader-restarted' }])
    expect(line.replies().at(-1)).toMatchObject({ outcome: 'broken' })
  })

  it.each([
    ['no definition was loaded on this line', () => talk().told('n', wire('"1"'))],
    [
      'the definition was refused',
      () => twoByTwo().told('V', definition({ measurementNm: 450 }), wire('"1600" 03')),
    ],
    [
      'it is in doubt whether a range was taken',
      () => twoByTwo().sent('r').received(ACK).sent(wire('01 02')).silence(),
    ],
    ['a self-test came in between', () => twoByTwo().sent('*').received(ACK, wire('"ok"'), OK_ELX)],
    [
      'nobody heard whether a range sent in one go was taken',
      () => twoByTwo().sent(wire('"r" 01 02')).silence(),
    ],
    [
      'nothing would mark the end of its 312 data',
      () =>
        talk()
          .told('n', wire('"1"'))
          .told('V', definition({ measurementNm: 450, readType: 'kinetic', usesTotalTime: true })),
    ],
    ['it is a scan', () => twoByTwo({ measurementNm: 450, readType: 'scan', scanPoints: 3 })],
  ])('when %s', (_, begin) => {
    const line = begin().sent('S').received(ACK, OK_ELX, BLOCK_2X2, END, OK_ELX)
    expect(line.reads()).toEqual([])
    expect(line.faults().at(-1)).toMatchObject({
      code: 'reader-malformed',
      message: expect.stringContaining('were not set on this line'),
    })
    nextPlateIsRead(line)
  })

  it('when its final status comes in another format than its first', () => {
    const line = twoByTwo().sent('S').received(ACK, OK_ELX, BLOCK_2X2, END, OK_312).silence()
    expect(line.reads()).toEqual([])
    expect(line.faults()).toMatchObject([{ code: 'reader-malformed' }])
  })

  it('and is over after so much rubbish that it will not end by itself', () => {
    const line = twoByTwo().sent('S').received(ACK, OK_ELX, new Uint8Array(70_000).fill(0x2c))
    expect(line.replies().at(-1)).toMatchObject({ command: 'read-plate', outcome: 'broken' })
    nextPlateIsRead(line)
  })

  it('when the host speaks before it is over', () => {
    const line = twoByTwo().sent('S').received(ACK, OK_ELX, BLOCK_2X2.slice(0, 5)).sent('o')
    expect(line.faults()).toMatchObject([{ code: 'reader-aborted' }])
    line.received(OK_ELX)
    expect(line.replies().at(-1)).toMatchObject({ command: 'read-plate', outcome: 'broken' })
  })

  it('when the host stops it, and hears it out to its last status', () => {
    const line = twoByTwo().sent('S').received(ACK, OK_ELX, BLOCK_2X2.slice(0, 5)).sent('X')
    expect(line.faults()).toEqual([])
    line.received(ACK, DLE, ABORTED)
    expect(line.faults()).toMatchObject([
      { code: 'reader-aborted', message: expect.stringContaining('stopped by command') },
    ])
    expect(line.replies().at(-1)).toMatchObject({
      command: 'read-plate',
      outcome: 'broken',
      status: '0100',
    })
    nextPlateIsRead(line)
  })
})
