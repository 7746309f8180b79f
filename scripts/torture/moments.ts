import { setTimeout as later } from 'node:timers/promises'

import type { Random } from '../demo/random.ts'
import type { Running } from './daemon-process.ts'

/** When a daemon is killed. */
export const MOMENTS = [
  'starting',
  'reading',
  'plate stored',
  'results told',
  'beside a backup',
  'after an edit',
  'stopping',
] as const

export type Moment = (typeof MOMENTS)[number]

/** So many kills of a hundred fall on each moment. */
const SHARES: Readonly<Record<Moment, number>> = {
  starting: 15,
  reading: 25,
  'plate stored': 15,
  'results told': 5,
  'beside a backup': 15,
  'after an edit': 15,
  stopping: 10,
}

export function someMoment(random: Random): Moment {
  let left = random.uniform() * 100
  return MOMENTS.find((moment) => (left -= SHARES[moment]) < 0) ?? 'reading'
}

/** What a moment can be waited for with. */
export interface MomentParts {
  readonly daemon: Running
  readonly random: Random
  /** How long a daemon needs until its first port is open, as measured so far. */
  readonly readyMs: number
  /** Begins a backup beside the daemon; the time it takes as measured so far. */
  readonly startBackup: () => number
  /** Changes a file of the configuration. */
  readonly edit: () => void
}

const READING_MS_MAX = 1500
const PIPELINE_MS_MAX = 40
const EDIT_MS_MAX = 600
const STOP_MS_MAX = 150
/** A daemon that never gets ready, or whose readers all sulk, is killed all the same. */
const READY_PATIENCE_MS = 60_000
const PLATE_PATIENCE_MS = 15_000

/** Waits for some instant of the moment; resolves early when the daemon ends by itself. */
export async function waitFor(moment: Moment, parts: MomentParts): Promise<void> {
  const { daemon, random } = parts
  const within = (ms: number): Promise<void> =>
    Promise.race([later(random.uniform() * ms), daemon.ended.then(() => undefined)])
  const saw = (words: string, patienceMs = PLATE_PATIENCE_MS): Promise<void> =>
    Promise.race([daemon.saw(words), later(patienceMs)])
  if (moment === 'starting') return within(parts.readyMs)
  await saw(' is open', READY_PATIENCE_MS)
  switch (moment) {
    case 'reading':
      return within(READING_MS_MAX)
    case 'plate stored':
      await saw(' is stored (read')
      return within(PIPELINE_MS_MAX)
    case 'results told':
      await saw(' is analysed as ')
      return within(PIPELINE_MS_MAX)
    case 'beside a backup':
      return within(parts.startBackup())
    case 'after an edit':
      parts.edit()
      return within(EDIT_MS_MAX)
    case 'stopping':
      await within(EDIT_MS_MAX)
      daemon.process.kill('SIGTERM')
      return within(STOP_MS_MAX)
  }
}
