import { describe, expect, it } from 'vitest'

import { bytesFromFrame, frameFromBytes } from '../../../drivers/astm-lis/frame.ts'
import { ENQ, EOT, frame, framesOf, MESSAGE, session, talk, wire } from './talk.ts'

// Frames of real analysers, from senaite.astm tests/data/cobas_c111.txt: bytes, number, text, end.
const CAPTURED = [
  [wire('02 "7L|1|N" 0d 03 "0A" 0d0a'), 7, 'L|1|N\r', 'last'],
  [wire('02 "2P|1||" 0d 17 "4B" 0d0a'), 2, 'P|1||\r', 'part'],
  [wire('02 "5C|1|I||I" 0d 17 "4F" 0d0a'), 5, 'C|1|I||I\r', 'part'],
] as const

describe('a frame', () => {
  it.each(CAPTURED)('of a real analyser is read and written byte by byte', (...captured) => {
    const [bytes, number, text, end] = captured
    expect(frameFromBytes(bytes.slice(1, -1))).toEqual({ number, text, end })
    expect(bytesFromFrame({ number, text, end })).toEqual(bytes)
  })

  it('may have its checksum in lower case', () => {
    const bytes = wire('02 "7L|1|N" 0d 03 "0a" 0d0a')
    expect(frameFromBytes(bytes.slice(1, -1))).toEqual({ number: 7, text: 'L|1|N\r', end: 'last' })
  })

  it('is none when any byte of it is another', () => {
    const [[bytes]] = CAPTURED
    for (let at = 1; at < bytes.length - 1; at += 1) {
      const other = bytes.map((byte, index) => (index === at ? byte ^ 0x02 : byte))
      expect(frameFromBytes(other.slice(1, -1)), `byte ${at}`).toHaveProperty('kind')
    }
  })

  it('holds none of the characters that the standard keeps for itself', () => {
    for (const byte of [0x01, 0x06, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16]) {
      const bytes = frame(1, `H|${String.fromCharCode(byte)}\r`)
      expect(frameFromBytes(bytes.slice(1, -1))).toMatchObject({ kind: 'structure' })
    }
  })
})

describe('the receiver', () => {
  it('answers nothing but an enquiry while the link is down', () => {
    const one = talk().received(...framesOf(MESSAGE), EOT)
    expect(one.answers()).toBe('')
    expect(one.received(ENQ).answers()).toBe('A')
  })

  it('acknowledges every good frame, once it is whole', () => {
    const one = talk().received(ENQ)
    one.answers()
    for (const bytes of framesOf(MESSAGE)) {
      expect(one.received(bytes.slice(0, -1)).answers()).toBe('')
      expect(one.received(bytes.slice(-1)).answers()).toBe('A')
    }
    expect(one.reads()).toHaveLength(1)
    expect(one.received(EOT).faults()).toEqual([])
  })

  it('acknowledges frames that come without waiting', () => {
    const one = session(framesOf(MESSAGE, 'part'))
    expect(one.answers()).toBe('AAAAAAA')
    expect(one.reads()).toHaveLength(1)
  })

  it('refuses a damaged frame and takes the next try', () => {
    const [first = wire(''), ...rest] = framesOf(MESSAGE)
    const damaged = first.map((byte, at) => (at === 5 ? byte ^ 1 : byte))
    const one = session([damaged, damaged, first, ...rest])
    expect(one.answers()).toBe('ANNAAAAAA')
    expect(one.reads()[0]?.extra['framesRefused']).toBe('2')
    expect(one.faults()).toEqual([])
  })

  it('tells of the checksum when the sender gives up', () => {
    const [first = wire(''), second = wire('')] = framesOf(MESSAGE)
    const bad = second.map((byte, at) => (at === 3 ? byte ^ 1 : byte))
    const one = session([first, bad, bad, bad, bad, bad, bad])
    expect(one.answers()).toBe('AANNNNNN')
    expect(one.faults().map(({ code }) => code)).toEqual(['reader-checksum'])
    expect(one.faults()[0]?.message).toMatch(/broke off after 1 records.*add up to/)
  })

  it('acknowledges a frame that comes again, and uses it once', () => {
    const one = session(framesOf(MESSAGE).flatMap((bytes) => [bytes, bytes]))
    expect(one.answers()).toBe('A'.repeat(13))
    expect(one.reads()[0]?.blocks[0]?.wells).toHaveLength(2)
    expect(one.reads()[0]?.extra['framesRepeated']).toBe('5')
  })

  it('refuses a number that comes again with another text, and one that is left out', () => {
    const one = talk().received(ENQ, frame(1, 'H|\\^&\r'))
    one.answers()
    expect(one.received(frame(1, 'P|1\r')).answers()).toBe('N')
    expect(one.received(frame(3, 'P|1\r')).answers()).toBe('N')
    expect(one.received(frame(2, 'P|1\r')).answers()).toBe('A')
  })

  it('counts frames from 1 through 7 to 0, and begins with no other', () => {
    const one = talk().received(ENQ)
    one.answers()
    expect(one.received(frame(0, 'H|\\^&\r')).answers()).toBe('N')
    for (let number = 1; number <= 17; number += 1) {
      expect(one.received(frame(number % 8, `C|${number}|I\r`)).answers()).toBe('A')
    }
  })

  it('refuses a frame that lost its STX, its ETX or its end', () => {
    const [bytes = wire('')] = framesOf(MESSAGE)
    const one = talk().received(ENQ)
    one.answers()
    expect(one.received(bytes.slice(1)).answers()).toBe('N')
    expect(one.received(bytes.filter((byte) => byte !== 0x03)).answers()).toBe('N')
    expect(one.received(bytes.filter((byte) => byte !== 0x0d)).answers()).toBe('N')
    expect(one.received(bytes).answers()).toBe('A')
  })

  it('takes ENQ or EOT inside a frame for damage, and two of them for what they are', () => {
    const [bytes = wire('')] = framesOf(MESSAGE)
    for (const control of [0x04, 0x05]) {
      const damaged = bytes.map((byte, at) => (at === 8 ? control : byte))
      const one = talk().received(ENQ, damaged)
      expect(one.answers()).toBe('AN')
      expect(one.received(bytes.slice(0, 9), wire('04 05')).answers()).toBe('A')
    }
  })

  it('takes an enquiry in the middle of a message for a new beginning', () => {
    const one = talk().received(ENQ, ...framesOf(MESSAGE).slice(0, 4))
    one.received(ENQ, ...framesOf(MESSAGE), EOT)
    expect(one.faults().map(({ code }) => code)).toEqual(['reader-aborted'])
    expect(one.reads()).toHaveLength(1)
  })

  it('lets the line be kept alive with ENQ and EOT', () => {
    const one = talk().received(ENQ, EOT, ENQ, EOT, ENQ, EOT).silence()
    expect(one.answers()).toBe('AAA')
    expect(one.faults()).toEqual([])
  })

  it('gives the link up in a silence, and says what was lost', () => {
    const one = talk()
      .received(ENQ, ...framesOf(MESSAGE).slice(0, 3))
      .silence()
    expect(one.faults().map(({ code }) => code)).toEqual(['reader-silent'])
    one.answers()
    expect(one.received(frame(4, 'R|1\r')).answers()).toBe('')
    expect(one.received(ENQ).answers()).toBe('A')
    const other = talk()
      .received(ENQ, ...framesOf(MESSAGE).slice(0, 3))
      .closed()
    expect(other.faults().map(({ code }) => code)).toEqual(['port-lost'])
  })
})
