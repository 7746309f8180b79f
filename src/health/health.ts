import type { BackupFacts } from '../core/health/facts.ts'
import type { HealthReport } from '../core/health/report.ts'
import { judged } from '../core/health/judge.ts'
import type { Bench } from '../bench.ts'
import { clockWatch } from './clock-watch.ts'
import { databaseWatch } from './database-watch.ts'
import {
  ageBy,
  type AgeOf,
  disksOf,
  newestOf,
  readerFacts,
  syntheticFacts,
  waitingIn,
} from './health-facts.ts'
import { isoFromInstant } from '../ports/clock.ts'
import type { Desk, ReaderReport } from '../ports/desk.ts'
import type { HealthSource } from '../ports/health.ts'
import type { SyntheticEnd } from '../ports/synthetic.ts'
import type { Vitals } from '../ports/vitals.ts'
import { metricsOf } from './metrics.ts'
import type { Tally } from './tally.ts'

/** What health is found from. */
export interface HealthParts {
  readonly bench: Bench
  readonly desk: Pick<Desk, 'readers'>
  readonly tally: Tally
  readonly vitals: Vitals
}

/** Health from the daemon's side: whoever does something at intervals tells how it went. */
export interface OpenHealth extends HealthSource {
  /**
   * How the last synthetic plate ended; null where none is planned, or none ended yet. Says whether
   * that is news.
   */
  noteSynthetic(end: SyntheticEnd | null): boolean
}

/** Opens the health of a daemon, with a first report. */
export async function openHealth(parts: HealthParts): Promise<OpenHealth> {
  const { bench, tally, vitals } = parts
  const { clock, store, codeVersion } = bench
  const ageOf = ageBy(clock)
  const newest = newestOf(store)
  const storedAt = [...newest.values()].map(({ receivedAt }) => receivedAt)
  const database = databaseWatch(store, clock)
  const clocks = clockWatch(clock)
  let synthetic: SyntheticEnd | null = null
  const backup = backupWatch(bench, ageOf)

  const gathered = async (): Promise<HealthReport> => {
    const { settings } = bench
    const readers = parts.desk
      .readers()
      .filter(isMember)
      .map((report) => {
        const known = readerFacts(report, { newest, ageOf })
        return { ...known, lastByteAgeS: tally.lastByteAgeS(report.id) }
      })
    const facts = {
      readers,
      waiting: waitingIn(store, ageOf),
      database: database(),
      // Behind everything that asks the store, which may be closed when an answer comes late.
      disks: await disksOf(settings.folders, vitals),
      loopLagMs: vitals.loopLagMs(),
      backup: backup(),
      synthetic: syntheticFacts(synthetic, ageOf),
      clock: clocks(storedAt),
      troubles: bench.troubles.now().map(({ part, error }) => {
        return { part, message: error.message, hint: error.hint }
      }),
    }
    const at = isoFromInstant(clock.now())
    return { at, isRunning: true, facts, ...judged(facts, settings.health) }
  }
  let last = await gathered()
  return {
    refresh: async () => (last = await gathered()),
    report: () => last,
    metrics: () => metricsOf({ tally, codeVersion, report: last, rssBytes: vitals.rssBytes() }),
    noteSynthetic: (end) => {
      const isNews = end !== synthetic
      synthetic = end
      return isNews
    },
  }
}

/** So long after the start nobody may have looked for backups yet. */
const BACKUPS_LOOKED_FOR_MS = 120_000

/** Null where no backups are planned. */
function backupWatch(bench: Bench, ageOf: AgeOf): () => BackupFacts | null {
  const openedMs = bench.clock.monotonicMs()
  return () => {
    const last = bench.lastBackup.now()
    const isEarly = bench.clock.monotonicMs() - openedMs < BACKUPS_LOOKED_FOR_MS
    if (bench.settings.keeping.backup === null || (last === null && isEarly)) return null
    return { lastGoodAgeS: ageOf(last?.madeAt ?? null) }
  }
}

/** One that was taken out of the configuration is shown for a while, and missed by nobody. */
function isMember({ state }: ReaderReport): boolean {
  return state !== 'removed'
}
