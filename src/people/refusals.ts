import type { AuditAct } from '../ports/audit.ts'
import { isoFromInstant, type Clock } from '../ports/clock.ts'
import type { News } from '../ports/news.ts'
import type { Store } from '../ports/store.ts'
import { AssaydError } from '../core/errors.ts'

/** For so long refusals of one kind are counted into one entry. */
const COUNTED_MS = 3_600_000

/** Somebody was refused, and changed nothing by it. */
export interface Refusal {
  readonly act: Extract<AuditAct, 'login-failed' | 'act-denied'>
  /** Who asked, as far as that is known; `assayd` where it is not. */
  readonly who: string
  /** The user or the act that it is about; never what was typed. */
  readonly about: string
  readonly reason: string
}

export interface Refusals {
  note(refusal: Refusal): void
  /** Notes what was only counted so far. */
  settle(): void
}

interface Count {
  readonly refusal: Refusal
  readonly since: string
  last: string
  /** That have no entry yet; the first one usually has one of its own. */
  times: number
  callOff: () => void
}

/**
 * Refusals in the audit trail. The first of its kind is an entry at once; those of the hour behind
 * it are one more, with how many they were: whoever guesses on shows, and fills no disk. Kinds are
 * made of accounts and acts, so that they are few.
 */
export function refusalsIn(parts: {
  readonly store: Pick<Store, 'note'>
  readonly clock: Clock
  readonly tell: (news: News) => void
}): Refusals {
  const { clock, tell } = parts
  const counts = new Map<string, Count>()
  const now = (): string => isoFromInstant(clock.now())
  const write = (refusal: Refusal, after: unknown): void => {
    const { who, act, about, reason } = refusal
    const subject = { kind: 'none', key: about } as const
    tell({ kind: 'refused', part: 'people', act, who, about, reason })
    parts.store.note({ who, act, reason, subject, before: null, after })
  }
  /** On a full disk it is counted instead: whoever is refused learns nothing of that. */
  const isWritten = (refusal: Refusal): boolean => {
    try {
      write(refusal, null)
      return true
    } catch (error) {
      if (!(error instanceof AssaydError)) throw error
      return false
    }
  }
  const close = (key: string, count: Count): void => {
    const { refusal, since, last, times } = count
    count.callOff()
    try {
      if (times > 0) write(refusal, { times, since, until: last })
      counts.delete(key)
    } catch (error) {
      // A full disk: they are told, counted on, and noted an hour later.
      if (!(error instanceof AssaydError)) throw error
      count.callOff = clock.after(COUNTED_MS, () => close(key, count))
    }
  }
  return {
    note: (refusal) => {
      const key = JSON.stringify([refusal.act, refusal.who, refusal.about, refusal.reason])
      const known = counts.get(key)
      if (known !== undefined) {
        known.times += 1
        known.last = now()
        return
      }
      const times = isWritten(refusal) ? 0 : 1
      const count: Count = { refusal, since: now(), last: now(), times, callOff: () => {} }
      count.callOff = clock.after(COUNTED_MS, () => close(key, count))
      counts.set(key, count)
    },
    settle: () => {
      for (const [key, count] of counts) close(key, count)
      for (const { callOff } of counts.values()) callOff()
    },
  }
}
