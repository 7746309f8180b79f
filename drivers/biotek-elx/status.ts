import { bytesFromText, concatBytes, textFromBytes } from '../../src/driver-kit.ts'
import { ETX, isHexDigit, RS } from './bytes.ts'

/** The two spellings of a status; `n` chooses. 312 is what a reader has after power-up. */
export type StatusFormat = '312' | 'elx'

/** The reader's word on how a command went. */
export interface Status {
  readonly format: StatusFormat
  /** As spelled: `0000` in ELx form, `000` in 312 form. */
  readonly code: string
  readonly ok: boolean
}

export const OK_CODE = '0000'

const ZERO = 0x30
type Test = (byte: number) => boolean
const is =
  (wanted: number): Test =>
  (byte) =>
    byte === wanted

// ELx: four hex digits, ETX. 312: RS, '0', one digit that matters, '0', ETX.
const FORMS: Readonly<Record<StatusFormat, readonly Test[]>> = {
  elx: [isHexDigit, isHexDigit, isHexDigit, isHexDigit, is(ETX)],
  '312': [is(RS), is(ZERO), isHexDigit, is(ZERO), is(ETX)],
}

/** Length of a status in either form. */
export const STATUS_BYTES = 5

/** Reads one status byte by byte. */
export interface StatusReader {
  /** The status at its fifth byte, `more` before, `bad` when the bytes are no status. */
  take(byte: number): Status | 'more' | 'bad'
  /** Nothing was taken yet. */
  readonly isEmpty: boolean
}

/** A reader for one status; its first byte tells which form it has. */
export function createStatusReader(): StatusReader {
  const taken: number[] = []
  return {
    take(byte) {
      const format = (taken[0] ?? byte) === RS ? '312' : 'elx'
      if (FORMS[format][taken.length]?.(byte) !== true) return 'bad'
      taken.push(byte)
      return taken.length < STATUS_BYTES ? 'more' : statusFrom(format, taken)
    },
    get isEmpty() {
      return taken.length === 0
    },
  }
}

/** The status five bytes spell, or undefined when they spell none. */
export function statusFromBytes(bytes: Uint8Array): Status | undefined {
  const format = bytes[0] === RS ? '312' : 'elx'
  const fits =
    bytes.length === STATUS_BYTES &&
    FORMS[format].every((test, index) => test(bytes[index] ?? Number.NaN))
  return fits ? statusFrom(format, [...bytes]) : undefined
}

/** The bytes of a status: `0000`-like codes go out in ELx form, `000`-like in 312 form. */
export function statusBytes(code: string): Uint8Array {
  const text = bytesFromText(code)
  return code.length === 3
    ? concatBytes(Uint8Array.of(RS), text, Uint8Array.of(ETX))
    : concatBytes(text, Uint8Array.of(ETX))
}

function statusFrom(format: StatusFormat, bytes: readonly number[]): Status {
  const code = textFromBytes(format === '312' ? bytes.slice(1, 4) : bytes.slice(0, 4))
  return { format, code, ok: /^0+$/.test(code) }
}
