import { counted } from './core/counted.ts'
import type { Desk, ReaderReport } from './ports/desk.ts'
import type { Driver } from './ports/driver.ts'
import type { Clock } from './ports/clock.ts'
import type { Log } from './ports/log.ts'
import type { Store } from './ports/store.ts'
import type { Tally } from './health/tally.ts'

/** So long a plate under way is waited for; the service manager waits longer. */
const READS_END_WITHIN_MS = 60_000
/** A reader from which nothing came for so long has nothing under way that nobody asked for. */
const QUIET_S = 2
const LOOK_EVERY_MS = 200

export interface EndingParts {
  readonly clock: Clock
  readonly desk: Pick<Desk, 'readers'>
  readonly tally: Pick<Tally, 'lastByteAgeS'>
  /** Aborted when the daemon is asked to stop. */
  readonly stop: AbortSignal
}

/** How a daemon that was asked to stop comes to an end. */
export interface Ending {
  /** Aborted when sessions are to end now, whatever is under way. */
  readonly cut: AbortSignal
  /** The readers that were cut off in the middle of a plate. */
  cutOff(): readonly string[]
  /** Nothing is to be waited for any more. */
  over(): void
}

/**
 * Leaves readers that measure a plate, or that are sending one, the time to finish; sessions that
 * have nothing under way end by themselves, and those that only wait for an answer are cut.
 */
export function openEnding({ clock, desk, tally, stop }: EndingParts): Ending {
  const cut = new AbortController()
  let cutOff: readonly string[] = []
  let callOff = (): void => undefined
  const isBusy = ({ id, state }: ReaderReport): boolean =>
    state === 'reading' || (tally.lastByteAgeS(id) ?? Infinity) < QUIET_S
  const begin = (): void => {
    const untilMs = clock.monotonicMs() + READS_END_WITHIN_MS
    const look = (): void => {
      const busy = desk.readers().filter(isBusy)
      const isLate = clock.monotonicMs() >= untilMs
      if (busy.length > 0 && !isLate) return void (callOff = clock.after(LOOK_EVERY_MS, look))
      cutOff = busy.filter(({ state }) => state === 'reading').map(({ id }) => id)
      cut.abort()
    }
    look()
  }
  if (stop.aborted) begin()
  else stop.addEventListener('abort', begin, { once: true })
  return {
    cut: cut.signal,
    cutOff: () => cutOff,
    over: () => {
      stop.removeEventListener('abort', begin)
      callOff()
    },
  }
}

/** What is there when everything has ended. */
interface AtTheEnd {
  readonly store: Pick<Store, 'exportsWaiting'>
  readonly ending: Ending
  readonly roster: { readers(): readonly Attached[] }
}

interface Attached {
  readonly reader: { readonly id: string }
  readonly driver: Pick<Driver, 'resuming'>
}

/** What a stop leaves for the next start, a sentence each; the log has them too. */
export function leftUndone({ store, ending, roster }: AtTheEnd, log: Log): readonly string[] {
  const exports = store.exportsWaiting().length
  const left = [
    ...ending.cutOff().map((id) => cutOffInWords(id, roster.readers())),
    ...(exports === 0
      ? []
      : [`Files of ${counted(exports, 'analysis', 'analyses')} are written at the next start.`]),
  ]
  for (const sentence of left) log.warn(sentence, { area: 'daemon' })
  log.info('stopped in order', { area: 'daemon' })
  return left
}

/** Whether the read had really begun, the next start finds out. */
function cutOffInWords(id: string, readers: readonly Attached[]): string {
  const cut = readers.find(({ reader }) => reader.id === id)
  return cut?.driver.resuming === undefined
    ? `Reader '${id}' was measuring a plate; it must be read again.`
    : `Reader '${id}' goes on measuring a plate, which the next start asks it for.`
}
