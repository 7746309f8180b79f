import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { fitCurve } from '../../src/core/curve/fit-curve.ts'
import { valuesOf } from '../../src/core/curve/read-curve.ts'
import { startFor } from './jobs.ts'
import type { Job, Parameters } from './jobs.ts'

/** What one contender made of all jobs. */
export interface Outcome {
  readonly name: string
  /** Fits by job; a job that did not converge is not in it. */
  readonly fits: ReadonlyMap<string, Parameters>
  /** Seconds that a job took, one entry a round. */
  readonly seconds: ReadonlyMap<string, readonly number[]>
}

/** A contender that is not on this machine, and what would bring it. */
export interface Missing {
  readonly name: string
  readonly missing: string
}

interface Peer {
  readonly name: string
  readonly program: string
  /** Asks the program whether it has what it needs, and for its version. */
  readonly probe: readonly string[]
  readonly script: string
  readonly missing: string
}

const PEERS = join(import.meta.dirname, '..', 'peers')
const PEER_LIMIT_MS = 40_000

export const R_NLS: Peer = {
  name: 'R nls',
  program: 'Rscript',
  probe: ['-e', 'cat(as.character(getRversion()))'],
  script: join(PEERS, 'fit.R'),
  missing: 'Rscript is not here; Debian has it in r-base-core',
}

export const SCIPY: Peer = {
  name: 'scipy curve_fit',
  program: process.platform === 'win32' ? 'python' : '/usr/bin/python3',
  probe: ['-c', 'import scipy.optimize; print(scipy.__version__)'],
  script: join(PEERS, 'fit.py'),
  missing: 'python3 with scipy is not here; Debian has it in python3-scipy',
}

/** Two descriptions of one curve, A and D exchanged with B turned round, made one: B > 0. */
function oriented([A = NaN, B = NaN, C = NaN, D = NaN]: Parameters): Parameters {
  return B > 0 ? [A, B, C, D] : [D, -B, C, A]
}

/** A contender in this process. */
export interface InProcess {
  readonly name: string
  /** One fit from nothing but the job; undefined when it gave none. */
  readonly fit: (job: Job) => Parameters | undefined
  /** How often a fit is repeated for one reading of the clock. */
  readonly repeats: number
}

export const ASSAYD: InProcess = {
  name: `assayd (Node ${process.versions.node})`,
  fit: ({ points, weights }) => {
    const curve = fitCurve(points, { model: '4pl', weights, points: 'wells' })
    return curve.converged ? valuesOf(curve) : undefined
  },
  repeats: 25,
}

/** Fits all jobs, round by round, after one round that is not counted. */
export function runInProcess(
  { name, fit, repeats }: InProcess,
  jobs: readonly Job[],
  rounds: number,
): Outcome {
  const seconds = new Map<string, number[]>(jobs.map(({ id }) => [id, []]))
  for (let round = 0; round <= rounds; round += 1) {
    for (const job of jobs) {
      const began = performance.now()
      for (let repeat = 0; repeat < repeats; repeat += 1) fit(job)
      const each = (performance.now() - began) / 1000 / repeats
      if (round > 0) seconds.get(job.id)?.push(each)
    }
  }
  const fits = jobs.flatMap((job): [string, Parameters][] => {
    const found = fit(job)
    return found === undefined ? [] : [[job.id, oriented(found)]]
  })
  return { name, fits: new Map(fits), seconds }
}

function jobsCsv(jobs: readonly Job[]): string {
  const rows = jobs.flatMap((job) => {
    const start = startFor(job.points).join(',')
    const head = `${job.id},${job.weights}`
    return job.points.map(({ concentration, od }) => `${head},${concentration},${od},${start}`)
  })
  return ['job,weights,x,y,A0,B0,C0,D0', ...rows, ''].join('\n')
}

function outcomeFrom(name: string, printed: string): Outcome {
  const fits = new Map<string, Parameters>()
  const seconds = new Map<string, readonly number[]>()
  for (const line of printed.split(/\r?\n/)) {
    const [kind, key = '', ...numbers] = line.split(',')
    if (kind === 'fit') fits.set(key, oriented(numbers.map(Number)))
    if (kind === 'time') seconds.set(key, [...(seconds.get(key) ?? []), ...numbers.map(Number)])
  }
  return { name, fits, seconds }
}

/** The peer's version, or why it cannot be asked. */
function probe({ name, program, probe: args, missing }: Peer): { version: string } | Missing {
  try {
    return { version: execFileSync(program, args, { encoding: 'utf8', stdio: 'pipe' }).trim() }
  } catch (error) {
    return { name, missing: `${missing} (${String(error).split('\n')[0]})` }
  }
}

/** Runs a peer on the same jobs, or says that it is not here. */
export function runPeer(peer: Peer, jobs: readonly Job[], rounds: number): Outcome | Missing {
  const probed = probe(peer)
  if ('missing' in probed) return probed
  const folder = mkdtempSync(join(tmpdir(), 'assayd-fit-'))
  try {
    const file = join(folder, 'jobs.csv')
    writeFileSync(file, jobsCsv(jobs))
    const args = [peer.script, file, String(rounds)]
    const limits = { encoding: 'utf8', timeout: PEER_LIMIT_MS, maxBuffer: 2 ** 26 } as const
    return outcomeFrom(`${peer.name} ${probed.version}`, execFileSync(peer.program, args, limits))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
