import type { FaultText } from '../../src/driver-kit.ts'

const CABLE = 'Check the cable and the supply of the reader, then read the plate again.'

export function malformedFault(what: string): FaultText {
  return {
    code: 'reader-malformed',
    message: `A plate cannot be used: ${what}.`,
    hint: "Read it again; if it stays so, compare the capture with the reader's dialect.",
  }
}

export function cutFault(how: 'silence' | 'closed', wells: number): FaultText {
  const silent = how === 'silence'
  const why = silent ? 'the reader fell silent' : 'the connection ended'
  return {
    code: silent ? 'reader-silent' : 'port-lost',
    message: `A plate broke off after ${wells} wells: ${why}.`,
    hint: CABLE,
  }
}

export function restartedFault(line: string): FaultText {
  return {
    code: 'reader-restarted',
    message: `The reader began anew in the middle of a plate: '${line}'.`,
    hint: CABLE,
  }
}

export function overtakenFault(): FaultText {
  return {
    code: 'reader-aborted',
    message: 'The host spoke while a plate came in that it had not asked for.',
    hint: 'Read the plate again.',
  }
}

export function uncalibratedFault(): FaultText {
  return {
    code: 'reader-undescribed',
    message: 'A plate of counts was received and kept; without a blank no OD comes from it.',
    hint: "Write 'wavelengthNm' and 'light' with a blank into the reader's settings.",
  }
}

export function unmeasurableFault(why: string): FaultText {
  return {
    code: 'reader-malformed',
    message: `The counts of a plate give no OD: ${why}.`,
    hint: "Compare 'light' in the reader's settings with a plate of blanks.",
  }
}
