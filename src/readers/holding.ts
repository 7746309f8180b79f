import type { Fault } from '../ports/driver.ts'
import type { LineEvent } from '../ports/capture.ts'
import type { HeardAt } from './reading.ts'

/** What each event brings. */
export type Listen = (event: LineEvent) => readonly HeardAt[]

/**
 * Holds the plates of an instrument that has not said yet who it is. When it did, and is the
 * configured one, they are its plates; when the connection ends before, each is a fault with its
 * bytes: nobody knows whose it is.
 */
export function holding(listen: Listen): Listen {
  const held: HeardAt[] = []
  let isKnown = false
  return (event) => {
    const heard = listen(event)
    if (isKnown) return heard
    isKnown = event.kind === 'identified'
    if (isKnown) return [...held.splice(0), ...heard]
    held.push(...heard.filter(isRead))
    const others = heard.filter((one) => !isRead(one))
    return event.kind === 'closed' ? [...others, ...held.splice(0).map(ofStranger)] : others
  }
}

function isRead({ heard }: HeardAt): boolean {
  return heard.kind === 'read'
}

function ofStranger(one: HeardAt): HeardAt {
  const { heard } = one
  if (heard.kind !== 'read') return one
  const fault: Fault = {
    code: 'reader-stranger',
    message:
      'A plate came before the instrument had said who it is, and then it did not say that it is ' +
      'the configured one. It is stored as no plate of this reader.',
    hint:
      'If it is this reader, see why it does not answer, then read the plate again; ' +
      'the bytes are kept here and in the capture.',
    bytes: heard.read.bytes,
  }
  return { ...one, heard: { kind: 'fault', fault } }
}
