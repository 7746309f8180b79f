/** Control bytes of the link layer. Source: ASTM E1381-95 / CLSI LIS01-A2. */
export const STX = 0x02
export const ETX = 0x03
export const EOT = 0x04
export const ENQ = 0x05
export const ACK = 0x06
export const LF = 0x0a
export const CR = 0x0d
export const NAK = 0x15
export const ETB = 0x17

/**
 * Bytes that may not stand in the text of a frame: SOH STX ETX EOT ENQ ACK DLE NAK SYN ETB LF and
 * DC1 to DC4. Source: LIS01-A2.
 */
export const RESTRICTED: ReadonlySet<number> = new Set([
  0x01,
  STX,
  ETX,
  EOT,
  ENQ,
  ACK,
  LF,
  0x10,
  0x11,
  0x12,
  0x13,
  0x14,
  NAK,
  0x16,
  ETB,
])

/** Two upper-case hex digits, as the standard writes a checksum. */
export function hexFromByte(byte: number): string {
  return byte.toString(16).padStart(2, '0').toUpperCase()
}
