import { Observable, Subject } from 'rxjs'

import { AssaydError } from '../core/errors.ts'

/**
 * The receiving side of one connection: whoever owns the port pushes, whoever decodes subscribes.
 */
export interface Arrivals {
  /**
   * Hot. What came before the first subscription waits for it, in order; later subscribers hear
   * what comes then.
   */
  readonly bytes$: Observable<Uint8Array>
  push(bytes: Uint8Array): void
  /** Ends the stream with an error; only the first end counts, whichever it is. */
  fail(error: AssaydError): void
  end(): void
}

/** More than a quarter of an hour of an unheard line at 9600 baud: nobody is going to listen. */
const UNHEARD_BYTES_MAX = 1024 * 1024

export function createArrivals(port: string): Arrivals {
  const live = new Subject<Uint8Array>()
  let unheard: Uint8Array[] | undefined = []
  let unheardBytes = 0

  const keep = (bytes: Uint8Array, waiting: Uint8Array[]): void => {
    waiting.push(bytes)
    unheardBytes += bytes.length
    if (unheardBytes > UNHEARD_BYTES_MAX) live.error(unheardTooLong(port))
  }
  const bytes$ = new Observable<Uint8Array>((subscriber) => {
    // A chunk may come while the waiting ones are handed out; it joins their end and keeps its
    // place.
    while (unheard !== undefined && !subscriber.closed) {
      const next = unheard.shift()
      if (next === undefined) unheard = undefined
      else {
        unheardBytes -= next.length
        subscriber.next(next)
      }
    }
    return live.subscribe(subscriber)
  })
  return {
    bytes$,
    push: (bytes) => {
      if (live.closed || live.isStopped) return
      if (unheard === undefined) live.next(bytes)
      else keep(bytes, unheard)
    },
    fail: (error) => live.error(error),
    end: () => live.complete(),
  }
}

function unheardTooLong(port: string): AssaydError {
  return new AssaydError(
    'port-lost',
    `More than ${UNHEARD_BYTES_MAX} bytes came from ${port} and nobody listened.`,
    { hint: 'Check what hangs on this port: it talks without being asked.' },
  )
}
