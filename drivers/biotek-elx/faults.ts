import { type FaultText, hexFromBytes, type ReaderFault } from '../../src/driver-kit.ts'

import { faultFromStatus } from './error-table.ts'
import type { BadChecksum } from './plate-parser.ts'
import type { Status } from './status.ts'

const READ_AGAIN = 'Read the plate again.'
const CABLE = 'Check the cable and its plugs, then read the plate again.'

/** How far a read had come, in words. */
export interface Progress {
  readonly blocksDone: number
  readonly blocksExpected: number | null
}

const far = ({ blocksDone, blocksExpected }: Progress): string =>
  `after ${blocksDone} of ${blocksExpected ?? 'an open number of'} blocks`

const hexByte = (byte: number): string => `'${hexFromBytes([byte])}'`

/** The reader's own word on a failure: its status, with the meaning from its table. */
export function statusFault(status: Status, what: string): FaultText {
  const fault: ReaderFault | undefined = faultFromStatus(status)
  const meaning = fault?.meaning ?? 'no error'
  const fatal = fault?.fatal === true ? ', a fatal error' : ''
  return {
    code: 'reader-status',
    message: `${what}: the reader reports '${status.code}', ${meaning}${fatal}.`,
    hint: fault?.hint ?? READ_AGAIN,
  }
}

export function abortedFault(progress: Progress, status: Status | undefined): FaultText {
  const fault = status === undefined ? undefined : faultFromStatus(status)
  const why =
    status === undefined || fault === undefined
      ? 'it does not say why'
      : `it reports '${status.code}', ${fault.meaning}`
  return {
    code: 'reader-aborted',
    message: `The reader stopped the read ${far(progress)}; ${why}. Nothing of the read is used.`,
    hint: fault?.hint ?? 'See whether STOP was pressed, then start the read again.',
  }
}

/** The host itself ended the read. */
export function haltedFault(progress: Progress): FaultText {
  return {
    code: 'reader-aborted',
    message: `The read was stopped by command ${far(progress)}. Nothing of the read is used.`,
    hint: 'Start the read again when the plate is to be read.',
  }
}

export function checksumFault(bad: BadChecksum): FaultText {
  return {
    code: 'reader-checksum',
    message:
      `Block ${bad.block}: checksum ${hexByte(bad.came)} came, ` +
      `but the bytes add up to ${hexByte(bad.sum)}.`,
    hint: CABLE,
  }
}

export function malformedFault(where: string, byte: number): FaultText {
  return {
    code: 'reader-malformed',
    message: `${where}: the byte ${hexByte(byte)} cannot stand there.`,
    hint: CABLE,
  }
}

export function unknownPlanFault(): FaultText {
  return {
    code: 'reader-malformed',
    message: 'A read began whose wavelengths and wells were not set on this line; it is not used.',
    hint: 'Let assayd start the read, so that it knows what is measured.',
  }
}

export function restartedFault(status: Status): FaultText {
  return {
    code: 'reader-restarted',
    message:
      `The reader answered '${status.code}' in its power-up form: ` +
      'it was switched off and on, and its settings are gone.',
    hint: 'Check the power cord; the read is set up anew.',
  }
}

/** The line went quiet or ended before an answer was whole. */
export function cutFault(how: 'silence' | 'closed', what: string): FaultText {
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

export function cutReadFault(how: 'silence' | 'closed', progress: Progress): FaultText {
  return cutFault(how, `Half a read, ${far(progress)}`)
}

export function overtakenFault(command: string): FaultText {
  return {
    code: 'reader-aborted',
    message: `The host spoke again before the answer to '${command}' was whole.`,
    hint: READ_AGAIN,
  }
}
