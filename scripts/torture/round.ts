import { join } from 'node:path'
import { setTimeout as later } from 'node:timers/promises'

import type { Drivers } from '../../src/registry.ts'
import { randomFrom } from '../demo/random.ts'
import { backupsOf } from './backups.ts'
import { openBench, type TortureBench } from './bench.ts'
import { assayd, type Running } from './daemon-process.ts'
import { workLeft } from './database.ts'
import { editingOf } from './edits.ts'
import { judged, type Judged } from './judge.ts'
import { type Moment, someMoment, waitFor } from './moments.ts'

/** One daemon that was killed. */
export interface Kill {
  readonly moment: Moment
  /** What waited afterwards, in the order of `WORKS`. */
  readonly left: readonly number[]
  /** How long the daemon lived. */
  readonly livedMs: number
}

/** Some kills on one folder, and what stands there afterwards. */
export interface RoundResult extends Judged {
  readonly folder: string
  readonly kills: readonly Kill[]
  readonly edits: ReadonlyMap<string, number>
}

export interface RoundParts {
  readonly found: Drivers
  readonly seed: number
  /** False when there have been enough kills, or it is time to count. */
  readonly goesOn: () => boolean
}

const READY_FIRST_GUESS_MS = 1500
/** The last daemon has so long to do what the killed ones left, and to go on reading. */
const LAST_LIFE_MS = 4000

/** Kills daemons on one folder until told to stop; then starts and stops one more, and counts. */
export async function tortureRound({ found, seed, goesOn }: RoundParts): Promise<RoundResult> {
  const bench = await openBench(found)
  const random = randomFrom(seed)
  const backups = backupsOf(bench, random)
  const editing = editingOf(bench.config, random)
  const kills: Kill[] = []
  const selfEnded: string[] = []
  let readyMs = READY_FIRST_GUESS_MS
  while (goesOn()) {
    editing.repair()
    const moment = someMoment(random)
    const startMs = performance.now()
    const daemon = assayd('run', '--config', bench.config)
    void readyAfter(daemon, startMs, (ms) => (readyMs = (3 * readyMs + ms) / 4))
    await waitFor(moment, {
      daemon,
      random,
      readyMs,
      startBackup: () => backups.start(),
      edit: () => editing.edit(),
    })
    daemon.process.kill('SIGKILL')
    const { code, errors } = await daemon.ended
    if (code !== null && !(moment === 'stopping' && code === 0))
      selfEnded.push(`${moment}: exit ${code}: ${errors}`)
    const livedMs = performance.now() - startMs
    kills.push({ moment, left: workLeft(join(bench.folder, 'data')), livedMs })
  }
  editing.repair()
  const lastCode = await lastLife(bench)
  await bench.close()
  const account = await backups.account()
  const verdict = await judged({ bench, lastCode, selfEnded, backups: account })
  return { ...verdict, folder: bench.folder, kills, edits: editing.counts }
}

async function readyAfter(
  daemon: Running,
  startMs: number,
  note: (ms: number) => void,
): Promise<void> {
  await daemon.saw(' is open')
  const { exitCode, signalCode } = daemon.process
  if (exitCode === null && signalCode === null) note(performance.now() - startMs)
}

/** A daemon that starts and is stopped in good order; gives its exit code. */
async function lastLife({ config }: TortureBench): Promise<number | null> {
  const daemon = assayd('run', '--config', config)
  await daemon.saw(' is open')
  await later(LAST_LIFE_MS)
  daemon.process.kill('SIGTERM')
  const { code } = await daemon.ended
  return code
}
