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
/** The last daemons have so long, each longer than the one before. */
const LAST_LIFE_MS = 4000
const LAST_LIVES_MAX = 8

/** Kills daemons on one folder until told to stop; then starts and stops one more, and counts. */
export async function tortureRound({ found, seed, goesOn }: RoundParts): Promise<RoundResult> {
  const bench = await openBench(found)
  const random = randomFrom(seed)
  const backups = backupsOf(bench.folder, random)
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

/**
 * Daemons that start and are stopped in good order, until one leaves nothing undone: the first has
 * all the files to write that the killed ones left. Gives the exit code of the last.
 */
async function lastLife({ config, folder }: TortureBench): Promise<number | null> {
  let code: number | null = null
  for (let life = 1; life <= LAST_LIVES_MAX; life += 1) {
    const daemon = assayd('run', '--config', config)
    await daemon.saw(' is open')
    await later(LAST_LIFE_MS * life)
    daemon.process.kill('SIGTERM')
    ;({ code } = await daemon.ended)
    const isDone = workLeft(join(folder, 'data')).every((left) => left === 0)
    if (code !== 0 || isDone) return code
  }
  return code
}
