/*
 * 4PL fits a second, from cold start values to the covariance: assayd beside R's nls, scipy's
 * curve_fit and ml-levenberg-marquardt on the same curves with the same weights in the same run, to
 * how many digits the answers agree, and what whole plates cost. assayd finds its own start values
 * within its time; the peers are given theirs (ml-levenberg-marquardt works them out), and analytic
 * gradients.
 */
import { agreementOf, median } from './fit-bench/agreement.ts'
import { ASSAYD, R_NLS, runInProcess, runPeer, SCIPY } from './fit-bench/contenders.ts'
import type { Outcome } from './fit-bench/contenders.ts'
import { floorOf } from './fit-bench/floor.ts'
import { groupOf, isOrdinary, referenceJobs, simulatedJobs } from './fit-bench/jobs.ts'
import type { Job } from './fit-bench/jobs.ts'
import { ML_LEVENBERG_MARQUARDT } from './fit-bench/ml-levenberg-marquardt.ts'
import { plateCosts } from './fit-bench/plate-cost.ts'
import { printTable } from './fit-bench/table.ts'
import { loadRules } from '../src/registry.ts'

const ROUNDS = 7
/** With the 23 real curves that have weights of 1/y² a hundred. */
const SIMULATED = 77
const SEED = 20261123
/** Answers that agree to fewer digits than this are not the same curve. */
const DIGITS_MIN = 4
const AIMS = new Map([
  ['scipy', 20],
  ['R', 100],
  ['ml-levenberg-marquardt', 20],
])
const PLATE_AIM_FITS = 40

/** Seconds of the median job, each job by the median of its rounds. */
function secondsOf(jobs: readonly Job[], { seconds }: Outcome): number {
  return median(jobs.map(({ id }) => median(seconds.get(id) ?? [])))
}

function digits(value: number): string {
  return Number.isNaN(value) ? '' : value.toFixed(1)
}

function row(group: string, jobs: readonly Job[], other: Outcome): readonly string[] {
  const perSecond = 1 / secondsOf(jobs, other)
  const fits = new Map([...other.fits].filter(([id]) => jobs.some((job) => job.id === id)))
  const agreement = other === own ? undefined : agreementOf(own.fits, fits)
  return [
    group,
    other.name,
    Number.isNaN(perSecond) ? '' : perSecond.toFixed(0),
    String(jobs.length - fits.size),
    agreement === undefined ? '' : String(agreement.below(DIGITS_MIN)),
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

function printFits(groups: readonly (readonly [string, readonly Job[]])[]): void {
  const head = ['curves, weights', 'contender', 'fits/s', 'failed', 'off', 'digits: median']
  const rows = groups.flatMap(([group, some]) =>
    contenders
      .filter((each) => some.some(({ id }) => each.fits.has(id)))
      .map((each) => row(group, some, each)),
  )
  printTable([[...head, 'worst', 'on'], ...rows])
}

/** How much faster than each peer, with the aim beside it. */
function printRatios(ordinary: readonly Job[]): void {
  const mine = secondsOf(ordinary, own)
  console.log(
    `\nOf the ${ordinary.length} curves of 16 points with 1/y2, the median: ` +
      `assayd ${(mine * 1e6).toFixed(1)} µs a fit;`,
  )
  for (const other of contenders) {
    const ratio = secondsOf(ordinary, other) / mine
    const aim = AIMS.get(other.name.split(' ')[0] ?? '')
    if (aim === undefined || Number.isNaN(ratio)) continue
    console.log(`  ${ratio.toFixed(0)} times as fast as ${other.name} (aim ${aim})`)
  }
  const { evaluations, exponentials, seconds } = floorOf(ordinary)
  console.log(
    `  physical floor: ${exponentials} exponentials (${evaluations} evaluations, ` +
      `replicates share theirs) take ${(seconds * 1e6).toFixed(2)} µs; ` +
      `assayd is at ${(mine / seconds).toFixed(0)} times that.`,
  )
}

async function printPlates(fit: number): Promise<void> {
  const rules = await loadRules(new URL('../src/core/quality/', import.meta.url))
  const costs = plateCosts(rules)
  const ms = (seconds: number): string => (seconds * 1e3).toFixed(3)
  console.log(
    '\nWhole analyses of simulated plates, the median plate: results are curve, concentrations ' +
      'with intervals and responses;\nrules are all but the orientation detective. ' +
      'No layout has 1536 wells.\n',
  )
  const head = ['wells', 'plate', 'unknowns', 'results ms', 'with rules', 'with detective']
  const rows = costs.map(({ wells, what, unknowns, results, judged, whole }) => [
    String(wells),
    what,
    String(unknowns),
    ms(results),
    ms(judged),
    ms(whole),
    (1 / whole).toFixed(0),
    `${(results / fit).toFixed(0)} / ${(judged / fit).toFixed(0)} / ${(whole / fit).toFixed(0)}`,
    ((whole * 1e6) / wells).toFixed(1),
  ])
  printTable([[...head, 'analyses/s', 'in fits', 'µs a well'], ...rows])
  console.log(`\nThe aim is a whole analysis of 96 wells under ${PLATE_AIM_FITS} fits.`)
}

const reference = referenceJobs()
const jobs = [...reference, ...simulatedJobs(SIMULATED, SEED)]
const own = runInProcess(ASSAYD, jobs, ROUNDS)
const peers = [R_NLS, SCIPY].map((peer) => runPeer(peer, jobs, ROUNDS))
const present = peers.filter((each): each is Outcome => 'fits' in each)
const contenders = [
  own,
  ...present,
  ...ML_LEVENBERG_MARQUARDT.map((each) => runInProcess(each, jobs, ROUNDS)),
  ...(reference.length > 0 ? [exactOutcome(jobs)] : []),
]

console.log(
  `${reference.length} real and ${2 * SIMULATED} simulated (seed ${SEED}) curve fits; ` +
    `fits/s is of the median curve, each by the median of ${ROUNDS} rounds.\n` +
    'Digits are those that agree with assayd; off are answers that agree to fewer than ' +
    `${DIGITS_MIN}. All but ml-levenberg-marquardt, which has none, give the covariance.\n`,
)
printFits([...Map.groupBy(jobs, groupOf)])
const ordinary = jobs.filter(isOrdinary)
printRatios(ordinary)
await printPlates(secondsOf(ordinary, own))
for (const each of peers) if ('missing' in each) console.log(`\n${each.name}: ${each.missing}`)
if (reference.length === 0) console.log('\nNo reference curves: ../shared/reference is not here.')
