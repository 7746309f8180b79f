import type { Instant } from '../ports/clock.ts'
import type { BackupPlan, KnownBackup } from '../ports/keeping.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Whether a backup is due now. */
export function isBackupDue(plan: BackupPlan, good: readonly KnownBackup[], now: Instant): boolean {
  return backupDueMs(plan, good, now) <= now.epochMs
}

/**
 * When the next backup is due, in milliseconds since 1970; what lies behind now is due now. A
 * backup that seems to come from later than now was made before the clock was set back; how old it
 * is nobody knows, and it is not counted. A time of day that passed while the daemon was off is
 * made up for.
 */
export function backupDueMs(
  { when }: BackupPlan,
  good: readonly KnownBackup[],
  now: Instant,
): number {
  const made = good.map(({ madeAt }) => Date.parse(madeAt)).filter((ms) => ms <= now.epochMs)
  const last = made.at(-1)
  if (last === undefined) return now.epochMs
  if ('everyH' in when) return last + when.everyH * HOUR_MS
  const lastTime = lastTimeOf(when.atMinutes, now)
  return last < lastTime ? lastTime : lastTime + DAY_MS
}

/** When it was last so many minutes after midnight on the wall clock of now. */
function lastTimeOf(minutes: number, { epochMs, offsetMinutes }: Instant): number {
  const localMs = epochMs + offsetMinutes * 60_000
  const todayMs = Math.floor(localMs / DAY_MS) * DAY_MS + minutes * 60_000
  const lastMs = todayMs <= localMs ? todayMs : todayMs - DAY_MS
  return lastMs - offsetMinutes * 60_000
}
