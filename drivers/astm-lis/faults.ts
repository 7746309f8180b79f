import type { Fault, FaultText } from '../../src/driver-kit.ts'

import type { BadFrame } from './frame.ts'

const SEND_AGAIN = 'Have the analyser send the plate again.'
const CABLE = 'Check the cable and its plugs, then have the analyser send the plate again.'

/** How a message that was not whole ended. */
export type MessageEnd = 'silence' | 'closed' | 'end' | 'enquiry' | 'header'

const HOW: Readonly<Record<MessageEnd, Pick<Fault, 'code' | 'hint'> & { readonly how: string }>> = {
  silence: { code: 'reader-silent', how: 'the analyser fell silent', hint: CABLE },
  closed: {
    code: 'port-lost',
    how: 'the connection ended',
    hint: 'Check the cable and the adapter, then have the analyser send the plate again.',
  },
  end: { code: 'reader-aborted', how: 'the analyser ended the transfer', hint: SEND_AGAIN },
  enquiry: { code: 'reader-aborted', how: 'the analyser began anew', hint: SEND_AGAIN },
  header: { code: 'reader-aborted', how: 'another message began', hint: SEND_AGAIN },
}

/** A message whose last record never came; a refused frame says why. */
export function cutFault(
  end: MessageEnd,
  { records, refused }: { readonly records: number; readonly refused: BadFrame | undefined },
): FaultText {
  const { code, how, hint } = HOW[end]
  const far = `A message broke off after ${records} records`
  if (refused === undefined || end === 'silence' || end === 'closed')
    return { code, message: `${far}: ${how}. Nothing of it is used.`, hint }
  return {
    code: refused.kind === 'checksum' ? 'reader-checksum' : 'reader-malformed',
    message: `${far}: ${how}. The last frame was refused: ${refused.what}.`,
    hint: CABLE,
  }
}

/** The message came whole, and its content cannot stand. */
export function contentFault(what: string): FaultText {
  return {
    code: 'reader-malformed',
    message: `A message cannot be used as a plate: ${what}.`,
    hint: "Compare the message with the reader's mapping, then have the plate sent again.",
  }
}

const LAST_WORDS: Readonly<Record<string, string>> = {
  T: 'the sender aborted it',
  R: 'the receiver asked for its end',
  E: 'an unknown error of the analyser',
  Q: 'an error in the last request',
}

/** The terminator says that something went wrong. */
export function terminatorFault(code: string): FaultText {
  const meaning = LAST_WORDS[code] ?? 'which is not in our sources'
  return {
    code: code === 'T' ? 'reader-aborted' : 'reader-status',
    message: `The analyser ended its message with '${code}': ${meaning}. Nothing of it is used.`,
    hint: `See what the analyser shows. ${SEND_AGAIN}`,
  }
}

export function unmappedFault(results: number): FaultText {
  return {
    code: 'reader-undescribed',
    message:
      `A message with ${results} results was received and kept; ` +
      'nothing says which field names the well, so that no OD is taken from it.',
    hint: "Write 'mapping' into the reader's settings, from a message and the printout beside it.",
  }
}

export function nothingMappedFault(results: number, only: string): FaultText {
  return {
    code: 'reader-undescribed',
    message: `A message with ${results} results was received and kept; none of them is ${only}.`,
    hint: "If it was a plate, correct 'only' in the mapping of the reader's settings.",
  }
}

export function repeatedFault(): FaultText {
  return {
    code: 'reader-repeated',
    message: 'The analyser sent the same message twice in a row; the second is not read again.',
    hint: 'Nothing is lost. If it happens often, check the cable to the analyser.',
  }
}
