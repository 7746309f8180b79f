import { EMPTY, fromEvent, NEVER, takeUntil, type Observable } from 'rxjs'

/** Gives nothing and ends when the daemon is told to stop; at once when it was told already. */
export function untilStopped(stop: AbortSignal): Observable<never> {
  return stop.aborted ? EMPTY : NEVER.pipe(takeUntil(fromEvent(stop, 'abort')))
}
