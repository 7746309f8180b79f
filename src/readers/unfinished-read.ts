import type { Listen } from './holding.ts'
import type { Fault } from '../ports/driver.ts'

/**
 * Tells of a plate that was asked for and never came, as the connection ended in between: of a
 * reader that measures for hours before it says a byte, no half answer would. Where the end itself
 * brought a fault, that tells enough.
 */
export function tellingUnfinished(listen: Listen): Listen {
  let asked: string | undefined
  let lastByte = 0
  return (event) => {
    const heard = listen(event)
    if (event.kind === 'received') lastByte += event.bytes.length
    if (event.kind === 'asked') asked = event.note
    if (event.kind === 'ended' || heard.some((one) => one.heard.kind === 'read')) asked = undefined
    const isTold = heard.some((one) => one.heard.kind === 'fault')
    if (event.kind !== 'closed' || asked === undefined || isTold) return heard
    return [
      ...heard,
      { heard: { kind: 'fault', fault: unfinished(asked) }, atMs: event.atMs, lastByte },
    ]
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
