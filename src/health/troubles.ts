import type { AssaydError } from '../core/errors.ts'
import { isoFromInstant, type Clock } from '../ports/clock.ts'
import type { DaemonPart, News } from '../ports/news.ts'

/** Something of the daemon itself that does not work now. */
export interface Trouble {
  readonly part: DaemonPart
  readonly error: AssaydError
  /** ISO 8601 with offset. */
  readonly since: string
}

/**
 * What of the daemon itself does not work. Each trouble is told once, however often it is met
 * again, and once more when it is mended.
 */
export interface Troubles {
  /** Tells of it, unless this part is known to be in trouble of the same kind. */
  begin(part: DaemonPart, error: AssaydError): void
  /** Tells that the part works again, when it was in trouble. */
  end(part: DaemonPart, text: string): void
  now(): readonly Trouble[]
}

/** Keeps the troubles of one daemon. */
export function openTroubles(clock: Clock, tell: (news: News) => void): Troubles {
  const troubles = new Map<DaemonPart, Trouble>()
  return {
    begin: (part, error) => {
      const known = troubles.get(part)
      const since = known?.since ?? isoFromInstant(clock.now())
      troubles.set(part, { part, error, since })
      if (known?.error.code !== error.code) tell({ kind: 'trouble', part, error })
    },
    end: (part, text) => {
      if (troubles.delete(part)) tell({ kind: 'mended', part, text })
    },
    now: () => [...troubles.values()],
  }
}
