import { setTimeout as later } from 'node:timers/promises'

import { quantile, rssMbOf } from '../soak/process-facts.ts'
import { assayd } from '../torture/daemon-process.ts'
import type { Timing } from './store-calls.ts'

const STARTS = 7
const COMMANDS = 5
const IDLE_MS = 30_000

/** Milliseconds from the start of the process to the open port of its first reader. */
export async function timeStarts(config: string): Promise<Timing> {
  const tookMs: number[] = []
  for (let start = 1; start <= STARTS; start += 1) {
    const startMs = performance.now()
    const daemon = assayd('run', '--config', config)
    await daemon.saw(' is open')
    tookMs.push(performance.now() - startMs)
    daemon.process.kill('SIGTERM')
    await daemon.ended
  }
  return timingOf('start to ready', tookMs)
}

/** Memory of a daemon that has had nothing to do for half a minute, in MiB. */
export async function idleMb(config: string): Promise<number> {
  const daemon = assayd('run', '--config', config)
  await daemon.saw(' is open')
  await later(IDLE_MS)
  const mb = rssMbOf(daemon.process.pid ?? 0)
  daemon.process.kill('SIGTERM')
  await daemon.ended
  return mb
}

/** How long a command takes, its start included. */
export async function timeCommand(...args: readonly string[]): Promise<Timing> {
  const tookMs: number[] = []
  for (let time = 1; time <= COMMANDS; time += 1) {
    const startMs = performance.now()
    const { code, errors } = await assayd(...args).ended
    if (code !== 0) throw new RangeError(`assayd ${args.join(' ')} ended with ${code}: ${errors}`)
    tookMs.push(performance.now() - startMs)
  }
  return timingOf(`assayd ${args[0]}`, tookMs)
}

function timingOf(what: string, tookMs: readonly number[]): Timing {
  return { what, p50Ms: quantile(tookMs, 0.5), worstMs: Math.max(...tookMs) }
}
