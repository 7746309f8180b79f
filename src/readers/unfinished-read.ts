import type { Listen } from './holding.ts'
import type { LineEvent } from '../ports/capture.ts'
import type { Decoder, Fault, LeftRead } from '../ports/driver.ts'

/** What a reader would be left with of the read that was asked for last. */
export interface LeftBehind {
  /** Is told of each event once the decoder has heard it. */
  heard(event: LineEvent): void
  now(): LeftRead | undefined
}

/** What the decoder still holds of a read before is not of the one that is asked for then. */
export function leftBehind(decoder: Decoder): LeftBehind {
  let isOlder = false
  return {
    heard: ({ kind }) => {
      if (kind === 'asked') isOlder = true
      if (kind === 'resumed' || (isOlder && decoder.left?.() === undefined)) isOlder = false
    },
    now: () => (isOlder ? undefined : decoder.left?.()),
  }
}

/**
 * Tells of a plate that was asked for and never came, as the connection ended in between: of a
 * reader that measures for hours before it says a byte, no half answer would. Where the end itself
 * brought a fault, that tells enough. `goesOn`: the read can be resumed on a later connection.
 */
export function tellingUnfinished(listen: Listen, goesOn: () => boolean): Listen {
  let asked: string | undefined
  let lastByte = 0
  return (event) => {
    const isResumable = event.kind === 'closed' && goesOn()
    const heard = listen(event)
    if (event.kind === 'received') lastByte += event.bytes.length
    if (event.kind === 'asked') asked = event.note
    if (event.kind === 'ended' || heard.some((one) => one.heard.kind === 'read')) asked = undefined
    const isTold = heard.some((one) => one.heard.kind === 'fault')
    if (event.kind !== 'closed' || asked === undefined) return heard
    // Half an answer says nothing of a read that goes on.
    if (isTold && !isResumable) return heard
    const fault = isResumable ? goesOnWithout(asked) : unfinished(asked)
    return [...heard, { heard: { kind: 'fault', fault }, atMs: event.atMs, lastByte }]
  }
}

function unfinished(asked: string): Fault {
  return {
    code: 'port-lost',
    message: `The connection ended while ${asked} was being measured; no plate came of it.`,
    hint: 'The reader may go on by itself: wait until it is done, then have the plate read again.',
    bytes: new Uint8Array(),
  }
}

function goesOnWithout(asked: string): Fault {
  return {
    code: 'port-lost',
    message: `The connection ended while ${asked} was being measured; the reader goes on alone.`,
    hint:
      'Leave the reader and its plate alone: the read is resumed when the reader is connected ' +
      'again. An order of it is gone by then; the plate comes without one.',
    bytes: new Uint8Array(),
  }
}
