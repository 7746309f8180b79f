/** Ends every line of the language, in both directions. */
export const CR = 0x0d

/** The characters of an ASCII text as bytes. */
export function bytesFromText(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

/** Bytes as characters of the same number; nothing is lost, whatever the byte. */
export function textFromBytes(bytes: Iterable<number>): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
}

/** Lines as bytes, each ended by CR. */
export function bytesFromLines(lines: readonly string[]): Uint8Array {
  return bytesFromText(lines.map((line) => `${line}\r`).join(''))
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
