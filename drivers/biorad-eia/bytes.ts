import { bytesFromText } from '../../src/driver-kit.ts'
/** Ends every line of the language, in both directions. */
export const CR = 0x0d

/** Lines as bytes, each ended by CR. */
export function bytesFromLines(lines: readonly string[]): Uint8Array {
  return bytesFromText(lines.map((line) => `${line}\r`).join(''))
}
