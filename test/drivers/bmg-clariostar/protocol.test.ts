import { describe, expect, it } from 'vitest'

import {
  COMMANDS,
  commandFromPayload,
  DATA_PAYLOAD,
  DRAWER_IN_PAYLOAD,
  INITIALIZE_PAYLOAD,
  STATUS_PAYLOAD,
} from '../../../drivers/bmg-clariostar/commands.ts'
import { dataFromPayload } from '../../../drivers/bmg-clariostar/data-response.ts'
import { createFrameReader, frameOf } from '../../../drivers/bmg-clariostar/frame.ts'
import {
  payloadFromRun,
  runFromPayload,
  wellsWithin,
} from '../../../drivers/bmg-clariostar/run-definition.ts'
import { payloadFromStatus, statusFromPayload } from '../../../drivers/bmg-clariostar/status.ts'
import { wellsOf } from '../../../src/driver-kit.ts'
import {
  COMMAND_FRAMES,
  DATA_A05,
  hex,
  PROGRESS_A01,
  RUN_A05,
  RUN_A07,
  RUN_D01,
  RUN_D02,
  RUN_D03,
  STATUS_FRAMES,
} from './recorded.ts'

const RUNS = [RUN_D01, RUN_D02, RUN_D03, RUN_A05, RUN_A07]

/** The payload of one whole frame. */
function payloadOf(frame: Uint8Array): Uint8Array {
  const reader = createFrameReader()
  const steps = [...frame].map((byte) => reader.take(byte))
  const last = steps.pop()
  expect(new Set(steps.map(({ kind }) => kind))).toEqual(new Set(['more']))
  expect(last?.kind).toBe('frame')
  return last?.kind === 'frame' ? last.payload : new Uint8Array()
}

describe('the envelope', () => {
  it.each(Object.entries(COMMAND_FRAMES))('of %s is the one recorded', (_name, [inner, frame]) => {
    expect(frameOf(inner)).toEqual(frame)
    expect(payloadOf(frame)).toEqual(inner)
  })

  it('of recorded runs and statuses is right, and made again', () => {
    for (const frame of [...RUNS, ...Object.values(STATUS_FRAMES)]) {
      expect(frameOf(payloadOf(frame))).toEqual(frame)
    }
  })

  it('is told apart when any byte of it is another', () => {
    const [, whole] = COMMAND_FRAMES.initialize
    for (let at = 0; at < whole.length; at += 1) {
      const reader = createFrameReader()
      const spoilt = whole.map((byte, index) => (index === at ? byte ^ 0x01 : byte))
      const kinds = [...spoilt].map((byte) => reader.take(byte).kind)
      expect(kinds, `byte ${at}`).not.toContain('frame')
    }
  })
})

describe('a command', () => {
  it('is said as it was recorded', () => {
    expect(STATUS_PAYLOAD).toEqual(COMMAND_FRAMES.status[0])
    expect(DATA_PAYLOAD).toEqual(COMMAND_FRAMES.data[0])
    expect(INITIALIZE_PAYLOAD).toEqual(COMMAND_FRAMES.initialize[0])
    expect(DRAWER_IN_PAYLOAD).toEqual(COMMAND_FRAMES['drawer-in'][0])
  })

  it('is known by how its payload begins', () => {
    for (const name of ['initialize', 'drawer-out', 'drawer-in', 'status', 'data'] as const) {
      expect(commandFromPayload(COMMAND_FRAMES[name][0])?.name).toBe(name)
    }
    for (const run of RUNS) expect(commandFromPayload(payloadOf(run))?.name).toBe('run')
    expect(commandFromPayload(hex('0507000000000000'))).toBeUndefined()
    expect(COMMANDS.filter((each) => each.class === 'safe').map(({ name }) => name)).toEqual([
      'status',
      'data',
    ])
  })
})

describe('the payload of a run', () => {
  it.each([
    [RUN_D01, [450]],
    [RUN_D02, [450, 600]],
    [RUN_D03, [450, 600, 660]],
  ])('is the recorded one, with its one flash', (frame, wavelengthsNm) => {
    const run = { wells: wellsOf(96), wavelengthsNm }
    expect(frameOf(payloadFromRun(run, 1))).toEqual(frame)
    expect(runFromPayload(payloadOf(frame))).toEqual(run)
  })

  it('of some wells is understood, in whatever direction they are measured', () => {
    expect(runFromPayload(payloadOf(RUN_A05))).toEqual({ wells: ['A1'], wavelengthsNm: [600] })
    const wells = runFromPayload(payloadOf(RUN_A07))?.wells
    expect(wells).toEqual(wellsWithin([1, 8], [1, 6]))
    expect(wells).toHaveLength(48)
  })

  it('has the masks of the reference', () => {
    const mask = (wells: readonly string[]) =>
      payloadFromRun({ wells, wavelengthsNm: [450] }, 5).slice(16, 64)
    expect(mask(['A1'])).toEqual(hex('80', '00'.repeat(47)))
    const column = wellsWithin([1, 8], [1, 1])
    expect(mask(column)).toEqual(hex('800800'.repeat(4), '00'.repeat(36)))
  })

  it('has the flashes it is told', () => {
    const payload = payloadFromRun({ wells: ['A1'], wavelengthsNm: [450] }, 200)
    expect(payload.slice(-5)).toEqual(hex('00c8000100'))
  })

  it('is none when it measures something else, or another plate', () => {
    const whole = payloadOf(RUN_D02)
    const changed = (at: number, byte: number) =>
      runFromPayload(whole.map((old, index) => (index === at ? byte : old)))
    // Fluorescence, orbital scan, 24 columns, a well beyond H12, no separator, 450.1 nm.
    expect(changed(65, 0x00)).toBeUndefined()
    expect(changed(65, 0x32)).toBeUndefined()
    expect(changed(13, 24)).toBeUndefined()
    expect(changed(16 + 12, 0x80)).toBeUndefined()
    expect(changed(96, 0x00)).toBeUndefined()
    expect(changed(103, 0x95)).toBeUndefined()
    expect(runFromPayload(whole.slice(0, -1))).toBeUndefined()
    expect(runFromPayload(new Uint8Array())).toBeUndefined()
  })
})

describe('a status', () => {
  it.each([
    ['idle', { isBusy: false, hasUnreadData: false, isInitialized: true, isDrawerOpen: false }],
    [
      'drawerOpen',
      { isBusy: false, hasUnreadData: false, isInitialized: true, isDrawerOpen: true },
    ],
    ['busy', { isBusy: true, hasUnreadData: false, isInitialized: true, isDrawerOpen: false }],
  ] as const)('recorded as %s is understood, and said again', (name, status) => {
    expect(statusFromPayload(payloadOf(STATUS_FRAMES[name]))).toEqual(status)
    expect(frameOf(payloadFromStatus(status))).toEqual(STATUS_FRAMES[name])
  })

  it('with a plate is one at rest', () => {
    const status = statusFromPayload(payloadOf(STATUS_FRAMES.plate))
    expect(status).toEqual({
      isBusy: false,
      hasUnreadData: false,
      isInitialized: true,
      isDrawerOpen: false,
    })
  })
})

describe('the header of data', () => {
  it('tells how far the run is', () => {
    const begun = { isBusy: true, expected: 392, written: 0, wells: 96 }
    expect(dataFromPayload(PROGRESS_A01)).toMatchObject({ ...begun, temperatureC: null })
    const done = { isBusy: false, expected: 12, written: 12, wells: 1, temperatureC: null }
    expect(dataFromPayload(DATA_A05)).toMatchObject(done)
  })

  it('tells the temperature where its layout has it', () => {
    const header = (schema: number, at: number) => {
      const payload = new Uint8Array(36)
      payload.set([0x02, 0x05])
      payload[6] = schema
      payload.set([0x01, 0x2c], at)
      return dataFromPayload(payload)?.temperatureC
    }
    expect(header(0x29, 23)).toBe(30)
    expect(header(0xa9, 34)).toBe(30)
    expect(header(0x29, 34)).toBeNull()
    expect(header(0x21, 23)).toBeUndefined()
  })
})
