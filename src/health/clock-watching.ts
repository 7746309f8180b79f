import { watchClock } from './clock-jump.ts'
import type { Bench } from '../bench.ts'
import type { Companion } from '../companions.ts'
import { isoFromInstant } from '../ports/clock.ts'
import { untilOver } from '../flow/until-over.ts'
import { wait } from '../flow/wait.ts'

const LOOK_EVERY_MS = 10_000

/**
 * Notices that the wall clock was set, or that the computer slept, and stores it as a fault of no
 * reader: whoever wonders about the times of two plates finds it. The order of what is stored does
 * not follow the clock, and each reader begins a new capture with the right time.
 */
export const clockWatching: Companion = ({ bench }) =>
  untilOver(async (over) => {
    const jumps = watchClock(bench.clock)
    while (!over.aborted) {
      const movedMs = jumps.sinceLast()
      if (movedMs !== 0) noteJump(bench, movedMs)
      await wait(bench.clock, LOOK_EVERY_MS, over)
    }
  })

function noteJump({ clock, store, gate, tell }: Bench, movedMs: number): void {
  const now = clock.now()
  const from = isoFromInstant({ ...now, epochMs: now.epochMs - movedMs })
  const to = isoFromInstant(now)
  const by = `${(Math.abs(movedMs) / 1000).toFixed(1)} s ${movedMs > 0 ? 'forward' : 'back'}`
  const fault = {
    code: 'clock-jumped',
    message: `The clock of this computer went ${by}: it said ${to} when ${from} was expected.`,
    hint: 'Check the time and what sets it; times stored before and after do not compare.',
    bytes: new Uint8Array(),
  } as const
  tell({ kind: 'fault', reader: '', fault })
  gate
    .patiently(() => store.saveFault({ fault, readerId: '', captureId: '', at: to, lastByte: 0 }))
    .subscribe({
      // What waits for the store when the daemon stops is told, and is not stored.
      error: () => undefined,
    })
}
