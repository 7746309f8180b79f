import { concatMap, defer, type OperatorFunction } from 'rxjs'

import { holding, type Listen } from './holding.ts'
import type { CaptureHeader, LineEvent } from '../ports/capture.ts'
import type { Decoder, Driver, Heard } from '../ports/driver.ts'
import { leftBehind, tellingUnfinished } from './unfinished-read.ts'

/** Something heard, with when, and how many bytes had been received on this connection by then. */
export interface HeardAt {
  readonly heard: Heard
  readonly atMs: number
  readonly lastByte: number
}

/**
 * Line events → what the driver makes of them. The one place where a decoder runs: live lines,
 * replayed captures and captures recovered after a crash all come through here, byte by byte, with
 * the same result. Where the instrument has to say first who it is, plates are held until it did.
 */
export function heardBy(
  driver: Driver,
  { awaitsIdentity }: Pick<CaptureHeader, 'awaitsIdentity'> = {},
): OperatorFunction<LineEvent, HeardAt> {
  return (events$) =>
    defer(() => {
      const decoder = driver.decoder()
      const left = leftBehind(decoder)
      const hear = listener(decoder)
      const followed: Listen = (event) => {
        const heard = hear(event)
        left.heard(event)
        return heard
      }
      const listen = tellingUnfinished(followed, () => left.now() !== undefined)
      return events$.pipe(concatMap(awaitsIdentity === true ? holding(listen) : listen))
    })
}

function listener(decoder: Decoder): Listen {
  let lastByte = 0
  return (event) => {
    const at = (heard: Heard): HeardAt => ({
      heard,
      atMs: event.atMs,
      lastByte: (heard.kind === 'read' ? heard.endsAt : undefined) ?? lastByte,
    })
    switch (event.kind) {
      case 'opened':
      case 'identified':
      case 'asked':
      case 'ended':
        return []
      case 'resumed':
        decoder.resumed?.(event.note)
        return []
      case 'sent':
        return decoder.sent(event.bytes).map(at)
      case 'silence':
        return decoder.silence().map(at)
      case 'closed':
        return decoder.closed().map(at)
      case 'received': {
        const all: HeardAt[] = []
        for (const byte of event.bytes) {
          lastByte += 1
          for (const heard of decoder.received(byte)) all.push(at(heard))
        }
        return all
      }
    }
  }
}

/**
 * The events of a capture with an end: a process that was killed wrote none, and what it had half
 * heard must become a fault all the same.
 */
export function closedOff(events: readonly LineEvent[]): readonly LineEvent[] {
  const last = events.at(-1)
  if (last === undefined || last.kind === 'closed') return events
  return [...events, { kind: 'closed', atMs: last.atMs, note: 'The recording breaks off here.' }]
}
