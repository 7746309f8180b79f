import { CR } from './bytes.ts'

/** Collects bytes into lines; a line is never longer than it can be in this language. */
export interface LineBuffer {
  /**
   * The bytes of a line that this byte ended, without its CR; or, when a line grows beyond all
   * measure, its first bytes as `surplus`.
   */
  take(byte: number): { readonly line?: readonly number[]; readonly surplus?: readonly number[] }
  /** What came since the last line. */
  readonly half: readonly number[]
  /** The same, and it is forgotten here. */
  rest(): readonly number[]
}

/** A stored plate comes in one line of 1.4 KB; of a longer one the end may still be of use. */
const LINE_BYTES_MAX = 2048
const KEPT_OF_SURPLUS = 256

export function createLineBuffer(): LineBuffer {
  let bytes: number[] = []
  return {
    take(byte) {
      if (byte === CR) {
        const line = bytes
        bytes = []
        return { line }
      }
      bytes.push(byte)
      if (bytes.length < LINE_BYTES_MAX) return {}
      return { surplus: bytes.splice(0, LINE_BYTES_MAX - KEPT_OF_SURPLUS) }
    },
    get half() {
      return bytes
    },
    rest() {
      const rest = bytes
      bytes = []
      return rest
    },
  }
}
