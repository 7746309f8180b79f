import type { KnownBackup } from '../ports/keeping.ts'

/** The newest good backup, as far as the daemon knows. */
export interface LastBackup {
  is(backup: KnownBackup | null): void
  /** Null when there is none, or none is planned. */
  now(): KnownBackup | null
}

export function openLastBackup(): LastBackup {
  let last: KnownBackup | null = null
  return {
    is: (backup) => void (last = backup),
    now: () => last,
  }
}
