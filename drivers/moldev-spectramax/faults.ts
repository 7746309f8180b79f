import type { FaultText } from '../../src/driver-kit.ts'

import { faultFromCode } from './error-table.ts'

export type Cut = 'silence' | 'closed'

const CABLE = 'Check the cable and its plugs, then read the plate again.'
const READ_AGAIN = 'Read the plate again.'

export function malformedFault(command: string, why: string): FaultText {
  return { code: 'reader-malformed', message: `Answer to '${command}': ${why}.`, hint: CABLE }
}

/** The reader answered with an error of its own. */
export function failFault(command: string, code: string): FaultText {
  const { meaning, hint } = faultFromCode(code)
  return {
    code: 'reader-status',
    message: `The reader answered '${command}' with error '${code}': ${meaning}.`,
    hint,
  }
}

export function unknownRunFault(): FaultText {
  return {
    code: 'reader-malformed',
    message: 'Data came of a read whose wells and wavelengths were not set on this line; not used.',
    hint: 'Let assayd start the read, so that it knows what is measured.',
  }
}

export function repeatedFault(time: string): FaultText {
  return {
    code: 'reader-repeated',
    message: `The plate measured at ${time} came once more, unasked; it is not read twice.`,
    hint: 'Nothing needs to be done; if it happens often, check the cable.',
  }
}

export function cutFault(how: Cut, what: string): FaultText {
  return how === 'silence'
    ? {
        code: 'reader-silent',
        message: `${what}: the reader fell silent.`,
        hint: 'Check that the reader is on and the cable is in, then read the plate again.',
      }
    : {
        code: 'port-lost',
        message: `${what}: the connection ended.`,
        hint: 'Check the cable and the adapter, then read the plate again.',
      }
}

export function unfinishedFault(done: number, count: number): FaultText {
  return {
    code: 'reader-aborted',
    message: `${done} of ${count} readings came before something else was asked for; not used.`,
    hint: READ_AGAIN,
  }
}

export function overtakenFault(command: string): FaultText {
  return {
    code: 'reader-aborted',
    message: `The host spoke again before the answer to '${command}' was whole.`,
    hint: READ_AGAIN,
  }
}
