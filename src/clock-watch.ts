import type { ClockFacts } from './core/health/facts.ts'
import { instantFromIso, type Clock } from './ports/clock.ts'

/** Less is the drift of a clock that is being set right, and no jump. */
const JUMP_S_MIN = 1

/**
 * Watches the wall clock against one that only goes forward. The newest stored times are told by
 * whoever asks: what is stored cannot be newer than now.
 */
export function clockWatch(clock: Clock): (stored: readonly string[]) => ClockFacts {
  const offsetMs = (): number => clock.now().epochMs - clock.monotonicMs()
  let lastOffsetMs = offsetMs()
  let jump: { readonly byS: number; readonly atMs: number } | null = null
  return (stored) => {
    const now = offsetMs()
    const byS = (now - lastOffsetMs) / 1000
    if (Math.abs(byS) >= JUMP_S_MIN) jump = { byS, atMs: clock.monotonicMs() }
    lastOffsetMs = now
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
