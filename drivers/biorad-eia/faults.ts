import type { FaultText } from '../../src/driver-kit.ts'

import type { ChecksumRule } from './settings.ts'

// Everything that can be wrong, in words for the operator.

const CABLE = 'Check the cable and its plugs, then read the plate again.'

/** What the reader says of itself; its list of errors stands on no page that was seen. */
export function statusFault(what: string, code: string): FaultText {
  return {
    code: 'reader-status',
    message: `${what}: the reader reports error '${code}'.`,
    hint: "Look the number up in the reader's manual, clear the error there, then read again.",
  }
}

export function notRemoteFault(what: string, code: string): FaultText {
  return {
    code: 'reader-restarted',
    message:
      `${what}: the reader answered '${code}', it is no longer under remote control; ` +
      'it was switched off and on, or STOP was pressed.',
    hint: 'Leave the keypad of the reader alone; remote control is taken anew.',
  }
}

export function malformedFault(where: string, line: string): FaultText {
  return {
    code: 'reader-malformed',
    message: `${where} was expected, '${shown(line)}' came.`,
    hint: CABLE,
  }
}

export function unsuitedFault(message: string, hint: string): FaultText {
  return { code: 'reader-unsuited', message, hint }
}

/** What the checksum of a block is not, and what it would have been. */
export interface BadChecksum {
  /** Which block, from 1. */
  readonly block: number
  readonly came: number
  readonly sums: ReadonlyMap<ChecksumRule, number>
  /** The rule that holds on this line. */
  readonly rule: ChecksumRule
}

export function checksumFault({ block, came, sums, rule }: BadChecksum): FaultText {
  const [words, other] =
    rule === 'with-returns' ? ['with row ends', 'without'] : ['without row ends', 'with']
  const otherRule = rule === 'with-returns' ? 'without-returns' : 'with-returns'
  return {
    code: 'reader-checksum',
    message:
      `Block ${block}: checksum '${came}' came, but the characters add up to ` +
      `${sums.get(rule) ?? 0} ${words} (${sums.get(otherRule) ?? 0} ${other}).`,
    hint: CABLE,
  }
}

/** The line went quiet or ended before something was whole. */
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

export function overtakenFault(command: string): FaultText {
  return {
    code: 'reader-aborted',
    message: `The host spoke again before the answer to '${command}' was whole.`,
    hint: 'Read the plate again.',
  }
}

const SHOWN_MAX = 80

/** A line as people can read it. */
function shown(line: string): string {
  const text = line.length > SHOWN_MAX ? `${line.slice(0, SHOWN_MAX)}…` : line
  return text.replace(/[^ -~…]/g, '·')
}
