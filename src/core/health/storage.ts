import { counted } from '../counted.ts'
import { duration } from './duration.ts'
import type { DiskFacts, HealthFacts } from './facts.ts'
import { HOUR_S, isOver, MINUTE_S, type Noticed } from './finding.ts'
import type { HealthLimits } from './limits.ts'

const MEBIBYTE = 1024 * 1024
/** A moment's trouble of a disk or of another program is waited out. */
const GRACE_S = 60
/** Below this a full disk is why nothing can be written, and no restart would help. */
const ROOM_BYTES_MIN = MEBIBYTE

/** What keeps the database from taking a plate. */
export function ofDatabase({ database, disks }: HealthFacts): readonly Noticed[] {
  const { state, inStateS, error } = database
  const forLong = `for ${duration(inStateS)}`
  if (state === 'busy' && inStateS > GRACE_S) {
    const message = `Another program has held the database ${forLong}.`
    const hint = 'End the program that holds it: a database browser, a copy, a virus scanner.'
    return [{ state: 'failed', what: 'database', message, hint }]
  }
  if (state !== 'failing') return []
  const free = disks.find(({ what }) => what === 'data')?.freeBytes ?? ROOM_BYTES_MIN
  const restartHelps = free >= ROOM_BYTES_MIN && inStateS > GRACE_S
  const message = `Nothing can be written to the database ${forLong}: ${error}`
  const hint = 'Check the rights of the data folder, and its disk.'
  return [{ state: 'failed', what: 'database', message, hint, restartHelps }]
}

/** A database that is larger than somebody said. It has a name of its own, lest it hide others. */
export function ofSize({ database }: HealthFacts, limits: HealthLimits): readonly Noticed[] {
  const { databaseWarnMb } = limits
  const { bytes } = database
  if (databaseWarnMb === null || bytes === null || bytes <= databaseWarnMb * MEBIBYTE) return []
  const has = `The database has ${Math.ceil(bytes / MEBIBYTE)} MiB`
  const message = `${has}, more than the ${databaseWarnMb} MiB of retention: database_warn_mb.`
  const hint = 'Plan room on its disk and on that of the backups; then raise the limit.'
  return [{ state: 'degraded', what: 'database-size', message, hint }]
}

/** Disks that are full or away. Only the data's stops a plate from being stored. */
export function ofDisks(disks: readonly DiskFacts[], limits: HealthLimits): readonly Noticed[] {
  return disks.flatMap((disk): readonly Noticed[] => {
    const { what, folder, freeBytes, reason } = disk
    const worst = what === 'data' ? 'failed' : 'degraded'
    if (freeBytes === null) {
      const message = `The ${what} folder ${folder} cannot be reached: ${reason}`
      const hint = 'Check that its disk or share is there, and the rights of this user.'
      return [{ state: worst, what: 'disk', message, hint }]
    }
    if (freeBytes >= limits.diskLowMb * MEBIBYTE) return []
    const state = freeBytes < limits.diskFullMb * MEBIBYTE ? worst : 'degraded'
    const left = Math.floor(freeBytes / MEBIBYTE)
    const message = `The disk of the ${what} folder ${folder} has ${left} MiB left.`
    return [{ state, what: 'disk', message, hint: 'Make room on that disk.' }]
  })
}

/** Work that has waited for too long. */
export function ofWaiting(facts: HealthFacts, limits: HealthLimits): readonly Noticed[] {
  const { waiting, readers } = facts
  if (waiting === null) return []
  const about = { state: 'degraded', what: 'waiting' } as const
  const found: Noticed[] = []
  const { oldestExportAgeS, oldestUnassignedAgeS } = waiting
  if (isOver(oldestExportAgeS, limits.exportAgeMin, MINUTE_S)) {
    const since = `the oldest for ${duration(oldestExportAgeS)}`
    const analyses = counted(waiting.exports, 'analysis', 'analyses')
    const message = `Files of ${analyses} are not written yet, ${since}.`
    const hint = 'Check that the exports folder is there and can be written.'
    found.push({ ...about, message, hint })
  }
  if (isOver(oldestUnassignedAgeS, limits.unassignedH, HOUR_S)) {
    const since = `the oldest for ${duration(oldestUnassignedAgeS)}`
    const plates = counted(waiting.unassigned, 'plate')
    const message = `Nothing says what is on ${plates}, ${since}.`
    found.push({ ...about, message, hint: 'Give each its run sheet: `assayd assign`.' })
  }
  if (waiting.captures > readers.length) {
    const captures = counted(waiting.captures, 'capture')
    const message = `Plates that are not stored yet may be in ${captures}.`
    found.push({ ...about, message, hint: 'They are heard again when the daemon starts.' })
  }
  return found
}
