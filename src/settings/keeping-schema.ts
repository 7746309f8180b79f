import { z } from 'zod'

import { closed, number, text, wholeNumber } from '../fields.ts'
import { KEEP_EVERYTHING, type BackupPlan, type KeepingSettings } from '../ports/keeping.ts'

const TIME = 'the local time of the day in quotes, such as "02:00"'
const MB_MAX = 100_000_000
const DEFAULT_AT = '02:00'

const backup = closed('when and where backups are made', {
  folder: text('the folder of the backups, on another disk, from this file'),
  at: z
    .string({ error: TIME })
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: TIME })
    .meta({ description: TIME })
    .optional(),
  every_h: number('hours from one backup to the next, 0.1 to 168, in place of a time', {
    min: 0.1,
    max: 168,
  }).optional(),
  keep: wholeNumber('how many good backups stay, 1 to 1000', { min: 1, max: 1000 }).default(14),
})

/** The sections of `assayd.yaml` about how things are kept. */
export const keepingShape = {
  backup: backup.nullable().default(null),
  disk: closed('when a disk counts as nearly full', {
    warn_below_mb: wholeNumber('megabytes that must be free, from 0', { min: 0, max: MB_MAX }),
  }).default({ warn_below_mb: KEEP_EVERYTHING.diskWarnMb }),
  retention: closed('what may leave the data folder', {
    captures_days: wholeNumber('days that a capture stays, 30 to 36500, or null for ever', {
      min: 30,
      max: 36_500,
    })
      .nullable()
      .default(null),
    database_warn_mb: wholeNumber('megabytes from which a database is warned of', {
      min: 1,
      max: MB_MAX,
    }).default(KEEP_EVERYTHING.databaseWarnMb),
  }).default({ captures_days: null, database_warn_mb: KEEP_EVERYTHING.databaseWarnMb }),
}

type KeepingFile = z.output<z.ZodObject<typeof keepingShape>>

/** What the sections stand for; `beside` makes a path absolute. */
export function keepingFrom(
  { backup: plan, disk, retention }: KeepingFile,
  beside: (path: string) => string,
): KeepingSettings {
  return {
    backup: plan && planFrom(plan, beside(plan.folder)),
    diskWarnMb: disk.warn_below_mb,
    databaseWarnMb: retention.database_warn_mb,
    capturesDays: retention.captures_days,
  }
}

function planFrom(plan: z.output<typeof backup>, folder: string): BackupPlan {
  const { keep, at = DEFAULT_AT, every_h: everyH } = plan
  if (everyH !== undefined) return { folder, keep, when: { everyH } }
  const [hours = 0, minutes = 0] = at.split(':').map(Number)
  return { folder, keep, when: { atMinutes: hours * 60 + minutes } }
}
