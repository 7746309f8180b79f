/** Control bytes of the dialect. Source: PyLabRobot at 598b58f, `plate_reader_base.py`. */
export const ETX = 0x03
export const ACK = 0x06
export const LF = 0x0a
export const CR = 0x0d
/** Not seen in any source of this dialect; the ELx readers of the same maker answer it. */
export const NAK = 0x15
/** ^Z, around the checksum of a block. */
export const SUB = 0x1a

/** A character one can print: blank to tilde. */
export function isPrintable(byte: number): boolean {
  return byte >= 0x20 && byte <= 0x7e
}

/** The sum of some bytes modulo 256, in three decimal digits, as both checksums are written. */
export function checksumDigits(bytes: Iterable<number>): string {
  let sum = 0
  for (const byte of bytes) sum = (sum + byte) % 256
  return String(sum).padStart(3, '0')
}
