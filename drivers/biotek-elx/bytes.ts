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
