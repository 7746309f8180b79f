import type { Clock } from '../ports/clock.ts'

/** Less is the drift of a clock that is being set right little by little, and no jump. */
const JUMP_MS_MIN = 2_000

/** Watches the wall clock against one that only goes forward. */
export interface ClockJumps {
  /** By how much the wall clock was moved since it was asked last, in ms; 0 when it was not. */
  sinceLast(): number
  /** By how much it was moved since it is watched, in ms; little by little counts as well. */
  sinceStart(): number
}

export function watchClock(clock: Clock): ClockJumps {
  const offsetMs = (): number => clock.now().epochMs - clock.monotonicMs()
  const firstMs = offsetMs()
  let lastMs = firstMs
  return {
    sinceStart: () => offsetMs() - firstMs,
    sinceLast: () => {
      const nowMs = offsetMs()
      const movedMs = nowMs - lastMs
      if (Math.abs(movedMs) < JUMP_MS_MIN) return 0
      lastMs = nowMs
      return movedMs
    },
  }
}
