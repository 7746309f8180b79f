import type { SoakCount } from './count.ts'
import { quantile, riseMb, type Sample } from './process-facts.ts'
import type { Exported } from './progress.ts'

/** Memory may rise by so much over the last three quarters, by the line of least squares. */
const RISE_MAX_MB = 16
/** Files that are written at the moment of a sample. */
const DESCRIPTORS_SLACK = 5
/** SQLite folds the log back at 4 MiB, unless somebody reads meanwhile. */
const WAL_MAX_MB = 16
/** One is due every six minutes, and the last one may be under way. */
const BACKUP_AGE_MAX_MIN = 10
/** A machine that cannot keep the pace shows nothing. */
const PACE_MIN_SHARE = 0.95

export interface ClaimParts {
  readonly result: SoakCount
  readonly samples: readonly Sample[]
  readonly exported: readonly Exported[]
  /** So many were to come. */
  readonly plates: number
  /** How old the newest good backup is when the last plate comes; null without any. */
  readonly backupAgeMin: number | null
  readonly code: number | null
  readonly errors: string
}

/** Prints what must hold, with the figures; true when all of it does. */
export function soakClaims(parts: ClaimParts): boolean {
  const all = claimsOf(parts)
  for (const [claim, holds, figures] of all) {
    process.stdout.write(`${holds ? 'ok    ' : 'FAILED'}  ${claim}: ${figures}\n`)
  }
  for (const line of latencyLines(parts.exported)) process.stdout.write(`${line}\n`)
  return all.every(([, holds]) => holds)
}

type Claim = readonly [claim: string, holds: boolean, figures: string]

function claimsOf({
  result,
  samples,
  plates,
  backupAgeMin,
  code,
  errors,
}: ClaimParts): readonly Claim[] {
  const { said, stored, missing, twice, unanalysed, undone } = result
  const quarter = Math.floor(samples.length / 4)
  const rise = riseMb(samples.slice(quarter))
  const spanS = ((samples.at(-1)?.atMs ?? 0) - (samples[quarter]?.atMs ?? 0)) / 1000
  const perHour = (rise * 3600) / spanS
  const worst = (some: readonly Sample[]): number => Math.max(...some.map((one) => one.descriptors))
  const [early, late] = [worst(samples.slice(0, 2 * quarter)), worst(samples.slice(3 * quarter))]
  const walMb = Math.max(...samples.map((one) => one.walMb))
  const perPlateKb = ((samples.at(-1)?.databaseMb ?? 0) * 1024) / stored
  return [
    ['the pace was kept', said >= plates * PACE_MIN_SHARE, `${said} plates of ${plates}`],
    ['every plate is stored', missing.length === 0, missing.join(', ') || `${stored} reads`],
    ['none is stored twice', twice === 0, `${twice} twice`],
    ['every read has one analysis', unanalysed === 0, `${unanalysed} have not`],
    ['nothing is left undone', undone === 0, `${undone} pieces of work`],
    ['the daemon stopped in good order', code === 0, `exit ${code} ${errors}`],
    [
      `memory is flat (at most ${RISE_MAX_MB} MiB more over the last three quarters)`,
      rise < RISE_MAX_MB,
      `${rise.toFixed(1)} MiB in ${spanS.toFixed(0)} s, ${perHour.toFixed(1)} MiB an hour`,
    ],
    [
      'descriptors do not grow',
      late <= early + DESCRIPTORS_SLACK,
      `at most ${early} in the first half, ${late} in the last quarter`,
    ],
    [`the write-ahead log stays below ${WAL_MAX_MB} MiB`, walMb < WAL_MAX_MB, walMb.toFixed(1)],
    [
      `the newest backup is at most ${BACKUP_AGE_MAX_MIN} min old`,
      backupAgeMin !== null && backupAgeMin <= BACKUP_AGE_MAX_MIN,
      backupAgeMin === null ? 'there is none' : `${backupAgeMin.toFixed(1)} min`,
    ],
    ['the database', true, `${perPlateKb.toFixed(1)} KiB a plate`],
  ]
}

/** By reader, since some plates end with a pause. */
function latencyLines(exported: readonly Exported[]): readonly string[] {
  const byReader = Map.groupBy(exported, ({ reader }) => reader)
  return [...byReader.keys()].toSorted().map((reader) => {
    const all = byReader.get(reader) ?? []
    const ms = all.map(({ latencyMs }) => latencyMs)
    const [p50, p99, worst] = [0.5, 0.99, 1].map((share) => quantile(ms, share).toFixed(0))
    const times = `last byte -> files p50 ${p50} ms, p99 ${p99} ms, worst ${worst} ms`
    return `  ${reader.padEnd(8)} ${String(all.length).padStart(6)} plates, ${times}`
  })
}
