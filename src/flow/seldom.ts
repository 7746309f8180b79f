import type { Clock } from '../ports/clock.ts'

/**
 * Does something no more often than that, however often it is called; what comes too early is left
 * out, so that whoever calls says the end by itself.
 */
export function seldom(
  clock: Pick<Clock, 'monotonicMs'>,
  everyMs: number,
  act: () => void,
): () => void {
  let lastMs = clock.monotonicMs()
  return () => {
    const nowMs = clock.monotonicMs()
    if (nowMs - lastMs < everyMs) return
    lastMs = nowMs
    act()
  }
}
