import { bytesFromText, textFromBytes } from '../../../src/driver-kit.ts'
import { describe, expect, it } from 'vitest'

import type { RunPlan } from '../../../drivers/moldev-spectramax/run-plan.ts'
import { textFromTransfer } from '../../../drivers/moldev-spectramax/transfer.ts'
import { judge } from './judge.ts'
import { begun, CORNER, talk, valuesOf, WHOLE } from './talk.ts'

/** An answer with the values of one wavelength, a list a column. */
function answer(columns: readonly (readonly string[])[], time = '12345.6'): string {
  const transfer = { time, temperature: '25.1', container: '96-well', values: [columns] }
  return `OK\r\n>${textFromTransfer(transfer, { ...CORNER, wavelengthsNm: [260] })}>`
}

const corner = (text: string, plan: RunPlan = CORNER) =>
  begun(plan).sent('!TRANSFER').received(text)
/** The values of the corner, or null where a fault tells why there are none. */
function outcome(text: string) {
  const one = corner(text).silence()
  const [read] = one.reads()
  return read === undefined && one.codes().length > 0 ? null : valuesOf(read)
}

const GOOD = answer([
  ['0.123', '1.234'],
  ['-0.004', '2.345'],
])

describe('a value', () => {
  it('below zero is a number, saturation is overflow, a dash is unread', () => {
    const [read] = corner(
      answer([
        ['-0.004', '#SAT'],
        ['-', '-1.250'],
      ]),
    ).reads()
    expect(valuesOf(read)).toEqual({ A1: -0.004, B1: 'overflow', A2: 'unread', B2: -1.25 })
    const texts = read?.blocks[0]?.wells.flatMap(({ text }) => (text === '' ? [] : [text]))
    expect(texts).toEqual(['-0.004', '-', '#SAT', '-1.250'])
    expect(read && judge(read)).toBeNull()
  })

  it.each(['0.12', '0.1234', '.123', '00.123', '0123', '10.123', '0.1e3', '#SA', '--', 'NaN'])(
    'that no reader prints voids the plate: %s',
    (text) => {
      const one = corner(
        answer([
          ['0.123', text],
          ['0.345', '0.456'],
        ]),
      )
      expect(one.codes()).toEqual(['reader-malformed'])
      expect(one.reads()).toEqual([])
    },
  )
})

describe('the lines', () => {
  const two = [
    ['0.123', '1.234'],
    ['0.345', '2.345'],
  ]

  it('may be those of columns by their place, but not of both kinds', () => {
    const plan: RunPlan = { ...CORNER, rows: [3, 4], columns: [11, 12] }
    const wanted = { C11: 0.123, D11: 1.234, C12: 0.345, D12: 2.345 }
    const byCount = answer(two)
    const byPlace = byCount.replace('1:\t', '11:\t').replace('\n2:\t', '\n12:\t')
    expect(valuesOf(corner(byCount, plan).reads()[0])).toEqual(wanted)
    expect(valuesOf(corner(byPlace, plan).reads()[0])).toEqual(wanted)
    for (const mixed of [
      byCount.replace('1:\t', '11:\t'),
      byCount.replace('\n2:\t', '\n12:\t'),
      byCount.replace('\n2:\t', '\n1:\t'),
    ]) {
      expect(corner(mixed, plan).codes()).toEqual(['reader-malformed'])
    }
  })

  it.each<[string, string, string]>([
    ['L:\t260\r\nL:', 'L:\t280\r\nL:', '260 nm were set'],
    ['\nL:\t260\r\n1', '\nL:\t280\r\n1', 'another heading'],
    ['12345.6\t', '', 'heading'],
    ['12345.6', '123x5.6', 'time and temperature'],
    ['\r\n2:\t-0.004\t2.345', '', '4 lines came, not 5'],
    ['\t2.345', '', 'column 2 has 1 values, not 2'],
    ['\t2.345', '\t2.345\t2.345', 'column 2 has 3 values, not 2'],
    ['\t2.345', '2.345', 'column 2 has 1 values, not 2'],
    ['\r\n>\r\n', '\r\n\r\n', 'prompt'],
  ])('must be those that were asked for: %j as %j', (from, to, words) => {
    expect(GOOD).toContain(from)
    const one = corner(GOOD.replace(from, to)).silence()
    expect(one.codes()).toEqual(['reader-malformed'])
    expect(one.faults()[0]?.message).toContain(words)
    expect(textFromBytes(one.faults()[0]?.bytes ?? [])).toContain('L:\t')
    expect(one.reads()).toEqual([])
    expect(one.reply()?.outcome).toBe('broken')
  })

  it('never move a well, whichever byte of them is missing or doubled', () => {
    const wanted = valuesOf(corner(GOOD).reads()[0])
    for (let at = 0; at < GOOD.length; at += 1) {
      const missing = GOOD.slice(0, at) + GOOD.slice(at + 1)
      const doubled = GOOD.slice(0, at + 1) + GOOD.slice(at)
      // A sign that is missing is the one loss that no count can show.
      const sign = GOOD.startsWith('-0.004', at) ? { A2: 0.004 } : {}
      expect([{ ...wanted, ...sign }, null], `without byte ${at}`).toContainEqual(outcome(missing))
      expect([wanted, null], `byte ${at} twice`).toContainEqual(outcome(doubled))
    }
  })

  it('with a byte that no text has are heard out and void', () => {
    const one = corner(GOOD.replace('1.234', '1.\u00e934'))
    expect(one.heard.filter(({ kind }) => kind === 'fault')).toEqual([])
    one.silence()
    expect(one.codes()).toEqual(['reader-malformed'])
    expect(one.reply()).toMatchObject({ command: 'transfer', outcome: 'broken' })
  })
})

describe('data', () => {
  it('of a read that was not set on this line are not used', () => {
    const one = talk().sent('!READ').received('OK\t\r\n>').sent('!TRANSFER').received(GOOD)
    expect(one.codes()).toEqual(['reader-malformed'])
    expect(one.faults()[0]?.message).toContain('were not set on this line')
  })

  it('of a read whose setting was refused are not used', () => {
    const one = begun().sent('!STRIP 2 2').received('FAIL\t 101\r\n>')
    one.sent('!READ').received('OK\t\r\n>').sent('!TRANSFER').received(GOOD)
    expect(one.codes()).toEqual(['reader-status', 'reader-malformed'])
    expect(one.reads()).toEqual([])
  })

  it('are taken once', () => {
    const one = corner(GOOD).sent('!TRANSFER').received(GOOD)
    expect(one.reads()).toHaveLength(1)
    expect(one.codes()).toEqual(['reader-malformed'])
  })

  it('right behind others are the next plate, or the same once more', () => {
    const next = answer(
      [
        ['0.223', '0.234'],
        ['0.245', '0.255'],
      ],
      '12399.9',
    )
    const one = corner(GOOD).received(next)
    expect(one.reads()).toHaveLength(2)
    expect(one.reads()[1]?.extra['unasked']).toBe('followed another plate')
    const again = corner(GOOD).received(GOOD)
    expect(again.reads()).toHaveLength(1)
    expect(again.codes()).toEqual(['reader-repeated'])
  })

  it('that are no plate are noise when nobody asked', () => {
    const one = corner(GOOD).received('OK\r\n>no plate>').sent('!STATUS')
    expect(one.reads()).toHaveLength(1)
    expect(one.codes()).toEqual(['reader-noise'])
    expect(corner(GOOD).received('\r\n>').sent('!STATUS').codes()).toEqual([])
  })
})

describe('a kinetic read', () => {
  const plan: RunPlan = { ...CORNER, kinetic: { intervalS: 60, count: 3 } }
  const columns = (digit: number) => [
    [`0.10${digit}`, '1.234'],
    ['0.345', '2.345'],
  ]
  const reading = (n: number, time = `${n * 60}.0`) => answer(columns(n), time)

  it('is whole with its last reading', () => {
    const one = begun(plan)
    for (const n of [1, 2]) one.sent('!TRANSFER').received(reading(n))
    expect(one.reads()).toEqual([])
    const progress = one.heard.filter(({ kind }) => kind === 'progress')
    expect(progress).toMatchObject([
      { blocksDone: 1, blocksExpected: 3, temperatureC: 25.1 },
      { blocksDone: 2, blocksExpected: 3 },
    ])
    const [read] = one.sent('!TRANSFER').received(reading(3)).reads()
    expect(read?.blocks.map(({ interval }) => interval)).toEqual([1, 2, 3])
    expect([0, 1, 2].map((block) => valuesOf(read, block)['A1'])).toEqual([0.101, 0.102, 0.103])
    expect(read?.extra).toMatchObject({ time1: '60.0', time2: '120.0', time3: '180.0' })
    expect(read && judge(read)).toBeNull()
  })

  it('with a reading that came twice is void, with all its bytes', () => {
    const one = begun(plan)
    for (const time of ['60.0', '60.0']) one.sent('!TRANSFER').received(reading(1, time))
    expect(one.codes()).toEqual(['reader-malformed'])
    expect(one.faults()[0]?.bytes.length).toBe(2 * reading(1).length)
    expect(one.sent('!TRANSFER').received(reading(3)).reads()).toEqual([])
  })

  it('that something else cuts off leaves its bytes with a fault', () => {
    const other = begun(plan).sent('!TRANSFER').received(reading(1)).sent('!CLEAR DATA')
    expect(other.codes()).toEqual(['reader-aborted'])
    const lost = begun(plan).sent('!TRANSFER').received(reading(1)).closed()
    expect(lost.codes()).toEqual(['port-lost'])
    expect(lost.faults()[0]?.bytes).toEqual(bytesFromText(reading(1)))
  })
})

describe('an answer that breaks off', () => {
  it.each(['O', 'OK', 'OK\r\n>', GOOD.slice(0, 40), GOOD.slice(0, -1)])('at %j is half', (text) => {
    const silent = corner(text).silence()
    expect(silent.codes()).toEqual(['reader-silent'])
    expect(silent.reply()?.outcome).toBe('silent')
    const closed = corner(text).closed()
    expect(closed.codes()).toEqual(['port-lost'])
    expect(closed.reads()).toEqual([])
  })

  it('before it began is silence, and no fault', () => {
    const one = corner('\r\n').silence()
    expect(one.codes()).toEqual([])
    expect(one.reply()?.outcome).toBe('silent')
  })

  it('is overtaken by the next command', () => {
    const one = begun().sent('!STATUS').received('OK\r\n').sent('!STATUS')
    expect(one.codes()).toEqual(['reader-aborted'])
    expect(one.received('OK\r\n>\r\nOPEN\r\nIDLE\r\n\r\n>').reply()?.outcome).toBe('answered')
  })

  it('keeps what came before it as noise', () => {
    const one = corner(`\u0090\u0091${GOOD}`)
    expect(one.codes()).toEqual(['reader-noise'])
    expect(one.faults()[0]?.bytes).toEqual(Uint8Array.of(0x90, 0x91))
    expect(one.reads()).toHaveLength(1)
  })

  it('too long for any plate is void', () => {
    const one = begun(WHOLE)
      .sent('!TRANSFER')
      .received(`OK\r\n>${'0.123\t'.repeat(6_000)}`)
    expect(one.silence().codes()).toEqual(['reader-malformed'])
  })
})
