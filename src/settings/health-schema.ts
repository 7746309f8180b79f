import type { z } from 'zod'

import { USUAL_HEALTH, type HealthLimits } from '../core/health/limits.ts'
import { closed, number, wholeNumber } from '../fields.ts'

const YEARS_10_H = 87_600

const orNever = (expected: string, max: number) =>
  number(`${expected}, or null for never`, { min: 0.01, max }).nullable()

/** `health:` in `config/assayd.yaml`. */
export const healthSchema = closed('from where on something is not well', {
  every_s: wholeNumber('how often the daemon looks at itself, in seconds, 5 to 3600', {
    min: 5,
    max: 3600,
  }).default(USUAL_HEALTH.everyS),
  reader_away_min: orNever('minutes after which a reader is missed', 525_600).default(
    USUAL_HEALTH.readerAwayMin,
  ),
  stalled_read_min: orNever('minutes of silence in a read', 525_600).default(
    USUAL_HEALTH.stalledReadMin,
  ),
  last_byte_h: orNever('hours after the last byte of a reader', YEARS_10_H).default(
    USUAL_HEALTH.lastByteH,
  ),
  last_plate_h: orNever('hours after the last plate of a reader', YEARS_10_H).default(
    USUAL_HEALTH.lastPlateH,
  ),
  export_age_min: orNever('minutes that files may wait to be written', 525_600).default(
    USUAL_HEALTH.exportAgeMin,
  ),
  unassigned_h: orNever('hours that a plate may wait to be assigned', YEARS_10_H).default(
    USUAL_HEALTH.unassignedH,
  ),
  disk_low_mb: number('MiB of free disk below which a person should know', {
    min: 1,
    max: 10_000_000,
  }).default(USUAL_HEALTH.diskLowMb),
  disk_full_mb: number('MiB of free disk below which plates are in danger', {
    min: 1,
    max: 10_000_000,
  }).default(USUAL_HEALTH.diskFullMb),
  loop_lag_ms: number('milliseconds that the daemon may be held up', {
    min: 100,
    max: 600_000,
  }).default(USUAL_HEALTH.loopLagMs),
  backup_age_h: orNever('hours that the last good backup may be old', YEARS_10_H).default(
    USUAL_HEALTH.backupAgeH,
  ),
  clock_jump_s: number('seconds that the clock may jump', { min: 1, max: 86_400 }).default(
    USUAL_HEALTH.clockJumpS,
  ),
})

/** The limits a file stands for; one without the section has the usual ones. */
export function healthFrom(
  file: z.output<typeof healthSchema> | undefined,
  databaseWarnMb: number | null,
): HealthLimits {
  if (file === undefined) return { ...USUAL_HEALTH, databaseWarnMb }
  return {
    everyS: file.every_s,
    readerAwayMin: file.reader_away_min,
    stalledReadMin: file.stalled_read_min,
    lastByteH: file.last_byte_h,
    lastPlateH: file.last_plate_h,
    exportAgeMin: file.export_age_min,
    unassignedH: file.unassigned_h,
    diskLowMb: file.disk_low_mb,
    diskFullMb: file.disk_full_mb,
    loopLagMs: file.loop_lag_ms,
    backupAgeH: file.backup_age_h,
    clockJumpS: file.clock_jump_s,
    databaseWarnMb,
  }
}
