import { onTestFinished } from 'vitest'

import { simulator } from '../../drivers/biotek-elx/simulator.ts'
import { plateNumber } from '../../scripts/support/numbered-plates.ts'
import type { LineSettings } from '../../src/ports/driver.ts'
import { daemonBench, type BenchSettings, type DaemonBench } from './daemon-bench.ts'
import { IL6, SMALL_LAYOUT } from './il6-plate.ts'
import { memoryTransport, type MemoryTransport } from './memory-transport.ts'
import { simulatedClock, type SimulatedClock } from './simulated-clock.ts'

interface Setting extends Partial<
  Pick<BenchSettings, 'trigger' | 'layout' | 'otherLayouts' | 'assay' | 'sheets' | 'world' | 'more'>
> {
  readonly fault?: string
  readonly barcode?: string
  readonly understands?: (settings: LineSettings) => boolean
}

export interface Scene {
  readonly bench: DaemonBench
  readonly clock: SimulatedClock
  readonly wire: MemoryTransport
  readonly stop: AbortController
}

/** The daemon and a simulated ELx on a wire in memory, in simulated time. */
export function scene(setting: Setting): Scene {
  const clock = simulatedClock()
  let number = 0
  const reader = simulator.create({
    nextPlate: () => ({ ...plateNumber((number += 1)), barcode: setting.barcode ?? null }),
    fault: setting.fault ?? null,
    seed: 1,
  })
  const { understands } = setting
  const wire = memoryTransport({ reader, clock, ...(understands && { understands }) })
  const bench = daemonBench({
    port: 'memory',
    trigger: setting.trigger ?? 'on-connect',
    layout: setting.layout === undefined ? SMALL_LAYOUT : setting.layout,
    otherLayouts: setting.otherLayouts ?? [],
    assay: setting.assay ?? IL6,
    ...(setting.more && { more: setting.more }),
    sheets: setting.sheets ?? (() => []),
    world: { clock, openTransport: () => wire, ...setting.world },
  })
  onTestFinished(() => bench.remove())
  return { bench, clock, wire, stop: new AbortController() }
}

/** Runs until the news has come so often, then stops in order. */
export async function runUntil(
  { bench, clock, stop }: Scene,
  kind: Parameters<DaemonBench['heard']>[0],
  count = 1,
): Promise<void> {
  const end = bench.run({ once: false, stop: stop.signal })
  await clock.runUntil(Promise.race([bench.heard(kind, count), end]))
  stop.abort()
  await clock.runUntil(end)
}

export function kinds({ bench }: Scene): readonly string[] {
  return bench.news.map(({ kind }) => kind)
}
