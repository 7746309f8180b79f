import { describe, expect, it } from 'vitest'

import { STYLES } from '../../../drivers/astm-lis/house-styles.ts'
import { simulator } from '../../../drivers/astm-lis/simulator.ts'
import type { Emission, SimulatedReader } from '../../../src/driver-kit.ts'
import { flatPlate } from '../biotek-elx/plates.ts'
import { wire } from './talk.ts'

const [ACK, NAK, ENQ, EOT] = ['06', '15', '05', '04'].map(wire)

function analyser(settings: unknown = STYLES[0]?.settings, fault: string | null = null) {
  const nextPlate = () => ({ ...flatPlate(0.5, [450, 630]), barcode: 'PLATE-1' })
  return simulator.create({ nextPlate, fault, seed: 1, settings })
}

const bytesIn = (emissions: readonly Emission[]) => emissions.flatMap(({ bytes }) => [...bytes])
const hear = (reader: SimulatedReader, bytes: Uint8Array | undefined) =>
  reader.hear(bytes ?? wire(''))

/** Everything that is sent while every frame is acknowledged, as frames. */
function framesOf(reader: SimulatedReader): readonly string[] {
  const frames: string[] = []
  reader.pressStart?.()
  for (let turn = 0; turn < 500; turn += 1) {
    const said = String.fromCharCode(...bytesIn(hear(reader, ACK)))
    if (said === '\u0004') return frames
    frames.push(said)
  }
  throw new RangeError('The transfer has no end.')
}

describe('the simulated sender', () => {
  it('asks for the line and waits for the answer', () => {
    const reader = analyser()
    expect(bytesIn(reader.pressStart?.() ?? [])).toEqual([0x05])
    const first = String.fromCharCode(...bytesIn(hear(reader, ACK)))
    expect(first.startsWith('\u00021H|\\^&|')).toBe(true)
    expect(first.at(-5)).toBe('\u0017')
    expect(first.slice(-4)).toMatch(/^[0-9A-F]{2}\r\n$/)
  })

  it('waits ten seconds when the receiver is busy, and one when both have asked', () => {
    const reader = analyser()
    reader.pressStart?.()
    expect(hear(reader, NAK)).toEqual([{ afterMs: 10_000, bytes: ENQ }])
    expect(hear(reader, ENQ)).toEqual([{ afterMs: 1_000, bytes: ENQ }])
    expect(bytesIn(hear(reader, ACK)).at(0)).toBe(0x02)
  })

  it('says that it is busy when the host asks for the line', () => {
    expect(bytesIn(hear(analyser(), ENQ))).toEqual([0x15])
  })

  it('sends a frame six times, and gives up', () => {
    const reader = analyser()
    reader.pressStart?.()
    const first = bytesIn(hear(reader, ACK))
    for (let attempt = 2; attempt <= 6; attempt += 1)
      expect(bytesIn(hear(reader, NAK))).toEqual(first)
    expect(bytesIn(hear(reader, NAK))).toEqual([0x04])
    expect(bytesIn(hear(reader, NAK))).toEqual([])
  })

  it('stops when the receiver asks for the line, and sends the plate at the next START', () => {
    const reader = analyser()
    reader.pressStart?.()
    hear(reader, ACK)
    expect(bytesIn(hear(reader, EOT))).toEqual([0x04])
    expect(framesOf(reader).join('')).toContain('PLATE-1')
  })

  it('ends its message with the frame of a real analyser', () => {
    // senaite.astm tests/data/cobas_c111.txt: 02 '7L|1|N' 0d 03, checksum 0A.
    const settings = {
      mapping: { well: { at: 'R.3.4' }, wavelengthsNm: 450, wells: 3, barcode: { at: 'O.3' } },
    }
    const last = framesOf(analyser(settings)).at(-1)
    expect(last).toBe('\u00027L|1|N\r\u00030A\r\n')
  })

  it('cuts a message into frames of 247 bytes at the most, ETB between and ETX at the end', () => {
    const frames = framesOf(analyser(STYLES[1]?.settings))
    expect(Math.max(...frames.map(({ length }) => length))).toBe(247)
    expect(frames.slice(0, -1).every((one) => one.at(-5) === '\u0017')).toBe(true)
    expect(frames.at(-1)?.at(-5)).toBe('\u0003')
    expect(frames.join('')).toMatch(/[0-9a-f]{2}\r\n/)
    expect(frames.some((one) => /[a-f]/.test(one.slice(-4, -2)))).toBe(true)
  })

  it('names a fault that it does not know', () => {
    expect(() => analyser(undefined, 'hiccups')).toThrow(/Unrecognized fault: 'hiccups'/)
  })

  it('does not pretend to speak a pattern', () => {
    const mapping = { well: { at: 'R.3.4', pattern: 'x(.*)' }, wavelengthsNm: 450 }
    expect(() => analyser({ mapping }).pressStart?.()).toThrow(/cannot speak the pattern/)
  })
})
