import type { HealthFacts } from './facts.ts'
import type { HealthFinding } from './finding.ts'
import type { Judgement } from './judge.ts'

/** How a daemon is. */
export interface HealthReport extends Judgement {
  /** When the facts were gathered, ISO 8601 with offset. */
  readonly at: string
  /** False when no daemon runs and only what is stored could be looked at. */
  readonly isRunning: boolean
  readonly facts: HealthFacts
}

/** What supervisors may ask without a login: what is not well, in no more words than that. */
export function readinessJson({ state, at, findings }: HealthReport) {
  return { state, at, reasons: findings.map((each) => ({ state: each.state, what: each.what })) }
}

function findingJson({ state, what, reader, message, hint }: HealthFinding) {
  return { state, what, reader, message, hint }
}

/** A report as the API and `--json` give it. */
export function reportJson(report: HealthReport) {
  const { facts } = report
  const { waiting, database, backup, synthetic, clock } = facts
  return {
    state: report.state,
    at: report.at,
    findings: report.findings.map(findingJson),
    running: report.isRunning,
    readers: facts.readers.map(readerJson),
    waiting: waiting && {
      exports: waiting.exports,
      oldest_export_age_s: waiting.oldestExportAgeS,
      unassigned: waiting.unassigned,
      oldest_unassigned_age_s: waiting.oldestUnassignedAgeS,
      captures: waiting.captures,
    },
    disks: facts.disks.map(({ freeBytes, ...disk }) => ({ ...disk, free_bytes: freeBytes })),
    database: {
      state: database.state,
      in_state_s: database.inStateS,
      error: database.error,
      bytes: database.bytes,
    },
    loop_lag_ms: facts.loopLagMs,
    backup: backup && { last_good_age_s: backup.lastGoodAgeS },
    synthetic: synthetic && {
      age_s: synthetic.ageS,
      passed: synthetic.passed,
      message: synthetic.message,
    },
    clock: {
      jumped_by_s: clock.jumpedByS,
      jump_age_s: clock.jumpAgeS,
      behind_stored_s: clock.behindStoredS,
    },
  }
}

function readerJson(reader: HealthFacts['readers'][number]) {
  return {
    id: reader.id,
    state: reader.state,
    in_state_s: reader.inStateS,
    last_byte_age_s: reader.lastByteAgeS,
    last_plate_age_s: reader.lastPlateAgeS,
    last_plate: reader.lastPlate,
  }
}
