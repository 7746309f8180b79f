import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

import type { Bench } from '../../src/bench.ts'
import { openLastBackup } from '../../src/upkeep/last-backup.ts'
import { openOffice, type StaffedOffice } from '../../src/office/office.ts'
import type { ReanalysisReport, ReanalysisWish } from '../../src/ports/office.ts'
import type { Store } from '../../src/ports/store.ts'
import { openStoreGate } from '../../src/plates/store-gate.ts'
import { openTroubles } from '../../src/health/troubles.ts'
import { simulatedClock } from './simulated-clock.ts'
import type { StoredBench } from './stored-bench.ts'

/** An office on what a daemon left behind, with the configuration as it is now. */
export interface OfficeOnBench {
  readonly office: StaffedOffice
  readonly store: Store
  readonly bench: Bench
  /** Begins it and waits for its end. */
  readonly reanalysed: (wish: ReanalysisWish) => Promise<ReanalysisReport>
}

/** Opens the store of a stored bench with an office, for as long as the work takes. */
export async function withOffice<Result>(
  { dataFolder, source, world, folder }: StoredBench,
  work: (on: OfficeOnBench) => Promise<Result>,
  more: Partial<Bench> = {},
): Promise<Result> {
  mkdirSync(join(folder, 'exports'), { recursive: true })
  const store = world.openStore(dataFolder)
  const settings = source.load()
  const clock = simulatedClock()
  const tell = (): void => {}
  const { rules, sheets, codeVersion } = world
  const troubles = openTroubles(clock, tell)
  const { signal: stop } = new AbortController()
  const bench: Bench = {
    clock,
    store,
    settings,
    source,
    sheets,
    rules,
    codeVersion,
    tell,
    exporters: world.exporters(settings.csv),
    troubles,
    gate: openStoreGate({ clock, troubles, stop, waits: true }),
    lastBackup: openLastBackup(),
    outbox: null,
    ...more,
  }
  const office = openOffice(bench)
  const working = office.work$.subscribe()
  const reanalysed: OfficeOnBench['reanalysed'] = async (wish) => {
    const { id } = office.reanalyse(wish)
    while (office.reanalysis(id).state === 'running') {
      await new Promise((resolve) => void setImmediate(resolve))
    }
    return office.reanalysis(id)
  }
  try {
    return await work({ office, store, bench, reanalysed })
  } finally {
    working.unsubscribe()
    store.close()
  }
}
