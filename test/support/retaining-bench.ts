import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'

import { isoFromInstant } from '../../src/ports/clock.ts'
import type { News } from '../../src/ports/news.ts'
import type { Store } from '../../src/ports/store.ts'
import { runDaemon } from '../../src/run-daemon.ts'
import { retained } from '../../src/upkeep/retaining.ts'
import { backups } from '../../src/store/backup.ts'
import { openTroubles, type Troubles } from '../../src/health/troubles.ts'
import { simulatedClock, type SimulatedClock } from './simulated-clock.ts'
import { storedBench, type StoredBench } from './stored-bench.ts'
import { until } from './until.ts'

/** So long after its captures were made. */
const LATER_MS = Date.UTC(2027, 0, 15, 6, 0, 0)

/** A bench that was used in November, two months later, with captures to be kept for 30 days. */
export interface RetainingBench extends StoredBench {
  readonly backupFolder: string
  readonly archive: string
  readonly news: News[]
  /** A good backup as it is made by schedule. */
  readonly backUp: (name: string) => Promise<string>
  /** Lets the daemon's companion look once, five minutes after its start, with this store. */
  readonly look: (change?: (store: Store) => Partial<Store>) => Promise<void>
  /** Runs the whole daemon until it archived something; other backups are not made. */
  readonly runUntilArchived: () => Promise<void>
  /** Files in a folder, by their names in it. */
  readonly names: (folder: string) => readonly string[]
}

export async function retainingBench(): Promise<RetainingBench> {
  const bench = await storedBench()
  const backupFolder = join(bench.folder, 'backups')
  appendFileSync(bench.config, 'backup: { folder: ../backups }\nretention: { captures_days: 30 }\n')
  const clock = simulatedClock(LATER_MS)
  const news: News[] = []
  const tell = (one: News): void => void news.push(one)
  const given = { bench, clock, tell, troubles: openTroubles(clock, tell) }
  return {
    ...bench,
    backupFolder,
    archive: join(backupFolder, 'captures'),
    news,
    backUp: async (name) => {
      const folder = join(backupFolder, name)
      const madeAt = isoFromInstant(clock.now())
      const from = { dataFolder: bench.dataFolder, folder, madeAt, codeVersion: 'test' }
      const { missing } = await backups.make(from)
      if (missing.length > 0) throw new Error(`Missing: ${missing.join(', ')}`)
      backups.approve(folder, { checkedAt: madeAt, plates: 0 })
      return folder
    },
    look: (change) => looked(given, change),
    runUntilArchived: () => runUntilArchived(bench, clock),
    names: (folder) =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
        .toSorted(),
  }
}

interface Given {
  readonly bench: StoredBench
  readonly clock: SimulatedClock
  readonly tell: (news: News) => void
  readonly troubles: Troubles
}

async function looked(
  { bench, clock, tell, troubles }: Given,
  change: (store: Store) => Partial<Store> = () => ({}),
): Promise<void> {
  const store = bench.world.openStore(bench.dataFolder)
  const over = new AbortController()
  const end = retained({
    bench: {
      clock,
      settings: bench.source.load(),
      store: { ...store, ...change(store) },
      tell,
      troubles,
    },
    keeper: bench.world.keeper,
    over: over.signal,
  })
  await clock.pass(5 * 60_000)
  // Files take real time; the next wait begins when the look is over.
  const stopped = end.catch(() => undefined)
  await Promise.race([until(() => clock.waiting() > 0, 'the look is over'), stopped])
  over.abort()
  store.close()
  await end
}

async function runUntilArchived(
  { source, world }: StoredBench,
  clock: SimulatedClock,
): Promise<void> {
  const keeper = { ...world.keeper, backUp: async () => ({ backup: null, error: null }) }
  const stop = new AbortController()
  const tell = ({ kind }: News): void => void (kind === 'archived' && stop.abort())
  const options = { source, once: false, stop: stop.signal, tell }
  await clock.runUntil(runDaemon({ ...world, clock, keeper }, options))
}

/** Changes one bit in the middle of a file. */
export function flipBitIn(file: string): void {
  const bytes = readFileSync(file)
  const at = Math.floor(bytes.length / 2)
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
  writeFileSync(file, bytes)
}
