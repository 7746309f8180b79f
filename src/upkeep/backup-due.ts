import type { Instant } from '../ports/clock.ts'
import type { BackupPlan, KnownBackup } from '../ports/keeping.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/**
 * Whether a backup is due now. A backup that seems to come from later than now was made before the
 * clock was set back; how old it is nobody knows, and it is not counted. A time of day that passed
 * while the daemon was off is made up for.
 */
export function isBackupDue(
  { when }: BackupPlan,
  good: readonly KnownBackup[],
  now: Instant,
): boolean {
  const made = good.map(({ madeAt }) => Date.parse(madeAt)).filter((ms) => ms <= now.epochMs)
  const last = made.at(-1)
  if (last === undefined) return true
  if ('everyH' in when) return now.epochMs - last >= when.everyH * HOUR_MS
  return last < lastTimeOf(when.atMinutes, now)
}

/** When it was last so many minutes after midnight on the wall clock of now. */
function lastTimeOf(minutes: number, { epochMs, offsetMinutes }: Instant): number {
  const localMs = epochMs + offsetMinutes * 60_000
  const todayMs = Math.floor(localMs / DAY_MS) * DAY_MS + minutes * 60_000
  const lastMs = todayMs <= localMs ? todayMs : todayMs - DAY_MS
  return lastMs - offsetMinutes * 60_000
}
