/** Longer pieces than this are no arguments of one call. */
const PIECE_BYTES = 8192

/** Bytes as characters of the same number; nothing is lost, whatever the byte. */
export function textFromBytes(bytes: Uint8Array | readonly number[]): string {
  if (bytes.length <= PIECE_BYTES) return textOf(bytes)
  let text = ''
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    text += textOf(bytes.slice(at, at + PIECE_BYTES))
  }
  return text
}

function textOf(bytes: ArrayLike<number>): string {
  return Reflect.apply(String.fromCharCode, undefined, bytes)
}

/** The characters of a text as bytes of the same number, modulo 256. */
export function bytesFromText(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at)
  return bytes
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
