import { Observable } from 'rxjs'

import type { Clock } from '../ports/clock.ts'

/** Emits once after the wait; completes without a word when it is called off. */
export function waited(clock: Clock, ms: number, over: AbortSignal): Observable<void> {
  return new Observable((waiting) => {
    const end = (): void => waiting.complete()
    const callOff = clock.after(ms, () => waiting.next())
    over.addEventListener('abort', end, { once: true })
    return () => {
      callOff()
      over.removeEventListener('abort', end)
    }
  })
}
