import { z } from '@hono/zod-openapi'

import type { Finding } from '../core/verify/finding.ts'
import type { VerifyReport } from '../ports/verify-desk.ts'
import { errorSchema, problemOf } from './problem.ts'
import { dayOrNull, nameOrNull } from './scope-shape.ts'

const SCOPE = { plate: nameOrNull, since: dayOrNull, until: dayOrNull }

/** Which plates are to be verified; everything when nothing is given. */
export const wishSchema = z.strictObject(SCOPE).openapi('VerificationWish')

/** How far a verification has come. */
export const verificationSchema = z
  .object({
    id: z.int(),
    state: z.enum(['running', 'done', 'cancelled', 'failed']),
    scope: z.object(SCOPE),
    who: z.string(),
    started_at: z.string(),
    ended_at: z.string().nullable(),
    phase: z.enum(['plates', 'evidence']).openapi({ description: 'what is looked at now' }),
    done: z.int().openapi({ description: 'of the phase: plates, or audit entries and rows' }),
    total: z.int(),
    plates: z.int(),
    reads: z.int(),
    analyses: z.int(),
    findings: z.int().openapi({ description: '0 when everything comes out as it is stored' }),
    of_versions: z.int().openapi({ description: 'findings another version of assayd may explain' }),
    of_archives: z.int().openapi({ description: 'captures whose archive cannot be reached' }),
    findings_left_off: z.int().openapi({ description: 'counted, and not in the list' }),
    versions: z.array(z.object({ code_version: z.string(), same: z.int(), all: z.int() })),
    problem: errorSchema.nullable(),
  })
  .openapi('Verification')

/** One thing that does not agree. */
export const findingSchema = z
  .object({
    kind: z.string(),
    plate: z.string(),
    analysis_id: z.string().nullable(),
    code_version: z.string().nullable(),
    message: z.string(),
    differences: z.array(z.object({ where: z.string(), stored: z.string(), computed: z.string() })),
    difference_count: z.int(),
    hint: z.string(),
  })
  .openapi('Finding')

/** A verification in JSON. */
export function jsonFromVerification(report: VerifyReport): z.output<typeof verificationSchema> {
  const { plate, since, until } = report.scope
  const { versions, ofVersions, ofArchives, ...totals } = report.totals
  return {
    id: report.id,
    state: report.state,
    scope: { plate, since, until },
    who: report.who,
    started_at: report.startedAt,
    ended_at: report.endedAt,
    phase: report.phase,
    done: report.done,
    total: report.total,
    ...totals,
    of_versions: ofVersions,
    of_archives: ofArchives,
    findings_left_off: report.findingsLeftOff,
    versions: [...versions].map(([name, counts]) => ({ code_version: name, ...counts })),
    problem: report.error && problemOf(report.error),
  }
}

/** A finding in JSON. */
export function jsonFromFinding(finding: Finding): z.output<typeof findingSchema> {
  const { analysisId, codeVersion, differenceCount, differences, ...rest } = finding
  return {
    ...rest,
    analysis_id: analysisId,
    code_version: codeVersion,
    difference_count: differenceCount,
    differences: [...differences],
  }
}
