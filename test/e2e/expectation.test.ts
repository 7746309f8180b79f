import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import type { RunSheet } from '../../src/core/run-sheet.ts'
import type { World } from '../../src/run-daemon.ts'
import { createCapture } from '../../src/serial/capture.ts'
import { openStore } from '../../src/store/open-store.ts'
import { runUntil, scene, type Scene } from '../support/daemon-scene.ts'

function sheetOf(plate: string): RunSheet {
  return {
    plate,
    layout: 'test',
    assay: null,
    reader: 'elx',
    barcode: null,
    kitLot: 'L1',
    operator: 'Asha',
    specimens: [
      { slot: 1, specimen: `${plate}-S1`, mother: `${plate}-M1`, visit: '', date: '' },
      { slot: 2, specimen: `${plate}-S2`, mother: `${plate}-M2`, visit: '', date: '' },
    ],
  }
}

/** Parts of the world that note what was captured and not yet on the disk for good. */
function withUnsynced(note: (unsynced: readonly string[]) => void): Partial<World> {
  const unsynced: string[] = []
  return {
    createCapture: (folder, header) => {
      const writer = createCapture(join(folder, 'captures'), header)
      return {
        ...writer,
        append: (event) => {
          unsynced.push(event.kind)
          writer.append(event)
        },
        sync: () => {
          unsynced.length = 0
          writer.sync()
        },
      }
    },
    openStore: (folder) => {
      const store = openStore(folder)
      return {
        ...store,
        saveExpectation: (expectation) => {
          note([...unsynced])
          store.saveExpectation(expectation)
        },
      }
    },
  }
}

/** Swaps what lies in the run sheet folder as soon as the reader has been asked for a plate. */
function swappedDuringRead(after: readonly RunSheet[]): Scene {
  let folder: readonly RunSheet[] = [sheetOf('P1')]
  const set = scene({ trigger: 'on-run-sheet', sheets: () => folder })
  void set.bench.heard('progress').then(() => (folder = after))
  return set
}

describe('What a plate is was fixed when its read was asked for', () => {
  it('and a sheet that replaces its own during the read changes nothing', async () => {
    const set = swappedDuringRead([sheetOf('P2')])
    await runUntil(set, 'analysed')
    const [plate] = set.bench.look((store) => store.plates().map((one) => one.plate))
    expect(plate).toBe('P1')
    const samples = set.bench.look((store) => store.plate('P1'))?.analyses[0]?.analysis.samples
    expect(new Set(samples?.map(({ mother }) => mother))).toEqual(new Set(['P1-M1', 'P1-M2']))
  })

  it('and a second sheet put beside its own during the read does not unsettle it', async () => {
    const set = swappedDuringRead([sheetOf('P1'), sheetOf('P2')])
    await runUntil(set, 'analysed')
    expect(set.bench.look((store) => store.plates()[0])).toMatchObject({
      plate: 'P1',
      binding: 'run-sheet',
    })
  })

  it('and its document is the sheet as it was then', async () => {
    const set = swappedDuringRead([])
    await runUntil(set, 'analysed')
    const documents = set.bench.look((store) => store.plate('P1'))?.analyses[0]?.documents
    const sheet = documents?.find(({ kind }) => kind === 'run-sheet')
    expect(sheet?.text).toContain('P1-M1')
  })
})

describe('A power cut', () => {
  it('cannot leave a sheet that was fixed with the capture of the read before it', async () => {
    const told: (readonly string[])[] = []
    const world = withUnsynced((unsynced) => told.push(unsynced))
    const sheets = (): readonly RunSheet[] => [sheetOf('P1')]
    await runUntil(scene({ trigger: 'on-run-sheet', sheets, world }), 'analysed')
    expect(told).toEqual([[]])
  })
})

describe('Run sheets that start nothing', () => {
  it('say why, once: several that wait at the same time', async () => {
    const sheets = (): readonly RunSheet[] => [sheetOf('P1'), sheetOf('P2')]
    const set = scene({ trigger: 'on-run-sheet', sheets })
    const end = set.bench.run({ once: false, stop: set.stop.signal })
    await set.clock.runUntil(set.bench.heard('held'))
    await set.clock.pass(30_000)
    set.stop.abort()
    await set.clock.runUntil(end)
    const told = set.bench.news.filter(({ kind }) => kind === 'held')
    expect(told).toHaveLength(1)
    const message = expect.stringContaining("'P1', 'P2'")
    expect(told[0]).toMatchObject({ error: { code: 'sheet-unsuited', message } })
    expect(set.bench.look((store) => store.counts().reads)).toBe(0)
  })
})
