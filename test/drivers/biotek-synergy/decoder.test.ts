import { bytesFromText, concatBytes } from '../../../src/driver-kit.ts'
import { describe, expect, it } from 'vitest'

import { checksumDigits } from '../../../drivers/biotek-synergy/bytes.ts'
import {
  ABSORBANCE_041,
  FLUORESCENCE_091,
  LUMINESCENCE_132,
  LUMINESCENCE_160,
  LUMINESCENCE_210,
  STARS_014,
} from './captured.ts'
import { judge } from './judge.ts'
import { ACK, block, OK, talk, TAKEN, text, WHOLE, wire } from './talk.ts'

const AT_580 = { ...WHOLE, wavelengthNm: 580 }

describe('a captured block', () => {
  it('is a plate: every well where its row and column say, in both directions', () => {
    const one = talk().loaded(AT_580).sent('O').received(ACK, OK, ABSORBANCE_041)
    const [read] = one.reads()
    const [wells] = read?.blocks ?? []
    const od = Object.fromEntries((wells?.wells ?? []).map((each) => [each.well, each.value]))
    // As PyLabRobot's test expects them.
    const expected = { A1: 0.1917, A12: 0.2105, B1: 0.0802, B12: 0.1986, D4: 0.0711, D12: 0.1525 }
    expect(od).toMatchObject({ ...expected, E10: 0.1439, H1: 0.1427, H2: 0.1174, H12: 0.1316 })
    expect(Object.keys(od)).toHaveLength(96)
    expect(wells).toMatchObject({ wavelengthNm: 580, temperatureC: 22.8, checksum: 'ok' })
    expect(wells?.wells[0]).toEqual({ well: 'A1', value: 0.1917, text: '+0.1917' })
    expect(read?.bytes).toEqual(concatBytes(ACK, OK, ABSORBANCE_041))
    expect(read && judge(read)).toBeNull()
    expect(one.faults()).toEqual([])
    expect(one.replies().at(-1)).toMatchObject({ command: 'read-plate', status: '0000' })
  })

  it.each([
    ['041', ABSORBANCE_041],
    ['091', FLUORESCENCE_091],
    ['132', LUMINESCENCE_132],
    ['160', LUMINESCENCE_160],
    ['210', LUMINESCENCE_210],
    ['014', STARS_014],
  ])('has the checksum %s over the bytes behind its CR through its ^Z', (checksum, bytes) => {
    const [from, to] = [bytes.indexOf(0x0d) + 1, bytes.indexOf(0x1a) + 1]
    expect(text(bytes.slice(to, to + 4))).toBe(`${checksum}\u001a`)
    expect(checksumDigits(bytes.slice(from, to))).toBe(checksum)
  })

  it('of another measurement is not taken for absorbance', () => {
    for (const bytes of [FLUORESCENCE_091, STARS_014]) {
      const one = talk().loaded(AT_580).sent('O').received(ACK, OK, bytes)
      expect(one.reads()).toEqual([])
      expect(one.faults().map(({ code }) => code)).toEqual(['reader-malformed'])
    }
  })

  it('is void in every byte that is another, missing or doubled', () => {
    const whole = concatBytes(OK, ABSORBANCE_041)
    // Every fifth byte: a well has fourteen, so that each of its places has its turn.
    for (let at = 0; at < whole.length - 1; at += 5) {
      const [before, byte, after] = [
        whole.slice(0, at),
        whole.slice(at, at + 1),
        whole.slice(at + 1),
      ]
      for (const spoilt of [
        [before, after],
        [before, byte, byte, after],
      ]) {
        const one = talk()
          .loaded(AT_580)
          .sent('O')
          .received(ACK, ...spoilt)
          .silence()
        expect(one.reads(), `byte ${at}`).toEqual([])
      }
      const flipped = concatBytes(before, Uint8Array.of((byte[0] ?? 0) ^ 0x01), after)
      expect(talk().loaded(AT_580).sent('O').received(ACK, flipped).silence().reads()).toEqual([])
    }
  })
})

describe('answers recorded from readers', () => {
  it.each([
    ['e', '06 "1650200  Version 1.04   0000" 03', '1650200  Version 1.04   '],
    ['C', '06 "00000000        0000" 03', '00000000        '],
    ['h', '06 "2360000" 03', '236'],
  ])('to %s are %s', (command, bytes, data) => {
    const [reply] = talk().sent(command).received(wire(bytes)).replies()
    expect(reply).toMatchObject({ outcome: 'answered', status: '0000' })
    expect(text(reply?.data)).toBe(data)
  })

  it.each([
    ['"0350000000000000010000000000490300000" 03'],
    ['"0350000000000000010000000000030200000" 03'],
    ['"0350000000000000010000000000000170000" 03'],
  ])('to a definition are %s', (bytes) => {
    const one = talk().sent('D').received(ACK).sent('0047').received(wire(bytes))
    expect(one.replies().map(({ outcome }) => outcome)).toEqual(['answered', 'answered'])
    expect(one.replies()[1]).toMatchObject({ command: 'assay-definition', status: '0000' })
  })

  it('to motion need no status', () => {
    for (const command of ['J', 'A']) {
      const one = talk().sent(command).received(wire('06 03'))
      expect(one.replies()).toMatchObject([{ outcome: 'answered', status: '' }])
    }
  })

  it('to arguments come behind them', () => {
    for (const [command, argument] of [
      ['i', 'x'],
      ['&', 'S1'],
      ['g', '37000'],
      ['y', '0812\u0003'],
    ] as const) {
      const one = talk().sent(command).received(ACK).sent(argument).received(OK)
      expect(one.replies()).toMatchObject([{ outcome: 'answered' }, { status: '0000' }])
    }
  })

  it('that are of another length or form are malformed', () => {
    for (const [command, bytes] of [
      ['h', '06 "23600000" 03'],
      ['h', '06 "0000" 03'],
      ['C', '06 "12" 03'],
      ['e', '06 "1650200 00G0" 03'],
      ['h', '06 "2" 1A'],
    ] as const) {
      const one = talk().sent(command).received(wire(bytes))
      expect(one.replies(), bytes).toMatchObject([{ outcome: 'broken' }])
      expect(one.faults().map(({ code }) => code)).toEqual(['reader-malformed'])
    }
  })

  it('may be a status alone when it is an error', () => {
    const one = talk().sent('h').received(wire('06 "1500" 03'))
    expect(one.replies()).toMatchObject([{ outcome: 'answered', status: '1500' }])
  })
})

describe('a read', () => {
  it('of some wells leaves the others unread', () => {
    const wells = { rows: [2, 3], columns: [11, 12], wavelengthNm: 450 } as const
    const [read] = talk().loaded(wells).measured(wells, 1.25).reads()
    const values = (read?.blocks[0]?.wells ?? []).filter(({ value }) => value !== 'unread')
    expect(values.map(({ well, value }) => [well, value])).toEqual(
      ['B11', 'B12', 'C11', 'C12'].map((well) => [well, 1.25]),
    )
  })

  it('keeps negative wells, and stars of any width as overrange', () => {
    const wells = { rows: [1, 1], columns: [1, 3], wavelengthNm: 450 } as const
    for (const stars of ['*', '****', '*******', '*********']) {
      const summed = bytesFromText(
        `000:00:09.5,300,01,01,-0.0040,01,02,${stars},01,03,-0.0000\r\n301\u001a`,
      )
      const bytes = concatBytes(wire('"01,1," 0D'), summed, bytesFromText(checksumDigits(summed)))
      const one = talk().loaded(wells).sent('O').received(ACK, OK, bytes, wire('1A'), OK)
      const [read] = one.reads()
      expect(read?.blocks[0]?.wells.slice(0, 3)).toEqual([
        { well: 'A1', value: -0.004, text: '-0.0040' },
        { well: 'A2', value: 'overflow', text: stars },
        { well: 'A3', value: 0, text: '-0.0000' },
      ])
      expect(read?.blocks[0]?.temperatureC).toBe(30.1)
      expect(read?.extra).toEqual({ elapsed450: '000:00:09.5', startTemperature450: '30.0' })
    }
  })

  it('that says wells of another row, a row too few or too many, is void', () => {
    const wells = { rows: [2, 3], columns: [1, 2], wavelengthNm: 450 } as const
    const others = [
      { ...wells, rows: [1, 2] },
      { ...wells, rows: [2, 2] },
      { ...wells, rows: [2, 4] },
      { ...wells, columns: [2, 3] },
      { ...wells, columns: [1, 3] },
    ] as const
    for (const other of others) {
      const one = talk().loaded(wells).measured(other, 0.5)
      expect(one.reads()).toEqual([])
      expect(one.faults().map(({ code }) => code)).toEqual(['reader-malformed'])
    }
  })

  it('without a definition on this line is not used', () => {
    const one = talk().measured({ ...WHOLE, wavelengthNm: 450 }, 0.5)
    expect(one.reads()).toEqual([])
    expect(one.faults()[0]?.message).toContain('were not set on this line')
  })

  it('answered 2D06 tells of a restart when a definition was taken, else of an error', () => {
    const not = wire('06 "2D06" 03')
    const known = talk().loaded(AT_580).sent('O').received(not)
    expect(known.faults().map(({ code }) => code)).toEqual(['reader-restarted'])
    expect(known.replies().at(-1)).toMatchObject({ outcome: 'answered', status: '2D06' })
    const unknown = talk().sent('O').received(not)
    expect(unknown.faults()[0]?.message).toContain("'2D06', no assay definition is set")
  })

  it('whose final status is an error is void', () => {
    const bytes = concatBytes(
      block(AT_580, () => 0.1),
      wire('"0500" 03'),
    )
    const one = talk().loaded(AT_580).sent('O').received(ACK, OK, bytes)
    expect(one.reads()).toEqual([])
    expect(one.faults().map(({ code }) => code)).toEqual(['reader-status'])
  })

  it('after a definition that was not taken is not used', () => {
    const refused = talk().loaded(AT_580).sent('D').received(ACK).sent('x\u0003')
    const one = refused.received(wire('"1600" 03')).measured(AT_580, 0.5)
    expect(one.reads()).toEqual([])
    expect(TAKEN.length).toBe(38)
  })
})
