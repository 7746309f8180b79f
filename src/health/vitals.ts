import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'

import type { Vitals } from '../ports/vitals.ts'

const NANOSECONDS_IN_MS = 1e6
const LOOP_RESOLUTION_MS = 20
/** A share that is gone keeps whoever asks waiting for minutes. */
const DISK_ANSWERS_WITHIN_MS = 5_000

type Disk = Awaited<ReturnType<Vitals['disk']>>

/** The vitals of this process; what measures the event loop keeps no process alive. */
export function processVitals(): Vitals {
  const delay = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS })
  delay.enable()
  const asked = new Map<string, Promise<Disk>>()
  return {
    disk: (folder) => {
      // One question a folder at a time: those that never return would use up Node's threads.
      const question = asked.get(folder) ?? diskOf(folder).finally(() => asked.delete(folder))
      asked.set(folder, question)
      return Promise.race([question, noAnswer()])
    },
    loopLagMs: () => {
      const lagMs = delay.max / NANOSECONDS_IN_MS
      delay.reset()
      return Math.max(0, lagMs - LOOP_RESOLUTION_MS)
    },
    rssBytes: () => process.memoryUsage.rss(),
  }
}

/** A folder that is not made yet will be on the disk of the one it is made in. */
async function diskOf(folder: string): Promise<Disk> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return { freeBytes: bavail * bsize, reason: '' }
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (isMissing && dirname(folder) !== folder) return diskOf(dirname(folder))
    return { freeBytes: null, reason: error instanceof Error ? error.message : String(error) }
  }
}

async function noAnswer(): Promise<Disk> {
  await setTimeout(DISK_ANSWERS_WITHIN_MS, undefined, { ref: false })
  return { freeBytes: null, reason: `no answer within ${DISK_ANSWERS_WITHIN_MS / 1000} s` }
}
