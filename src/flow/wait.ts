import type { Clock } from '../ports/clock.ts'

/** Resolves after so long, or as soon as the signal says that it is no use waiting. */
export function wait(clock: Clock, ms: number, over: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (over.aborted) return resolve()
    const end = (): void => {
      callOff()
      over.removeEventListener('abort', end)
      resolve()
    }
    const callOff = clock.after(ms, end)
    over.addEventListener('abort', end, { once: true })
  })
}
