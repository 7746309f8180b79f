import type { Fault } from './ports/driver.ts'

/** A fault before its bytes are known. */
export type FaultText = Omit<Fault, 'bytes'>

/** At most so many bytes of one fault are kept beside it; the capture has all of them. */
export const FAULT_BYTES_MAX = 65_536

/** The fault with what came, or its beginning; a byte log is such a source, too. */
export function faultFrom(
  text: FaultText,
  came: { slice(from: number, to: number): Uint8Array },
): Fault {
  return { ...text, bytes: came.slice(0, FAULT_BYTES_MAX) }
}

/** What the reader holds is not what an earlier connection left it with; `why` says in what. */
export function resumedMisfit(why: string): FaultText {
  return {
    code: 'resume-refused',
    message: `What the reader holds is not the read that is resumed: ${why}. It is not used.`,
    hint:
      'The reader was used for something else meanwhile. Read the plate again; ' +
      'the bytes of what it held are kept here and in the capture.',
  }
}
