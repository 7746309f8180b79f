import type { FaultText } from '../../src/driver-kit.ts'

const CABLE = 'Check the cable and its plugs, then read the plate again.'
const READ_AGAIN = 'Read the plate again.'

export function malformedFault(command: string, why: string): FaultText {
  return {
    code: 'reader-malformed',
    message: `Answer to '${command}': ${why}.`,
    hint: CABLE,
  }
}

export function checksumFault(command: string, came: number, sum: number): FaultText {
  return {
    code: 'reader-checksum',
    message: `Answer to '${command}': checksum ${came} came, but the bytes add up to ${sum}.`,
    hint: CABLE,
  }
}

export function unknownRunFault(): FaultText {
  return {
    code: 'reader-malformed',
    message: 'Data came of a run whose wells and wavelengths were not set on this line; not used.',
    hint: 'Let assayd start the run, so that it knows what is measured.',
  }
}

export function restartedFault(): FaultText {
  return {
    code: 'reader-restarted',
    message: 'The reader is not initialized any more: it was switched off and on during the run.',
    hint: 'Check the power cord; the read is set up anew.',
  }
}

export function unfinishedFault(written: number, expected: number): FaultText {
  return {
    code: 'reader-aborted',
    message: `The run ended with ${written} of ${expected} numbers; nothing of it is used.`,
    hint: 'See whether somebody stopped the reader, then start the read again.',
  }
}

export function cutFault(how: 'silence' | 'closed', command: string): FaultText {
  const message = `Half an answer to '${command}'`
  return how === 'silence'
    ? {
        code: 'reader-silent',
        message: `${message}: the reader fell silent.`,
        hint: 'Check that the reader is on and the cable is in, then read the plate again.',
      }
    : {
        code: 'port-lost',
        message: `${message}: the connection ended.`,
        hint: 'Check the cable and the adapter, then read the plate again.',
      }
}

export function abortedFault(command: string): FaultText {
  return {
    code: 'reader-aborted',
    message: `The reader was told to stop before its answer to '${command}' was whole.`,
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
