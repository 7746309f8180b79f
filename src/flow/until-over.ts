import { Observable } from 'rxjs'

/**
 * Work that goes on until somebody stops listening to it: then the signal is aborted. An error of
 * the work is an error of the stream.
 */
export function untilOver(work: (over: AbortSignal) => Promise<void>): Observable<never> {
  return new Observable((subscriber) => {
    const over = new AbortController()
    work(over.signal).then(
      () => subscriber.complete(),
      (error: unknown) => subscriber.error(error),
    )
    return () => over.abort()
  })
}
