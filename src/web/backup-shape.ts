import { z } from '@hono/zod-openapi'

import type { BackupRun, BackupRuns, BackupsReport } from '../ports/backup-desk.ts'
import type { KnownBackup } from '../ports/keeping.ts'
import { errorSchema, problemOf } from './problem.ts'

const time = z.string().openapi({ description: 'ISO 8601 with offset' })

const backupSchema = z
  .object({
    folder: z.string().openapi({ description: 'on the machine of the daemon' }),
    made_at: time,
    checked: z
      .boolean()
      .openapi({ description: 'it was opened and checked, and nothing was wrong with it' }),
    bytes: z.int(),
    captures: z.int(),
    missing: z.int().openapi({ description: 'captures that were not there to be copied' }),
    audit_number: z.int().openapi({ description: 'the newest audit entry that it holds' }),
  })
  .openapi('Backup')

export const backupRunSchema = z
  .object({
    begun_at: time,
    ended_at: time.nullable().openapi({ description: 'null while it is under way' }),
    ordered_by: z.string().nullable().openapi({ description: 'null for one by schedule' }),
    backup: backupSchema.nullable(),
    problem: errorSchema.nullable(),
  })
  .openapi('BackupRun')

const plan = z.object({
  folder: z.string(),
  at: z.string().nullable().openapi({ description: 'local time of each day', example: '02:00' }),
  every_h: z.number().nullable(),
  keep: z.int(),
})

const RUNS = {
  under_way: backupRunSchema.nullable(),
  last: backupRunSchema
    .nullable()
    .openapi({ description: 'how the last one of this run of the daemon ended' }),
}

export const backupsSchema = z
  .object({
    plan: plan.nullable().openapi({ description: 'null where the configuration plans none' }),
    backups: z.array(backupSchema).openapi({ description: 'oldest first' }),
    ...RUNS,
    next_at: time.nullable().openapi({ description: 'when the next begins by itself' }),
  })
  .openapi('Backups')

/** One making of a backup in JSON. */
export function jsonFromRun(run: BackupRun): z.output<typeof backupRunSchema> {
  const { begunAt, endedAt, orderedBy, backup, error } = run
  return {
    begun_at: begunAt,
    ended_at: endedAt,
    ordered_by: orderedBy,
    backup: backup && jsonFromBackup(backup),
    problem: error && problemOf(error),
  }
}

/** What is under way and what was last, in JSON. */
export function jsonFromRuns({ underWay, last }: BackupRuns) {
  return { under_way: underWay && jsonFromRun(underWay), last: last && jsonFromRun(last) }
}

/** Everything that is known of backups in JSON. */
export function jsonFromBackups(report: BackupsReport): z.output<typeof backupsSchema> {
  return {
    plan: report.plan && jsonFromPlan(report.plan),
    backups: report.backups.map(jsonFromBackup),
    ...jsonFromRuns(report),
    next_at: report.nextAt,
  }
}

function jsonFromPlan({ folder, when, keep }: NonNullable<BackupsReport['plan']>) {
  if ('everyH' in when) return { folder, at: null, every_h: when.everyH, keep }
  const two = (number: number): string => String(number).padStart(2, '0')
  const at = `${two(Math.floor(when.atMinutes / 60))}:${two(when.atMinutes % 60)}`
  return { folder, at, every_h: null, keep }
}

function jsonFromBackup({ folder, madeAt, isGood, auditNumber, ...rest }: KnownBackup) {
  return { folder, made_at: madeAt, checked: isGood, audit_number: auditNumber, ...rest }
}
