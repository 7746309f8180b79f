import { readdirSync } from 'node:fs'
import { join } from 'node:path'

import { from, lastValueFrom, toArray } from 'rxjs'
import { describe, expect, it } from 'vitest'

import { driver } from '../../drivers/biotek-elx/driver.ts'
import { heardBy } from '../../src/readers/reading.ts'
import { readCapture } from '../../src/serial/capture.ts'
import { kinds, runUntil, scene } from '../support/daemon-scene.ts'

describe('When all is well', () => {
  it('one plate goes the whole way: found, read, stored, analysed, exported', async () => {
    const set = scene({})
    await set.clock.runUntil(set.bench.run({ once: true }))
    expect(kinds(set).filter((kind) => kind !== 'progress')).toEqual([
      'opened',
      'found',
      'reading',
      'plate',
      'analysed',
      'settled',
      'exported',
    ])
    const [summary] = set.bench.look((store) => store.plates())
    expect(summary).toMatchObject({ binding: 'reader-default', version: 1, blocks: 0 })
    expect(set.bench.look((store) => store.unfinished())).toEqual({
      captures: [],
      reads: [],
      plates: [],
      exports: [],
    })
  })

  it('the baud rate is found by trying 9600, 2400 and 1200', async () => {
    const set = scene({ understands: ({ baud }) => baud === 1200 })
    await set.clock.runUntil(set.bench.run({ once: true }))
    expect(set.wire.tuned.map(({ baud }) => baud)).toEqual([9600, 9600, 2400, 1200])
    expect(
      set.wire.tuned.every(({ stopBits, parity }) => stopBits === 2 && parity === 'none'),
    ).toBe(true)
  })

  it('a plate that nothing describes is stored as unassigned, not dropped', async () => {
    const set = scene({ layout: null })
    const end = await set.clock.runUntil(set.bench.run({ once: true }))
    expect(end.plates).toBe(0)
    expect(set.bench.look((store) => store.plates())).toMatchObject([
      { binding: 'unassigned', version: 0 },
    ])
    expect(set.bench.look((store) => store.counts().reads)).toBe(1)
  })

  it('a reader that is only listened to is never asked for a plate', async () => {
    const set = scene({ trigger: 'listen' })
    const end = set.bench.run({ once: false, stop: set.stop.signal })
    await set.clock.runUntil(set.bench.heard('found'))
    await set.clock.pass(600_000)
    set.stop.abort()
    await set.clock.runUntil(end)
    expect(kinds(set)).toEqual(['opened', 'found'])
  })
})

describe('The capture of a session', () => {
  it('decoded again gives the very reads and faults that were stored', async () => {
    const set = scene({ fault: 'cut-short' })
    await set.clock.runUntil(set.bench.run({ once: true }))
    const captures = join(set.bench.folder, 'data', 'captures')
    const files = readdirSync(captures, { recursive: true, encoding: 'utf8' })
    const file = files.find((name) => name.endsWith('.jsonl')) ?? ''
    const heard = await lastValueFrom(
      from(readCapture(join(captures, file)).events).pipe(heardBy(driver), toArray()),
    )
    const reads = heard.flatMap(({ heard: one }) => (one.kind === 'read' ? [one.read] : []))
    const faults = heard.flatMap(({ heard: one }) => (one.kind === 'fault' ? [one.fault] : []))
    const stored = set.bench.look((store) => store.plates().map(({ plate }) => store.plate(plate)))
    expect(reads).toEqual(stored.flatMap((detail) => detail?.reads.map(({ read }) => read) ?? []))
    expect(faults.map(({ message }) => message)).toEqual(
      set.bench.look((store) => store.faults().map(({ message }) => message)).toReversed(),
    )
  })
})

describe('A run sheet', () => {
  const sheet = {
    plate: 'KILI-7',
    layout: 'test',
    assay: null,
    reader: 'elx',
    barcode: null,
    kitLot: 'L1',
    operator: 'Asha',
    specimens: [
      { slot: 1, specimen: 'S1', mother: 'M1', visit: 'first', date: '2026-11-01' },
      { slot: 2, specimen: 'S2', mother: 'M2', visit: 'first', date: '2026-11-02' },
    ],
  }

  it('that waits for the reader starts the read and names the specimens', async () => {
    const set = scene({ trigger: 'on-run-sheet', sheets: () => [sheet] })
    await runUntil(set, 'analysed')
    const detail = set.bench.look((store) => store.plate('KILI-7'))
    expect(detail?.record).toMatchObject({ binding: 'run-sheet', kitLot: 'L1', operator: 'Asha' })
    expect(detail?.analyses[0]?.analysis.samples.map(({ mother }) => mother)).toContain('M2')
    expect(detail?.analyses[0]?.documents.map(({ kind }) => kind)).toContain('run-sheet')
  })

  it('is read once: the reader is not asked again when its plate is known', async () => {
    const set = scene({ trigger: 'on-run-sheet', sheets: () => [sheet] })
    const end = set.bench.run({ once: false, stop: set.stop.signal })
    await set.clock.runUntil(set.bench.heard('analysed'))
    await set.clock.pass(60_000)
    set.stop.abort()
    await set.clock.runUntil(end)
    expect(set.bench.look((store) => store.counts().reads)).toBe(1)
  })
})

describe('When the cable is pulled in the middle of a plate', () => {
  it('the half plate is a fault, the port is tried again, the next plate is read', async () => {
    const set = scene({ fault: 'pulled-cable' })
    await runUntil(set, 'analysed')
    expect(kinds(set)).toContain('lost')
    const faults = set.bench.look((store) => store.faults())
    expect(faults.some(({ bytes }) => bytes.length > 50)).toBe(true)
    expect(set.wire.connects()).toBe(2)
    expect(set.bench.look((store) => store.counts())).toMatchObject({ reads: 1, analyses: 1 })
  })

  it('the waits between tries grow from 2 s to a minute', async () => {
    const set = scene({ fault: 'pulled-cable' })
    set.wire.refuse(8)
    await runUntil(set, 'analysed')
    const waits = set.bench.news.flatMap((one) =>
      one.kind === 'lost' ? [one.againInMs / 1000] : [],
    )
    expect(waits.slice(0, 8)).toEqual([2, 4, 8, 16, 32, 60, 60, 60])
    expect(waits.slice(8)).toEqual([2])
  })
})

describe('When the reader stops in the middle of a plate and says nothing more', () => {
  it('the half plate is a recorded fault and the plate is asked for again', async () => {
    const set = scene({ fault: 'cut-short' })
    await set.clock.runUntil(set.bench.run({ once: true }))
    expect(kinds(set)).toContain('read-failed')
    expect(set.bench.look((store) => store.faults()).length).toBeGreaterThan(0)
    expect(set.bench.look((store) => store.counts())).toMatchObject({ reads: 1, analyses: 1 })
  })
})

describe('When a checksum is wrong', () => {
  it('only a fault with its bytes is stored, and the plate is read again', async () => {
    const set = scene({ fault: 'bad-checksum' })
    await set.clock.runUntil(set.bench.run({ once: true }))
    expect(set.bench.look((store) => store.faults()).map(({ code }) => code)).toContain(
      'reader-checksum',
    )
    expect(set.bench.look((store) => store.counts())).toMatchObject({ reads: 1, analyses: 1 })
  })
})

describe('When two plates come back to back', () => {
  it('both are stored, each once', async () => {
    const set = scene({ fault: 'two-plates' })
    await runUntil(set, 'analysed', 2)
    expect(set.bench.look((store) => store.counts())).toMatchObject({
      reads: 2,
      plates: 2,
      analyses: 2,
    })
  })
})

describe('When nobody answers', () => {
  it('a run for one plate ends with the reason', async () => {
    const set = scene({ understands: () => false })
    const end = await set.clock.runUntil(set.bench.run({ once: true }))
    expect(end).toEqual({ plates: 0, emptyHanded: ['elx'], left: [] })
    const failed = await set.bench.heard('failed')
    expect(failed.error.code).toBe('reader-silent')
  })
})
