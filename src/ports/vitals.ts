import type { DiskFacts } from '../core/health/facts.ts'

/** What the machine says of the process and its disks. */
export interface Vitals {
  /** Free bytes for this user on the disk of a folder, or why they cannot be known. */
  disk(folder: string): Promise<Pick<DiskFacts, 'freeBytes' | 'reason'>>
  /** The longest that the event loop was held up since this was asked last, in milliseconds. */
  loopLagMs(): number
  rssBytes(): number
}
