import { textFromBytes } from '../../../src/driver-kit.ts'
import { describe, expect, it } from 'vitest'

import { ARGUMENT_BYTES, COMMANDS } from '../../../drivers/biotek-elx/commands.ts'
import { facts } from '../../../drivers/biotek-elx/facts.ts'
import { barcodeFromBytes } from '../../../drivers/biotek-elx/reader-memory.ts'
import { simulator } from '../../../drivers/biotek-elx/simulator.ts'
import { ACK, definition, OK_312, OK_ELX, talk, wire } from './talk.ts'
import { flatPlate } from './plates.ts'

describe('the table of commands', () => {
  it('has every command of the manual, in its order, each with a name of its own', () => {
    expect(COMMANDS.map(({ code }) => code).join('')).toBe('AJoenqkiVSdr%$WX*[]s()}z')
    expect(new Set(COMMANDS.map(({ name }) => name)).size).toBe(COMMANDS.length)
  })

  it('marks those that came with basecode 3.00', () => {
    const marked = COMMANDS.filter(({ sinceBasecode3 }) => sinceBasecode3).map(({ code }) => code)
    expect(marked.join('')).toBe('eidr%$z')
  })

  it('calls safe only what asks without moving or writing', () => {
    const safe = COMMANDS.filter((each) => each.class === 'safe').map(({ code }) => code)
    expect(safe.join('')).toBe('oe$W]}z')
    expect(facts.commands['check-feature']).toBe('safe')
    expect(facts.commands['read-plate']).toBe('moves-plate')
    expect(facts.commands['assay-definition']).toBe('writes-memory')
  })
})

describe('an answer as a real ELx808 gave it', () => {
  it('to T, which no manual knows, is heard with its status', () => {
    const line = talk().sent('T').received(wire('06 1e 30 30 30 03'))
    expect(line.replies()).toMatchObject([
      { command: 'unknown-54', outcome: 'answered', status: '000' },
    ])
  })

  it('to e is 24 characters, then a 312 status', () => {
    const line = talk().sent('e').received(ACK, wire('"7340201  Version 3.15   "'), OK_312)
    const [reply] = line.replies()
    expect(textFromBytes(reply?.data ?? [])).toBe('7340201  Version 3.15   ')
    expect(reply).toMatchObject({ command: 'basecode-version', status: '000' })
  })

  it('to o is an ELx status, even in 312 format', () => {
    const line = talk().told('n', wire('"0"'), OK_312).sent('o').received(ACK, OK_ELX)
    expect(line.replies().at(-1)).toMatchObject({ command: 'current-status', status: '0000' })
    expect(line.faults()).toEqual([])
  })

  it('to W is six wavelengths', () => {
    const table = '"405,450,490,590,650,750,"'
    const line = talk().sent('W').received(ACK, wire(table), OK_ELX)
    expect(textFromBytes(line.replies()[0]?.data ?? [])).toBe('405,450,490,590,650,750,')
  })

  it('to n1 in one go is one reply', () => {
    const line = talk().sent('n1').received(ACK, OK_ELX)
    expect(line.replies()).toMatchObject([{ command: 'status-format', outcome: 'answered' }])
  })
})

describe('every command between decoder and simulator', () => {
  const argument: Readonly<Record<string, Uint8Array>> = {
    switch: wire('"1"'),
    range: wire('01 08'),
    definition: definition({ measurementNm: 450 }),
    feature: wire('"1011" 03'),
    wells: wire('"0101" "0000" "0000" "0000" "0000" "0000" "0000" "0000" "0" 03'),
    celsius: wire('25 00'),
  }

  it.each(COMMANDS.map((command) => [command.code, command] as const))(
    '%s is acknowledged and answered with an ok status',
    (code, command) => {
      const reader = simulator.create({ nextPlate: () => flatPlate(0.5), fault: null, seed: 1 })
      const line = talk()
      const say = (bytes: Uint8Array) => {
        line.sent(bytes)
        for (const emission of reader.hear(bytes)) line.received(emission.bytes)
      }
      say(wire('"V"'))
      say(definition({ measurementNm: 450 }))
      const before = line.replies().length
      say(wire(`"${code}"`))
      if (command.argument !== 'none') say(argument[command.argument] ?? new Uint8Array())
      if (code === 'X') line.silence()
      const replies = line.replies().slice(before)
      expect(replies).toHaveLength(command.argument === 'none' ? 1 : 2)
      expect(replies.at(-1)).toMatchObject({ command: command.name, outcome: 'answered' })
      expect(replies.at(-1)?.status ?? '').toMatch(/^0*$/)
      expect(line.faults()).toEqual([])
      const dataBytes = command.reply.kind === 'fixed' ? command.reply.dataBytes : undefined
      expect(replies.at(-1)?.data.length).toBe(dataBytes ?? replies.at(-1)?.data.length)
      expect(line.reads()).toHaveLength('Sd'.includes(code) ? 1 : 0)
    },
  )

  it('has arguments of the lengths the manual gives', () => {
    expect(ARGUMENT_BYTES).toEqual({
      none: 0,
      switch: 1,
      range: 2,
      definition: 170,
      feature: 5,
      wells: 34,
      celsius: 2,
    })
  })
})

describe('an answer that breaks off', () => {
  it('is half said after its acknowledgement, and nothing at all before', () => {
    const half = talk().sent('W').received(ACK, wire('"405,"')).silence()
    expect(half.faults()).toMatchObject([{ code: 'reader-silent', bytes: wire('06 "405,"') }])
    const none = talk().sent('W').silence()
    expect(none.faults()).toEqual([])
    for (const line of [half, none]) {
      expect(line.replies()).toMatchObject([{ command: 'wavelength-table', outcome: 'silent' }])
    }
  })

  it('is refused by NAK, before or after the argument', () => {
    const nak = wire('15')
    expect(talk().sent('z').received(nak).replies()).toMatchObject([{ outcome: 'refused' }])
    const late = talk().sent('n').received(ACK).sent(wire('"7"')).received(nak)
    expect(late.replies()).toMatchObject([{ outcome: 'answered' }, { outcome: 'refused' }])
  })

  it.each([
    ['nothing', wire('')],
    ['an acknowledgement', ACK],
    ['a status', OK_ELX],
    ['both', wire('06 "0000" 03')],
  ])('is none after the argument of i: %s will do', (_, bytes) => {
    const line = talk().sent('i').received(ACK).sent(wire('"1"')).received(bytes)
    if (line.replies().length === 1) line.silence()
    expect(line.replies()).toHaveLength(2)
    expect(line.replies().at(-1)).toMatchObject({ outcome: 'answered' })
    expect(line.faults()).toEqual([])
  })

  it('is malformed when a self-test never ends', () => {
    const line = talk().sent('*').received(ACK, new Uint8Array(20_000).fill(0x41)).silence()
    expect(line.replies()).toMatchObject([{ command: 'self-test', outcome: 'broken' }])
  })

  it('is a power cycle when 312 status comes where ELx was set, but not for n itself', () => {
    const line = talk().told('n', wire('"1"')).sent('W')
    line.received(ACK, wire('"405,450,490,630,000,000,"'), OK_312)
    expect(line.faults()).toMatchObject([{ code: 'reader-restarted' }])
    expect(line.replies().at(-1)?.fault?.code).toBe('reader-restarted')
    const told = talk().told('n', wire('"1"')).told('n', wire('"0"'), OK_312)
    expect(told.faults()).toEqual([])
  })
})

describe('a barcode', () => {
  it.each([
    ['"P-007" 00 00', 'P-007'],
    ['"NR" 00', null],
    ['00 00', null],
    ['"  " 00', null],
  ])('%s is %s', (bytes, barcode) => {
    expect(barcodeFromBytes(wire(bytes))).toBe(barcode)
  })
})
