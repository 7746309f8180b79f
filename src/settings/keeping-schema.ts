import { z } from 'zod'

import { closed, number, text, wholeNumber } from '../fields.ts'
import type { BackupPlan, KeepingSettings } from '../ports/keeping.ts'

const TIME = 'the local time of the day in quotes, such as "02:00"'
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

const DAYS = 'days after which a capture may go to the archive, 1 to 36500, or null for never'
const LARGE = 'MiB beyond which the database is said to be large, 1 to 10000000, or null'

const retention = closed('how long and how much is kept', {
  captures_days: wholeNumber(DAYS, { min: 1, max: 36_500 }).nullable().default(null),
  database_warn_mb: number(LARGE, { min: 1, max: 10_000_000 }).nullable().default(null),
})

/** The sections of `assayd.yaml` about how things are kept. */
export const keepingShape = {
  backup: backup.nullable().default(null),
  retention: retention.nullable().default(null),
}

type KeepingFile = z.output<z.ZodObject<typeof keepingShape>>

/** What the sections stand for; `beside` makes a path absolute. */
export function keepingFrom(
  { backup: plan, retention: limits }: KeepingFile,
  beside: (path: string) => string,
): KeepingSettings {
  return {
    backup: plan && planFrom(plan, beside(plan.folder)),
    capturesDays: limits?.captures_days ?? null,
  }
}

function planFrom(plan: z.output<typeof backup>, folder: string): BackupPlan {
  const { keep, at = DEFAULT_AT, every_h: everyH } = plan
  if (everyH !== undefined) return { folder, keep, when: { everyH } }
  const [hours = 0, minutes = 0] = at.split(':').map(Number)
  return { folder, keep, when: { atMinutes: hours * 60 + minutes } }
}
