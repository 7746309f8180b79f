import { AssaydError, oneLine } from '../core/errors.ts'
import type { DatabaseFacts, HealthFacts } from '../core/health/facts.ts'
import type { HealthReport } from '../core/health/report.ts'
import { judged, type Judgement } from '../core/health/judge.ts'
import { behindS } from './clock-watch.ts'
import { ageBy, disksOf, newestOf, syntheticFacts, waitingIn } from './health-facts.ts'
import { isoFromInstant, type Clock } from '../ports/clock.ts'
import type { RestSettings } from '../ports/health.ts'
import type { StoreView } from '../ports/store.ts'
import type { Quarantine } from '../ports/synthetic.ts'
import type { Vitals } from '../ports/vitals.ts'

/** What health at rest is found from. */
export interface RestParts {
  readonly clock: Clock
  readonly vitals: Vitals
  readonly openView: (dataFolder: string) => StoreView
  readonly quarantine: Pick<Quarantine, 'lastEnd'>
}

/** Health while no daemon runs: what the database and the disks tell; nothing is written. */
export async function healthAtRest(
  parts: RestParts,
  settings: RestSettings,
): Promise<HealthReport> {
  const { clock, vitals, quarantine } = parts
  const { unread, ...stored } = storedFacts(parts, settings)
  const last = settings.synthetic && (await quarantine.lastEnd(settings.folders.data))
  const facts: HealthFacts = {
    ...stored,
    disks: await disksOf(settings.folders, vitals),
    loopLagMs: null,
    backup: null,
    synthetic: syntheticFacts(last, ageBy(clock)),
    troubles: [],
  }
  const at = isoFromInstant(clock.now())
  const judgement = withoutDaemon(judged(facts, settings.health), unread)
  return { at, isRunning: false, facts, ...judgement }
}

type StoredFacts = Pick<HealthFacts, 'readers' | 'waiting' | 'database' | 'clock'> & {
  /** Why the database could not be looked at; null when it could. */
  readonly unread: AssaydError | null
}

/** What only a daemon tells. */
const NOTHING_TOLD = { trouble: null, held: null } as const

const UNASKED: DatabaseFacts = { state: 'unasked', inStateS: 0, error: '', bytes: null }

function storedFacts({ clock, openView }: RestParts, settings: RestSettings): StoredFacts {
  const ageOf = ageBy(clock)
  const unknown = { state: 'unknown', inStateS: null, lastByteAgeS: null, ...NOTHING_TOLD } as const
  try {
    const store = openView(settings.folders.data)
    try {
      const newest = newestOf(store)
      const storedAt = [...newest.values()].map(({ receivedAt }) => receivedAt)
      const readers = settings.readers.map(({ id }) => {
        const { plate = null, receivedAt = null } = newest.get(id) ?? {}
        return { id, ...unknown, lastPlate: plate, lastPlateAgeS: ageOf(receivedAt) }
      })
      const behindStoredS = behindS(clock, storedAt)
      return {
        readers,
        waiting: waitingIn(store, ageOf),
        database: UNASKED,
        clock: { jumpedByS: null, jumpAgeS: null, behindStoredS },
        unread: null,
      }
    } finally {
      store.close()
    }
  } catch (error) {
    if (!(error instanceof AssaydError)) throw error
    const none = { ...unknown, lastPlate: null, lastPlateAgeS: null }
    return {
      readers: settings.readers.map(({ id }) => ({ id, ...none })),
      waiting: null,
      database: { ...UNASKED, error: oneLine(error) },
      clock: { jumpedByS: null, jumpAgeS: null, behindStoredS: 0 },
      unread: error,
    }
  }
}

/** That no daemon runs is the first thing that is not well. */
function withoutDaemon({ findings }: Judgement, unread: AssaydError | null): Judgement {
  const away = {
    state: 'failed',
    what: 'daemon',
    reader: null,
    message: 'No daemon runs on this data folder; no reader is heard.',
    hint: 'Start it with `assayd run` or the service manager.',
    restartHelps: true,
  } as const
  const database = { ...away, what: 'database', restartHelps: false } as const
  const told = unread === null ? [] : [{ ...database, message: unread.message, hint: unread.hint }]
  const all = [away, ...told, ...findings]
  return { state: 'failed', findings: all }
}
