import { from, lastValueFrom, toArray } from 'rxjs'
import { describe, expect, it } from 'vitest'

import { driver } from '../../drivers/biorad-eia/driver.ts'
import type { PlateRead } from '../../src/core/plate-read.ts'
import type { LineEvent } from '../../src/ports/capture.ts'
import type { Decoder, Driver, Heard } from '../../src/ports/driver.ts'
import { closedOff, heardBy } from '../../src/readers/reading.ts'

/** Every `P` is a plate; anything else is a fault. */
function decoder(): Decoder {
  const read = (byte: number): PlateRead => ({
    format: 96,
    blocks: [],
    barcode: null,
    extra: {},
    bytes: Uint8Array.of(byte),
  })
  const fault = { code: 'reader-noise', message: '', hint: '', bytes: new Uint8Array() } as const
  return {
    sent: () => [],
    received: (byte) => [
      byte === 0x50 ? { kind: 'read', read: read(byte) } : { kind: 'fault', fault },
    ],
    silence: () => [],
    closed: () => [],
  }
}

const plates: Driver = { ...driver, decoder }
const received = (text: string): LineEvent => ({
  kind: 'received',
  atMs: 1,
  bytes: new TextEncoder().encode(text),
})
const identified: LineEvent = { kind: 'identified', atMs: 2, note: 'Model 550' }
const closed: LineEvent = { kind: 'closed', atMs: 3, note: '' }

async function heardIn(
  events: readonly LineEvent[],
  awaits: Parameters<typeof heardBy>[1],
): Promise<readonly string[]> {
  const all = await lastValueFrom(from(events).pipe(heardBy(plates, awaits), toArray()))
  const told = (heard: Heard): string => (heard.kind === 'fault' ? heard.fault.code : heard.kind)
  return all.map(({ heard, lastByte }) => `${told(heard)} at ${lastByte}`)
}

const awaits = { awaitsIdentity: true } as const

describe('a plate that was asked for', () => {
  const asked: LineEvent = { kind: 'asked', atMs: 1, note: 'a plate at 450 nm' }
  const ended: LineEvent = { kind: 'ended', atMs: 2, note: '' }

  it('and never came is a fault when the connection or its recording ends', async () => {
    expect(await heardIn([asked, closed], {})).toEqual(['port-lost at 0'])
    expect(await heardIn(closedOff([received('P'), asked]), {})).toEqual([
      'read at 1',
      'port-lost at 1',
    ])
  })

  it('is none when it came, when the read ended, or when nobody asked', async () => {
    expect(await heardIn([asked, received('P'), closed], {})).toEqual(['read at 1'])
    expect(await heardIn([asked, ended, closed], {})).toEqual([])
    expect(await heardIn([closed], {})).toEqual([])
  })
})

describe('a plate of an instrument that has not said who it is', () => {
  it('is its plate once it did, at its own place in the bytes', async () => {
    const events = [received('PxP'), identified, received('P'), closed]
    const heard = await heardIn(events, awaits)
    expect(heard).toEqual(['reader-noise at 2', 'read at 1', 'read at 3', 'read at 4'])
  })

  it('is a fault when the connection, or its recording, ends before', async () => {
    const heard = ['reader-stranger at 1', 'reader-stranger at 2']
    expect(await heardIn([received('PP'), closed], awaits)).toEqual(heard)
    expect(await heardIn(closedOff([received('PP')]), awaits)).toEqual(heard)
  })

  it('is its plate where the configuration demands nothing', async () => {
    expect(await heardIn([received('P'), closed], {})).toEqual(['read at 1'])
  })
})
