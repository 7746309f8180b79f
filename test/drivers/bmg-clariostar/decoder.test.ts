import { describe, expect, it } from 'vitest'

import { DATA_PAYLOAD, STATUS_PAYLOAD } from '../../../drivers/bmg-clariostar/commands.ts'
import { createDecoder } from '../../../drivers/bmg-clariostar/decoder.ts'
import { driver } from '../../../drivers/bmg-clariostar/driver.ts'
import { frameOf } from '../../../drivers/bmg-clariostar/frame.ts'
import { payloadFromRun, wellsWithin } from '../../../drivers/bmg-clariostar/run-definition.ts'
import type { Heard } from '../../../src/driver-kit.ts'
import { judge } from './judge.ts'
import {
  DATA_A03,
  DATA_A05,
  DATA_D02,
  hex,
  PROGRESS_A01,
  RUN_A05,
  RUN_A07,
  STATUS_FRAMES,
} from './recorded.ts'

const ACCEPTED = frameOf(Uint8Array.of(0x03, ...new Uint8Array(44)))
const ASK_DATA = frameOf(DATA_PAYLOAD)
const COLUMN_1 = wellsWithin([1, 8], [1, 1])

/** A decoder that was told of a run. */
function talk(run: Uint8Array = RUN_A05) {
  const decoder = createDecoder()
  const heard: Heard[] = []
  const self = {
    sent: (bytes: Uint8Array) => {
      heard.push(...decoder.sent(bytes))
      return self
    },
    received: (...pieces: readonly Uint8Array[]) => {
      for (const piece of pieces) {
        for (const byte of piece) heard.push(...decoder.received(byte))
      }
      return self
    },
    silence: () => {
      heard.push(...decoder.silence())
      return self
    },
    closed: () => {
      heard.push(...decoder.closed())
      return self
    },
    reads: () => heard.flatMap((one) => (one.kind === 'read' ? [one.read] : [])),
    codes: () => heard.flatMap((one) => (one.kind === 'fault' ? [one.fault.code] : [])),
    replies: () => heard.flatMap((one) => (one.kind === 'reply' ? [one.reply] : [])),
  }
  return self.sent(run).received(ACCEPTED)
}

const column = (wavelengthsNm: readonly number[]) =>
  frameOf(payloadFromRun({ wells: COLUMN_1, wavelengthsNm }, 5))
const valuesOf = (one: ReturnType<typeof talk>, block = 0) =>
  one.reads()[0]?.blocks[block]?.wells.filter(({ text }) => text !== '') ?? []

describe('recorded data', () => {
  it('of one well have the OD of the maker’s program', () => {
    const one = talk().sent(ASK_DATA).received(frameOf(DATA_A05))
    expect(valuesOf(one)).toEqual([{ well: 'A1', value: 0.0771, text: '3304597 18385' }])
    const [read] = one.reads()
    expect(read?.blocks).toMatchObject([{ wavelengthNm: 600, checksum: 'ok', temperatureC: null }])
    expect(read?.extra).toMatchObject({ calibration600: '3922534 18275' })
    expect(read && judge(read)).toBeNull()
    expect(one.codes()).toEqual([])
  })

  it('of a column have theirs, from clear to dense', () => {
    const one = talk(column([600]))
      .sent(ASK_DATA)
      .received(frameOf(DATA_A03))
    const values = valuesOf(one)
    expect(values.map(({ well }) => well)).toEqual(COLUMN_1)
    // As the recording's authors give them, to three decimals.
    const wanted = [0.079, 0.251, 0.409, 0.734, 1.333, 1.928, 2.413, 2.806]
    for (const [index, { value }] of values.entries()) {
      expect(value).toBeCloseTo(wanted[index] ?? Number.NaN, 2)
    }
  })

  it('of two wavelengths have a block each', () => {
    const one = talk(column([450, 600]))
      .sent(ASK_DATA)
      .received(frameOf(DATA_D02))
    const wanted = [
      [0.106, 0.124, 0.091, 0.099, 0.126, 0.111, 0.12, 0.122],
      [0.085, 0.277, 0.41, 0.716, 1.335, 1.826, 2.421, 2.766],
    ]
    expect(one.reads()[0]?.blocks.map(({ wavelengthNm }) => wavelengthNm)).toEqual([450, 600])
    for (const [block, ods] of wanted.entries()) {
      for (const [index, { value }] of valuesOf(one, block).entries()) {
        expect(value).toBeCloseTo(ods[index] ?? Number.NaN, 2)
      }
    }
  })

  it('obey the formula in another recording too, of another program', () => {
    // hoxbio/bmg-clariostar, abs_test.go: sample, calibration, reference; transmission in percent.
    const light = (sample: number, high: number, reference: number) =>
      (sample / high) * (0xe7c7 / reference) * 100
    expect(light(0x81edd1, 0x9c9613, 0xe805)).toBeCloseTo(82.889, 2)
    expect(light(0x8b95b6, 0x9c9613, 0xe7b6)).toBeCloseTo(89.168, 2)
  })

  it('without light are overflow, without a reference unread', () => {
    const dark = DATA_A05.map((byte, index) => (index >= 36 && index < 40 ? 0 : byte))
    const blind = DATA_A05.map((byte, index) => (index >= 48 && index < 52 ? 0 : byte))
    expect(valuesOf(talk().sent(ASK_DATA).received(frameOf(dark)))).toEqual([
      { well: 'A1', value: 'overflow', text: '0 18385' },
    ])
    expect(valuesOf(talk().sent(ASK_DATA).received(frameOf(blind)))).toEqual([
      { well: 'A1', value: 'unread', text: '3304597 0' },
    ])
  })
})

describe('data are not used', () => {
  const answered = (run: Uint8Array | undefined, payload: Uint8Array) =>
    talk(run).sent(ASK_DATA).received(frameOf(payload))

  it('of a run that was not told, or told twice', () => {
    const none = createDecoder()
    none.sent(ASK_DATA)
    const heard = [...frameOf(DATA_A05)].flatMap((byte) => none.received(byte))
    expect(heard.map(({ kind }) => kind)).toEqual(['fault', 'reply'])
    const twice = answered(undefined, DATA_A05).sent(ASK_DATA).received(frameOf(DATA_A05))
    expect(twice.reads()).toHaveLength(1)
    expect(twice.codes()).toEqual(['reader-malformed'])
  })

  it('of other wells or another number of wavelengths', () => {
    for (const one of [
      answered(RUN_A07, DATA_A05),
      answered(column([600]), DATA_A05),
      answered(column([600]), DATA_D02),
      answered(column([450, 600]), DATA_A03),
      answered(undefined, DATA_A05.slice(0, -4)),
      answered(undefined, DATA_A05.slice(0, -1)),
    ]) {
      expect(one.reads()).toEqual([])
      expect(one.codes()).toEqual(['reader-malformed'])
      expect(one.replies().at(-1)?.outcome).toBe('broken')
    }
  })

  it('whose header counts more numbers than there are: two bytes changed places', () => {
    const swapped = DATA_A05.slice()
    ;[swapped[3], swapped[9]] = [swapped[9] ?? 0, swapped[3] ?? 0]
    const one = answered(undefined, swapped)
    expect(one.reads()).toEqual([])
    expect(one.codes()).toEqual(['reader-malformed'])
  })

  it('while the reader measures, or when it ended before its time', () => {
    expect(answered(undefined, PROGRESS_A01).codes()).toEqual(['reader-aborted'])
    const half = DATA_A05.map((byte, index) => (index === 10 ? 5 : byte))
    expect(answered(undefined, half).codes()).toEqual(['reader-aborted'])
  })

  it('when their calibration is zero', () => {
    const flat = DATA_A05.map((byte, index) => (index >= 52 && index < 56 ? 0 : byte))
    expect(answered(undefined, flat).codes()).toEqual(['reader-malformed'])
  })

  it('in every byte that is missing or another', () => {
    const whole = frameOf(DATA_A05)
    for (let at = 0; at < whole.length; at += 1) {
      const lost = [whole.slice(0, at), whole.slice(at + 1)]
      const flipped = [whole.map((byte, index) => (index === at ? byte ^ 0x10 : byte))]
      for (const pieces of [lost, flipped]) {
        const one = talk()
          .sent(ASK_DATA)
          .received(...pieces)
          .silence()
        expect(one.reads(), `byte ${at}`).toEqual([])
        expect(one.replies()).toHaveLength(2)
      }
    }
  })
})

describe('a run', () => {
  it('is forgotten when the reader was switched off and on', () => {
    const off = frameOf(Uint8Array.of(0x01, 0x05, ...new Uint8Array(14)))
    const one = talk().sent(frameOf(STATUS_PAYLOAD)).received(off)
    expect(one.codes()).toEqual(['reader-restarted'])
    expect(one.sent(ASK_DATA).received(frameOf(DATA_A05)).reads()).toEqual([])
  })

  it('outlasts the status of a reader at work', () => {
    const one = talk().sent(frameOf(STATUS_PAYLOAD)).received(STATUS_FRAMES.busy)
    expect(one.replies().at(-1)).toMatchObject({ command: 'status', status: '01 25 00 20 00' })
    expect(one.sent(ASK_DATA).received(frameOf(DATA_A05)).reads()).toHaveLength(1)
  })

  it('that is not accepted has no data', () => {
    const one = talk()
    one.sent(RUN_A05).received(STATUS_FRAMES.idle)
    expect(one.codes()).toEqual(['reader-malformed'])
    expect(one.sent(ASK_DATA).received(frameOf(DATA_A05)).reads()).toEqual([])
  })
})

describe('STOP', () => {
  const STOP = driver.abort ?? new Uint8Array()

  it('has the payload of the reference in an envelope', () => {
    expect(STOP).toEqual(hex('02000a0c0b00 000023 0d'))
  })

  it('ends the answer under way, and late answers are not taken for others', () => {
    const one = talk().sent(frameOf(STATUS_PAYLOAD)).sent(STOP)
    expect(one.codes()).toEqual(['reader-aborted'])
    one.received(STATUS_FRAMES.busy, STATUS_FRAMES.idle)
    expect(one.replies()).toHaveLength(2)
    expect(one.codes()).toEqual(['reader-aborted'])
  })

  it('between two answers has no reply, and spoils none', () => {
    const one = talk().sent(STOP).received(STATUS_FRAMES.idle)
    expect(one.replies()).toHaveLength(1)
    expect(one.codes()).toEqual([])
  })
})
