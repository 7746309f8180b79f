// The few shapes of ASN.1 that a certificate is made of, as DER writes them (ITU-T X.690).

/** A value with its tag and length in front. */
export function tagged(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag]), lengthOf(body.length), body])
}

/** Below 128 one byte; else the number of bytes, and those. */
function lengthOf(length: number): Buffer {
  if (length < 128) return Buffer.from([length])
  const hex = length.toString(16)
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes])
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => tagged(0x30, ...parts)
export const set = (...parts: readonly Uint8Array[]): Buffer => tagged(0x31, ...parts)
export const octets = (bytes: Uint8Array): Buffer => tagged(0x04, bytes)
export const truth = (): Buffer => tagged(0x01, Buffer.from([0xff]))
export const text = (said: string): Buffer => tagged(0x0c, Buffer.from(said, 'utf8'))

/** A whole number from its bytes, highest first; it is never negative. */
export function whole(bytes: Uint8Array): Buffer {
  return tagged(0x02, (bytes[0] ?? 0) < 0x80 ? bytes : Buffer.concat([Buffer.from([0]), bytes]))
}

/** A string of bits; `unused` are those at its end that mean nothing. */
export function bits(bytes: Uint8Array, unused = 0): Buffer {
  return tagged(0x03, Buffer.from([unused]), bytes)
}

/** `2.5.29.17`: the first two numbers share a byte, the others are written to the base of 128. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(septets)]))
}

function septets(number: number): readonly number[] {
  const low = [number & 0x7f]
  for (let left = number >>> 7; left > 0; left >>>= 7) low.unshift(0x80 | (left & 0x7f))
  return low
}

/** A moment in UTC to the second; two digits of the year up to 2049, as RFC 5280 has it. */
export function moment(epochMs: number): Buffer {
  const digits = new Date(epochMs).toISOString().replaceAll(/[-:T]|\.\d+/g, '')
  const isShort = Number(digits.slice(0, 4)) < 2050
  return tagged(isShort ? 0x17 : 0x18, Buffer.from(isShort ? digits.slice(2) : digits))
}
