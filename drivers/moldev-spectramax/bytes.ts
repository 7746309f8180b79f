/** Control bytes of the dialect. Source: PyLabRobot at 598b58f; eizemazal/spectramax at 37be1cb. */
export const CR = 0x0d
export const LF = 0x0a
const TAB = 0x09
/** `>`, which ends every part of an answer. */
export const PROMPT = 0x3e

/** The characters of an ASCII text as bytes. */
export function bytesFromText(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

/** Bytes as characters of the same number; nothing is lost, whatever the byte. */
export function textFromBytes(bytes: Iterable<number>): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
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

/** What an answer is made of: blank to tilde, tabs, ends of lines. */
export function isOfText(byte: number): boolean {
  return (byte >= 0x20 && byte <= 0x7e) || byte === TAB || byte === CR || byte === LF
}
