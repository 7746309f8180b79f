import { Subject } from 'rxjs'

import type { Bench } from '../bench.ts'
import { AssaydError } from '../core/errors.ts'
import { openBell } from '../flow/bell.ts'
import type { BackupDesk, BackupRun } from '../ports/backup-desk.ts'
import { isoFromInstant } from '../ports/clock.ts'
import type { Keeper } from '../ports/keeping.ts'
import { backupDueMs } from './backup-due.ts'

/** The desk from the side of what makes the backups. */
export interface StaffedBackupDesk extends BackupDesk {
  /** Whether somebody ordered one that has not ended. */
  isOrdered(): boolean
  /** Resolves when one was ordered since the last time. */
  ordered(): Promise<void>
  /** One begins: the one that was ordered, or one by schedule. */
  begin(): void
  /** It ended; after a failure the schedule waits for so long, in milliseconds. */
  end(end: Pick<BackupRun, 'backup' | 'error'>): void
  waitsFor(ms: number | null): void
}

export interface BackupDeskParts {
  readonly bench: Pick<Bench, 'clock' | 'settings' | 'store'>
  readonly keeper: Pick<Keeper, 'backups'>
}

/** Opens the desk; `backingUp` makes the backups. */
export function openBackupDesk({ bench, keeper }: BackupDeskParts): StaffedBackupDesk {
  const changes$ = new Subject<void>()
  const bell = openBell()
  const now = (): string => isoFromInstant(bench.clock.now())
  let underWay: BackupRun | null = null
  let last: BackupRun | null = null
  let againMs: number | null = null
  const begun = (orderedBy: string | null): BackupRun => {
    underWay = { begunAt: now(), endedAt: null, orderedBy, backup: null, error: null }
    changes$.next()
    return underWay
  }
  const runs = () => ({ underWay, last })
  return {
    changes$,
    runs,
    report: async () => {
      const plan = bench.settings.keeping.backup
      if (plan === null) return { ...runs(), plan, backups: [], nextAt: null }
      const backups = await keeper.backups(plan.folder)
      const at = bench.clock.now()
      const dueMs = backupDueMs(
        plan,
        backups.filter(({ isGood }) => isGood),
        at,
      )
      const epochMs = Math.max(at.epochMs, dueMs, againMs ?? 0)
      return { ...runs(), plan, backups, nextAt: isoFromInstant({ ...at, epochMs }) }
    },
    order: (who) => {
      if (bench.settings.keeping.backup === null) throw unplanned()
      if (underWay !== null) throw running(underWay)
      // Nothing is made of which nobody can tell who ordered it.
      const subject = { kind: 'none', key: 'backup' } as const
      const entry = { who, reason: '', subject, before: null, after: null }
      bench.store.note({ ...entry, act: 'backup-ordered' })
      const run = begun(who)
      bell.ring()
      return run
    },
    isOrdered: () => underWay !== null,
    ordered: bell.rung,
    begin: () => void (underWay ?? begun(null)),
    end: (end) => {
      if (underWay === null) return
      last = { ...underWay, ...end, endedAt: now() }
      underWay = null
      changes$.next()
    },
    waitsFor: (ms) => void (againMs = ms === null ? null : bench.clock.now().epochMs + ms),
  }
}

/** Nobody says where it would go. */
export function unplanned(): AssaydError {
  return new AssaydError('backup-unplanned', 'The configuration names no folder for backups.', {
    hint: 'Write `backup: { folder: … }` into it, or say `assayd backup DIR` on the machine.',
  })
}

function running({ begunAt, orderedBy }: BackupRun): AssaydError {
  const whose = orderedBy === null ? 'by schedule' : `ordered by '${orderedBy}'`
  const message = `A backup is under way since ${begunAt}, ${whose}.`
  return new AssaydError('backup-running', message, { hint: 'Wait until it has ended.' })
}
