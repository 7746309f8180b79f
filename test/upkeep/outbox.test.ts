import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import type { ExportInput } from '../../src/ports/exporter.ts'
import { csvExporters } from '../../src/export/csv.ts'
import { kinds, scene, type Scene } from '../support/daemon-scene.ts'

const DEEP = { recursive: true }
const CSV = { separator: ',', decimal: '.' } as const

/** A daemon in whose way stands a file where the folder of exports should be. */
function blocked(): Scene {
  const set = scene({ trigger: 'repeatedly' })
  writeFileSync(set.bench.settings.folders.exports, '')
  return set
}

function exportsIn({ bench }: Scene): readonly string[] {
  return readdirSync(bench.settings.folders.exports).filter((name) => name.endsWith('_wells.csv'))
}

function written({ bench }: Scene): readonly string[] {
  return bench.news.flatMap((one) => (one.kind === 'exported' ? [one.analysisId] : []))
}

/** Simulated time runs ahead of real files, so that a write may seem slow as well. */
function refusalsTold({ bench }: Scene): number {
  const told = bench.news.filter((one) => one.kind === 'trouble')
  return told.filter(({ error }) => error.code === 'export-write').length
}

function analysed({ bench }: Scene): readonly string[] {
  return bench.news.flatMap((one) => (one.kind === 'analysed' ? [one.stored.analysisId] : []))
}

describe('An export folder that does not take the files', () => {
  it('is told of once, keeps no reader waiting, and gets everything when it is back', async () => {
    const set = blocked()
    const { exports } = set.bench.settings.folders
    const end = set.bench.run({ once: false, stop: set.stop.signal })
    await set.clock.runUntil(set.bench.heard('analysed', 5))
    expect(refusalsTold(set)).toBe(1)
    expect(kinds(set)).not.toContain('exported')
    renameSync(exports, `${exports}.file`)
    await set.clock.runUntil(set.bench.heard('mended'))
    await set.clock.runUntil(set.bench.heard('exported', 5))
    set.stop.abort()
    await set.clock.runUntil(end)
    const order = written(set)
    expect(order.length).toBeGreaterThanOrEqual(5)
    expect(exportsIn(set).length).toBeGreaterThanOrEqual(order.length)
    expect(order.toSorted()).toEqual(analysed(set).slice(0, order.length))
  })

  it('and that is back after the daemon stopped gets the files at the next start', async () => {
    const set = blocked()
    const { exports } = set.bench.settings.folders
    const end = set.bench.run({ once: false, stop: set.stop.signal })
    await set.clock.runUntil(set.bench.heard('analysed', 2))
    set.stop.abort()
    await set.clock.runUntil(end)
    const waiting = set.bench.look((store) => store.exportsWaiting()).length
    expect(waiting).toBeGreaterThanOrEqual(2)
    renameSync(exports, `${exports}.file`)
    const stop = new AbortController()
    const again = set.bench.run({ once: false, stop: stop.signal })
    await set.clock.runUntil(set.bench.heard('exported', waiting))
    stop.abort()
    await set.clock.runUntil(again)
    expect(written(set)).toEqual(analysed(set).slice(0, written(set).length))
  })

  it('keeps back the one file that another program holds, and writes the others', async () => {
    let held: string | undefined
    const exporters = () =>
      csvExporters(CSV).map((exporter) => ({
        ...exporter,
        write: (input: ExportInput, folder: string) => {
          const { plate } = input.record
          // A folder of that name cannot be replaced, as a file that a program holds on Windows.
          if (held === undefined) mkdirSync(join(folder, `${plate}_wells.csv`, 'held'), DEEP)
          held ??= plate
          return exporter.write(input, folder)
        },
      }))
    const set = scene({ trigger: 'repeatedly', world: { exporters } })
    const end = set.bench.run({ once: false, stop: set.stop.signal })
    await set.clock.runUntil(set.bench.heard('exported', 3))
    set.stop.abort()
    await set.clock.runUntil(end)
    expect(set.bench.look((store) => store.exportsWaiting())).toContain(`${held}/1`)
    expect(written(set)).toEqual(analysed(set).slice(1, 1 + written(set).length))
    expect(refusalsTold(set)).toBe(1)
  })
})

describe('A share that hangs', () => {
  /** Takes the first write and does not come back from it until it is let go. */
  function hanging() {
    const { promise: letGo, resolve: release } = Promise.withResolvers<void>()
    let begun = 0
    const exporters = () =>
      csvExporters(CSV).map((exporter) => ({
        ...exporter,
        write: async (input: ExportInput, folder: string) => {
          begun += 1
          if (begun === 1) await letGo
          return exporter.write(input, folder)
        },
      }))
    return { exporters, release, begun: () => begun }
  }

  it('delays no plate, is told of, and no second write is begun meanwhile', async () => {
    const share = hanging()
    const set = scene({ trigger: 'repeatedly', world: { exporters: share.exporters } })
    const end = set.bench.run({ once: false, stop: set.stop.signal })
    await set.clock.runUntil(set.bench.heard('analysed', 6))
    await set.clock.runUntil(set.bench.heard('trouble'))
    expect(share.begun()).toBe(1)
    share.release()
    await set.clock.runUntil(set.bench.heard('mended'))
    set.stop.abort()
    await set.clock.runUntil(end)
    expect(written(set).slice(0, 6)).toEqual(analysed(set).slice(0, 6))
  })

  it('does not keep the daemon from stopping, and what comes late is written again', async () => {
    const share = hanging()
    const set = scene({ world: { exporters: share.exporters } })
    const end = set.bench.run({ once: false, stop: set.stop.signal })
    await set.clock.runUntil(set.bench.heard('analysed'))
    set.stop.abort()
    await set.clock.runUntil(end)
    share.release()
    expect(set.bench.look((store) => store.exportsWaiting())).toHaveLength(1)
  })
})
