import { watchClock } from './clock-jump.ts'
import type { ClockFacts } from '../core/health/facts.ts'
import { instantFromIso, type Clock } from '../ports/clock.ts'

/**
 * The last jump of the wall clock, and how far it is behind what is stored: the newest stored times
 * are told by whoever asks, and none can be newer than now.
 */
export function clockWatch(clock: Clock): (stored: readonly string[]) => ClockFacts {
  const jumps = watchClock(clock)
  let jump: { readonly byS: number; readonly atMs: number } | null = null
  return (stored) => {
    const movedMs = jumps.sinceLast()
    if (movedMs !== 0) jump = { byS: movedMs / 1000, atMs: clock.monotonicMs() }
    return {
      jumpedByS: jump && jump.byS,
      jumpAgeS: jump && (clock.monotonicMs() - jump.atMs) / 1000,
      behindStoredS: behindS(clock, stored),
    }
  }
}

/** How far the clock is behind the newest of these times, in seconds; 0 when it is not. */
export function behindS(clock: Clock, stored: readonly string[]): number {
  const newestMs = Math.max(0, ...stored.map((at) => instantFromIso(at).epochMs))
  return Math.max(0, (newestMs - clock.now().epochMs) / 1000)
}
