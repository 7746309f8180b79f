import type { FaultText } from '../../src/driver-kit.ts'

/** How a print ended. */
export type PrintEnd = 'silence' | 'closed' | 'too-long'

const PRINT_AGAIN = 'Print the plate again; the capture keeps what came.'

/** A print that nobody has taught assayd to read. */
export function unconfirmedFault(bytes: number, hasTemplate: boolean): FaultText {
  const why = hasTemplate
    ? 'its template was never confirmed against a printout'
    : 'nobody has said how this reader prints a plate'
  return {
    code: 'print-unconfirmed',
    message: `A print of ${bytes} bytes came, and ${why}: no OD is made of it.`,
    hint: "Take the printout of this plate and run 'assayd template learn' with the capture.",
  }
}

export function damagedFault(where: string, why: string): FaultText {
  return {
    code: 'reader-malformed',
    message: `The print does not follow its template ${where}: ${why}.`,
    hint:
      'Check the cable and print again; if every print ends so, ' +
      'the reader prints otherwise than when its template was learnt.',
  }
}

export function readerErrorFault(line: string): FaultText {
  return {
    code: 'reader-status',
    message: `The reader printed '${line}'; nothing of this print is used.`,
    hint: "Look the message up in the reader's manual, then read the plate again.",
  }
}

/** A plate began and was not printed to its end. */
export function cutFault(end: PrintEnd, progress: string): FaultText {
  if (end === 'closed') {
    return {
      code: 'port-lost',
      message: `Half a print, ${progress}: the connection ended.`,
      hint: PRINT_AGAIN,
    }
  }
  return {
    code: 'reader-silent',
    message: `Half a print, ${progress}: the reader fell silent.`,
    hint: PRINT_AGAIN,
  }
}

/** A print, or a part of one, that holds no plate. */
export function noiseFault(count: number): FaultText {
  return {
    code: 'reader-noise',
    message: `${count === 1 ? 'One byte' : `${count} bytes`} came that belong to no plate.`,
    hint: 'A slip without a plate does no harm; of garbage, check the cable and the baud rate.',
  }
}

export function tooLongFault(bytes: number): FaultText {
  return {
    code: 'reader-malformed',
    message: `A plate began, and after ${bytes} bytes it has not ended.`,
    hint: 'Check how the template says that a plate ends.',
  }
}
