import { concatBytes } from '../../../src/driver-kit.ts'
import { describe, expect, it } from 'vitest'

import { ACK, block, OK, talk, type Talk, WHOLE, wire } from './talk.ts'

const at = (wavelengthNm: number) => ({ ...WHOLE, wavelengthNm })
const [AT_450, AT_630] = [at(450), at(630)]

/** Both definitions announced, the first one read. */
const half = (): Talk => talk().loaded(AT_630).loaded(AT_450).measured(AT_450, 0.1)
const codes = (one: Talk) => one.faults().map(({ code }) => code)

describe('a plate at two wavelengths', () => {
  it('is one read, once both that were announced are read', () => {
    const one = half()
    expect(one.reads()).toEqual([])
    expect(one.heard).toContainEqual({ kind: 'progress', blocksDone: 1, blocksExpected: 2 })
    const [read, ...more] = one.loaded(AT_630).measured(AT_630, 0.2).reads()
    const seen = read?.blocks.map(({ wavelengthNm, wells }) => [wavelengthNm, wells[95]?.value])
    expect(seen).toEqual([
      [450, 0.1],
      [630, 0.2],
    ])
    const answer = (nm: number, od: number) =>
      concatBytes(
        ACK,
        OK,
        block(at(nm), () => od),
        OK,
      )
    expect(read?.bytes).toEqual(concatBytes(answer(450, 0.1), answer(630, 0.2)))
    expect(more).toEqual([])
    expect(one.faults()).toEqual([])
  })

  it('may be asked for the temperature in between', () => {
    const asked = half().sent('h').received(wire('06 "2360000" 03'))
    expect(asked.loaded(AT_630).measured(AT_630, 0.2).reads()).toHaveLength(1)
  })

  it('is two reads when each was loaded and read by itself', () => {
    const one = talk().loaded(AT_450).measured(AT_450, 0.1).loaded(AT_630).measured(AT_630, 0.2)
    expect(one.reads().map(({ blocks }) => blocks.map(({ wavelengthNm }) => wavelengthNm))).toEqual(
      [[450], [630]],
    )
  })

  it('is two reads of one wavelength when that is read again', () => {
    const one = talk().loaded(AT_450).measured(AT_450, 0.1).measured(AT_450, 0.2)
    expect(one.reads()).toHaveLength(2)
  })

  it('is given up with its bytes when the carrier moves', () => {
    for (const command of ['A', 'J', 'i']) {
      const one = half().sent(command)
      expect(codes(one)).toEqual(['reader-aborted'])
      expect(one.faults()[0]?.bytes.length).toBeGreaterThan(1_000)
      expect(one.faults()[0]?.message).toContain('1 of 2 wavelengths')
    }
  })

  it('is given up when the next definition is refused, or is another', () => {
    const refused = half().sent('D').received(ACK).sent('\u0003').received(wire('"1600" 03'))
    expect(codes(refused)).toEqual(['reader-aborted'])
    const other = half().loaded(at(405))
    expect(codes(other)).toEqual(['reader-aborted'])
    expect(
      other
        .measured(at(405), 0.3)
        .reads()
        .map(({ blocks }) => blocks.length),
    ).toEqual([1])
  })

  it('is given up when one of them is read twice', () => {
    const one = half().measured(AT_450, 0.3)
    expect(codes(one)).toEqual(['reader-aborted'])
    expect(one.reads().map(({ blocks }) => blocks.map(({ wavelengthNm }) => wavelengthNm))).toEqual(
      [[450]],
    )
  })

  it('is given up when the second read fails, with the bytes of both', () => {
    const half2 = (): Talk => half().loaded(AT_630).sent('O')
    const bad = half2().received(ACK, wire('"0400" 03'))
    expect(codes(bad)).toEqual(['reader-status'])
    expect(bad.faults()[0]?.bytes.length).toBeGreaterThan(1_000)
    const lost = half2().received(ACK, OK).closed()
    expect(codes(lost)).toEqual(['port-lost'])
    expect(lost.faults()[0]?.bytes.length).toBeGreaterThan(1_000)
    for (const one of [half2().silence(), half2().received(wire('15'))]) {
      expect(codes(one)).toEqual(['reader-aborted'])
      expect(one.replies().at(-1)?.fault).toBeUndefined()
    }
  })

  it('is given up with its bytes when the connection ends between them', () => {
    const one = half().closed()
    expect(codes(one)).toEqual(['port-lost'])
    expect(one.faults()[0]?.bytes.length).toBeGreaterThan(1_000)
  })

  it('does not wait for what was announced before the carrier moved, or of other wells', () => {
    const moved = talk().loaded(AT_630).sent('A').received(ACK, OK).loaded(AT_450)
    expect(moved.measured(AT_450, 0.1).reads()).toHaveLength(1)
    const wells = { rows: [1, 1], columns: [1, 2], wavelengthNm: 450 } as const
    expect(talk().loaded(AT_630).loaded(wells).measured(wells, 0.1).reads()).toHaveLength(1)
  })
})

describe('a read that is told to stop', () => {
  it('ends at once, and what still comes is not a plate', () => {
    const one = talk().loaded(AT_450).sent('O').received(ACK, OK).sent('x')
    expect(codes(one)).toEqual(['reader-aborted'])
    expect(one.replies().at(-1)).toMatchObject({ command: 'read-plate', outcome: 'broken' })
    one
      .received(
        block(AT_450, () => 0.1),
        OK,
      )
      .silence()
    expect(one.reads()).toEqual([])
    expect(one.loaded(AT_450).measured(AT_450, 0.2).reads()).toHaveLength(1)
  })

  it('changes nothing when nothing is under way', () => {
    const one = talk().sent('x')
    expect(one.heard).toEqual([])
    const count = half().replies().length
    const between = half().sent('x').loaded(AT_630).measured(AT_630, 0.2)
    expect(between.reads()).toHaveLength(1)
    expect(between.replies().length).toBe(count + 3)
  })
})

describe('a second plate that nobody asked for', () => {
  const answer = concatBytes(
    ACK,
    OK,
    block(AT_450, () => 0.7),
    OK,
  )
  const first = (): Talk => talk().loaded(AT_450).measured(AT_450, 0.1)

  it('is taken right behind the first, and marked', () => {
    const [, second] = first().received(answer).reads()
    expect(second?.blocks[0]?.wells[0]?.value).toBe(0.7)
    expect(second?.extra['unasked']).toBe('followed another plate')
  })

  it('is noise after a pause, after other bytes, or when a byte of it is wrong', () => {
    const spoilt = answer.map((byte, index) => (index === 40 ? byte ^ 0x01 : byte))
    for (const one of [
      first().silence().received(answer),
      first().received(wire('00'), answer),
      first().received(spoilt),
    ]) {
      one.silence()
      expect(one.reads()).toHaveLength(1)
      expect(new Set(codes(one))).toEqual(new Set(['reader-noise']))
    }
  })

  it('is heard to its end although the host speaks', () => {
    const one = first().received(answer.slice(0, 600)).sent('h').received(answer.slice(600))
    one.received(wire('06 "2360000" 03'))
    expect(one.reads()).toHaveLength(2)
    expect(one.replies().at(-1)).toMatchObject({ command: 'get-temperature', status: '0000' })
  })

  it('gives back the answer that came behind when it breaks off', () => {
    const one = first().received(answer.slice(0, 600)).sent('h').received(wire('06 "2360000" 03'))
    expect(one.reads()).toHaveLength(1)
    expect(one.replies().at(-1)).toMatchObject({ command: 'get-temperature', status: '0000' })
  })
})
