import { type FaultText, hexFromBytes } from '../../src/driver-kit.ts'

import { faultFromStatus } from './error-table.ts'

const READ_AGAIN = 'Read the plate again.'
const CABLE = 'Check the cable and its plugs, then read the plate again.'

/** How a wait or a connection ended. */
export type Cut = 'silence' | 'closed'

/** The reader's own word on a failure: its status, with the meaning from its table. */
export function statusFault(status: string, what: string): FaultText {
  const fault = faultFromStatus(status)
  const fatal = fault?.fatal === true ? ', a fatal error' : ''
  const meaning = fault?.meaning ?? 'no error'
  return {
    code: 'reader-status',
    message: `${what}: the reader reports '${status}', ${meaning}${fatal}.`,
    hint: fault?.hint ?? READ_AGAIN,
  }
}

export function restartedFault(status: string): FaultText {
  return {
    code: 'reader-restarted',
    message:
      `The reader reports '${status}', that no assay definition is set, though it took one ` +
      'just before: it was switched off and on, or lost its settings otherwise.',
    hint: 'Check the power cord; the read is set up anew.',
  }
}

export function checksumFault(where: string, came: string, sum: string): FaultText {
  return {
    code: 'reader-checksum',
    message: `${where}: checksum '${came}' came, but the bytes add up to '${sum}'.`,
    hint: CABLE,
  }
}

export function malformedFault(where: string, byte: number): FaultText {
  return {
    code: 'reader-malformed',
    message: `${where}: the byte '${hexFromBytes([byte])}' cannot stand there.`,
    hint: CABLE,
  }
}

/** A line of a block ends that is not the wells of its row, each once. */
export function lineFault(where: string): FaultText {
  return {
    code: 'reader-malformed',
    message: `${where}: the line that ends there does not hold every well of its row once.`,
    hint: CABLE,
  }
}

export function answerFault(command: string, text: string): FaultText {
  return {
    code: 'reader-malformed',
    message: `Answer to '${command}': '${text}' is not what this command is answered with.`,
    hint: CABLE,
  }
}

export function unknownDefinitionFault(): FaultText {
  return {
    code: 'reader-malformed',
    message: 'A read began whose wavelength and wells were not set on this line; it is not used.',
    hint: 'Let assayd start the read, so that it knows what is measured.',
  }
}

/** The line went quiet or ended before an answer was whole. */
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

export function abortedFault(command: string): FaultText {
  return {
    code: 'reader-aborted',
    message: `'${command}' was told to stop before its answer was whole; nothing of it is used.`,
    hint: 'Start the read again when it is wanted.',
  }
}

export function overtakenFault(command: string): FaultText {
  return {
    code: 'reader-aborted',
    message: `The host spoke again before the answer to '${command}' was whole.`,
    hint: READ_AGAIN,
  }
}

/** Wavelengths of a plate were measured, but not all; why, in words that end the sentence. */
export function unfinishedFault(done: number, of: number, why: string): FaultText {
  return {
    code: 'reader-aborted',
    message: `Of a plate ${done} of ${of} wavelengths were read, then ${why}; none is used.`,
    hint: READ_AGAIN,
  }
}
