import { bytesFromText, concatBytes, textFromBytes } from '../../src/driver-kit.ts'
import { CR, ETB, ETX, hexFromByte, LF, RESTRICTED, STX } from './bytes.ts'

// A frame is STX, frame number, text, ETX or ETB, two hex digits, CR, LF. The checksum is the sum
// of everything from the frame number through ETX or ETB, modulo 256. Source: LIS01-A2.

/** How a frame ends: `part` (ETB) says that its message goes on, `last` (ETX) that it is over. */
export type FrameEnd = 'part' | 'last'

export interface Frame {
  /** 0 to 7; the first of a session is 1. */
  readonly number: number
  readonly text: string
  readonly end: FrameEnd
}

/** Why bytes are no frame, or a frame that may not be used. */
export interface BadFrame {
  readonly kind: 'checksum' | 'structure'
  /** What is wrong, to go behind "Frame …:" in a sentence. */
  readonly what: string
}

/** What LIS01-A2 allows; E1381-95 allowed 247 with everything around the text. */
export const FRAME_BYTES_MAX = 64_000
/** Frame number, terminator, two digits, CR. */
const AROUND_TEXT_BYTES = 5

/** The checksum of a frame's bytes from its number through its terminator. */
function checksumOf(bytes: Iterable<number>): number {
  let sum = 0
  for (const byte of bytes) sum = (sum + byte) & 0xff
  return sum
}

/** A frame as it goes over the wire. */
export function bytesFromFrame({ number, text, end }: Frame): Uint8Array {
  const body = concatBytes(
    bytesFromText(`${number}${text}`),
    Uint8Array.of(end === 'last' ? ETX : ETB),
  )
  const digits = bytesFromText(hexFromByte(checksumOf(body)))
  return concatBytes(Uint8Array.of(STX), body, digits, Uint8Array.of(CR, LF))
}

/** The frame in the bytes between STX and LF, or why there is none. */
export function frameFromBytes(bytes: Uint8Array): Frame | BadFrame {
  const structure = (what: string): BadFrame => ({ kind: 'structure', what })
  if (bytes.length > FRAME_BYTES_MAX) return structure(`it is longer than ${FRAME_BYTES_MAX} bytes`)
  if (bytes.length < AROUND_TEXT_BYTES || bytes.at(-1) !== CR)
    return structure('it does not end with a checksum, CR and LF')
  const terminator = bytes.at(-4)
  if (terminator !== ETX && terminator !== ETB)
    return structure('neither ETX nor ETB stands before its checksum')
  const digits = textFromBytes(bytes.subarray(-3, -1))
  if (!/^[0-9A-Fa-f]{2}$/.test(digits))
    return structure(`'${printable(digits)}' is no checksum in hex digits`)
  const sum = checksumOf(bytes.subarray(0, -3))
  if (Number.parseInt(digits, 16) !== sum) {
    const what = `checksum '${digits}' came, but its bytes add up to '${hexFromByte(sum)}'`
    return { kind: 'checksum', what }
  }
  return frameOf(bytes, terminator === ETX ? 'last' : 'part')
}

/** A frame whose checksum is right; its number and its characters must be allowed as well. */
function frameOf(bytes: Uint8Array, end: FrameEnd): Frame | BadFrame {
  const number = textFromBytes(bytes.subarray(0, 1))
  if (!/^[0-7]$/.test(number))
    return { kind: 'structure', what: `'${printable(number)}' is no frame number` }
  const text = bytes.subarray(1, -4)
  const forbidden = text.find((byte) => RESTRICTED.has(byte))
  if (forbidden !== undefined)
    return { kind: 'structure', what: `the byte '${hexFromByte(forbidden)}' may not stand in it` }
  return { number: Number(number), text: textFromBytes(text), end }
}

/** The number of the frame after this one. */
export function numberAfter(number: number): number {
  return (number + 1) % 8
}

/** Text for a message: bytes that no terminal shows are spelled out. */
export function printable(text: string): string {
  return text.replaceAll(/[^ -~\u00a1-\u00ff]/g, (one) => `<${hexFromByte(one.charCodeAt(0))}>`)
}
