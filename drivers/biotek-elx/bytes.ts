/**
 * Control bytes of the ELx dialect. Source: ELx808 Operator's Manual, appendix "Computer Control".
 */
export const ETX = 0x03
export const ACK = 0x06
export const LF = 0x0a
export const CR = 0x0d
export const DLE = 0x10
export const NAK = 0x15
/** ^Z, the end of a block and of the data. */
export const SUB = 0x1a
/** Opens a status in 312 form. */
export const RS = 0x1e

/** The characters of an ASCII text as bytes. */
export function bytesFromText(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

/** Bytes as characters of the same number; nothing is lost, whatever the byte. */
export function textFromBytes(bytes: Iterable<number>): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
}

/** Bytes as people read them in a fault: `06 30 30`. */
export function hexFromBytes(bytes: Iterable<number>): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(' ')
}

/** Pieces joined, in order. */
export function concatBytes(...pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((total, piece) => total + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

export function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39
}

export function isHexDigit(byte: number): boolean {
  return isDigit(byte) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66)
}

/** A binary number of the dialect: two bytes, least significant first. */
export function uint16At(bytes: Uint8Array, offset: number): number {
  return (bytes[offset] ?? 0) + 256 * (bytes[offset + 1] ?? 0)
}

/** The two bytes of a binary number. Throws RangeError outside 0 to 65535. */
export function uint16Bytes(value: number): Uint8Array {
  if (!Number.isInteger(value) || value < 0 || value > 0xffff) {
    throw new RangeError(`Expected a whole number from 0 to 65535, got '${value}'.`)
  }
  return Uint8Array.of(value & 0xff, value >> 8)
}
