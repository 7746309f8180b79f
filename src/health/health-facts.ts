import { join } from 'node:path'

import type { DiskFacts, ReaderFacts, SyntheticFacts, WaitingWork } from '../core/health/facts.ts'
import { instantFromIso, type Clock } from '../ports/clock.ts'
import type { ReaderReport } from '../ports/desk.ts'
import type { Folders } from '../ports/settings.ts'
import type { StoreView } from '../ports/store.ts'
import type { SyntheticEnd } from '../ports/synthetic.ts'
import type { NewestRead } from '../ports/waiting.ts'
import type { Vitals } from '../ports/vitals.ts'

/** Seconds since a time, ISO 8601 with offset; null stays null. */
export type AgeOf = (at: string | null) => number | null

export function ageBy(clock: Clock): AgeOf {
  return (at) => (at === null ? null : (clock.now().epochMs - instantFromIso(at).epochMs) / 1000)
}

/** The newest stored read of each reader, by its id. */
export type Newest = ReadonlyMap<string, NewestRead>

export function newestOf(store: StoreView): Newest {
  return new Map(store.newestReads().map((read) => [read.readerId, read]))
}

/** A reader as the desk has it; its last plate may be from an earlier run. */
export function readerFacts(
  report: ReaderReport,
  { newest, ageOf }: { readonly newest: Newest; readonly ageOf: AgeOf },
): Omit<ReaderFacts, 'lastByteAgeS'> {
  const { id, state, since, lastPlate, lastReadAt, trouble, held } = report
  const stored = newest.get(id)
  return {
    id,
    state,
    inStateS: ageOf(since),
    lastPlate: lastPlate ?? stored?.plate ?? null,
    lastPlateAgeS: ageOf(lastReadAt ?? stored?.receivedAt ?? null),
    trouble: trouble && { message: trouble.message, hint: trouble.hint },
    held: held && { message: held.message, hint: held.hint },
  }
}

export function waitingIn(store: StoreView, ageOf: AgeOf): WaitingWork {
  const { exports, oldestExportAt, unassigned, oldestUnassignedAt, captures } = store.waiting()
  return {
    exports,
    oldestExportAgeS: ageOf(oldestExportAt),
    unassigned,
    oldestUnassignedAgeS: ageOf(oldestUnassignedAt),
    captures,
  }
}

/** The disks under the folders. */
export function disksOf(folders: Folders, vitals: Vitals): Promise<readonly DiskFacts[]> {
  const asked = [
    { what: 'data', folder: folders.data },
    { what: 'exports', folder: folders.exports },
    { what: 'log', folder: join(folders.data, 'logs') },
  ] as const
  return Promise.all(asked.map(async (disk) => ({ ...disk, ...(await vitals.disk(disk.folder)) })))
}

/** Null where none ended. */
export function syntheticFacts(end: SyntheticEnd | null, ageOf: AgeOf): SyntheticFacts | null {
  return end && { ageS: ageOf(end.at) ?? 0, passed: end.passed, message: end.message }
}
