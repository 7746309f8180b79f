/*
 * 4PL fits a second: assayd's own fit beside R's nls and scipy's curve_fit, on the same curves with
 * the same weights in the same run, and to how many digits the answers agree. assayd finds its own
 * start values within its time; the peers are given theirs, and analytic gradients.
 */
import { agreementOf, median } from './fit-bench/agreement.ts'
import { R_NLS, runOwn, runPeer, SCIPY, timesOfEach } from './fit-bench/contenders.ts'
import type { Outcome } from './fit-bench/contenders.ts'
import { groupOf, referenceJobs, simulatedJobs } from './fit-bench/jobs.ts'
import type { Job } from './fit-bench/jobs.ts'

const ROUNDS = 7
const SIMULATED = 60
const SEED = 20261123

const HEAD = [
  'curves, weights',
  'contender',
  'fits/s',
  'converged',
  'digits: median',
  'worst',
  'on',
]

function digits(value: number): string {
  return Number.isNaN(value) ? '' : value.toFixed(1)
}

function row(jobs: readonly Job[], own: Outcome, other: Outcome): readonly string[] {
  const group = jobs.map(groupOf)[0] ?? ''
  const perSecond = jobs.length / median(other.seconds.get(group) ?? [])
  const fits = new Map([...other.fits].filter(([id]) => jobs.some((job) => job.id === id)))
  const agreement = own === other ? undefined : agreementOf(own.fits, fits)
  return [
    group,
    other.name,
    Number.isNaN(perSecond) ? '' : perSecond.toFixed(0),
    `${fits.size} of ${jobs.length}`,
    digits(agreement?.median ?? NaN),
    digits(agreement?.worst ?? NaN),
    agreement?.worstJob ?? '',
  ]
}

/** The exact answers as if somebody had fitted them, without a time. */
function exactOutcome(jobs: readonly Job[]): Outcome {
  const fits = jobs.flatMap(({ id, exact }) => (exact === null ? [] : [[id, exact] as const]))
  return { name: 'exact arithmetic', fits: new Map(fits), seconds: new Map() }
}

function print(rows: readonly (readonly string[])[]): void {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((each) => each[column]?.length ?? 0)))
  for (const each of rows) {
    console.log(
      each
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
  }
}

const reference = referenceJobs()
const jobs = [...reference, ...simulatedJobs(SIMULATED, SEED)]
const own = runOwn(jobs, ROUNDS)
const peers = [R_NLS, SCIPY].map((peer) => runPeer(peer, jobs, ROUNDS))
const present = peers.filter((each): each is Outcome => 'fits' in each)
const contenders = [own, ...present, ...(reference.length > 0 ? [exactOutcome(jobs)] : [])]

console.log(
  `${reference.length} real and ${2 * SIMULATED} simulated (seed ${SEED}) curve fits, ` +
    `medians of ${ROUNDS} rounds; digits are those that agree with assayd.\n`,
)
const groups = [...Map.groupBy(jobs, groupOf).values()]
const rows = groups.flatMap((group) =>
  contenders
    .filter((each) => group.some(({ id }) => each.fits.has(id)))
    .map((each) => row(group, own, each)),
)
print([HEAD, ...rows])

const byTime = timesOfEach(jobs).toSorted((left, right) => left.seconds - right.seconds)
const middle = median(byTime.map(({ seconds }) => seconds)) * 1e6
const slowest = byTime.at(-1)
console.log(
  `\nassayd's median fit takes ${middle.toFixed(0)} µs; the slowest, ${slowest?.id}, ` +
    `${((slowest?.seconds ?? NaN) * 1e3).toFixed(1)} ms, because it searches from many starts.`,
)
for (const each of peers) if ('missing' in each) console.log(`\n${each.name}: ${each.missing}`)
if (reference.length === 0) console.log('\nNo reference curves: ../shared/reference is not here.')
