import type { Tools } from './command.ts'

const EVERY_MS = 2000

/** How far long work has come. */
export interface Step {
  readonly done: number
  readonly total: number
}

/**
 * Tells every two seconds how far work is that counts its own steps: `1200 of 10000 plates, 240 a
 * second, 37 s left`.
 */
export function progress(
  { clock, print }: Pick<Tools, 'clock' | 'print'>,
  what: string,
): (step: Step) => void {
  const startMs = clock.monotonicMs()
  let toldMs = startMs
  return (step) => {
    const nowMs = clock.monotonicMs()
    if (nowMs - toldMs < EVERY_MS) return
    toldMs = nowMs
    print(progressLine(step, what, nowMs - startMs))
  }
}

/** One line of it. */
export function progressLine({ done, total }: Step, what: string, elapsedMs: number): string {
  const perSecond = done / (elapsedMs / 1000)
  const left = Math.ceil((total - done) / perSecond)
  return `${done} of ${total} ${what}, ${perSecond.toFixed(0)} a second, ${left} s left`
}
