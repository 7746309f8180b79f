/** Bytes as they came, kept up to a limit; what goes beyond it is counted, not kept. */
export interface ByteLog {
  push(byte: number): void
  /** How many bytes were pushed, kept or not. */
  readonly length: number
  /** The kept byte at a position, or undefined beyond what is kept. */
  at(position: number): number | undefined
  /** A copy of the kept bytes of a range. */
  slice(from?: number, to?: number): Uint8Array
  clear(): void
}

const FIRST_CAPACITY_BYTES = 64

/** An empty log that keeps at most `bytesMax` bytes; it grows as it is filled. */
export function createByteLog(bytesMax: number): ByteLog {
  let kept = new Uint8Array(Math.min(FIRST_CAPACITY_BYTES, bytesMax))
  let length = 0
  const grow = (): void => {
    const larger = new Uint8Array(Math.min(kept.length * 2, bytesMax))
    larger.set(kept)
    kept = larger
  }
  return {
    push(byte) {
      if (length >= kept.length && kept.length < bytesMax) grow()
      if (length < kept.length) kept[length] = byte
      length += 1
    },
    get length() {
      return length
    },
    at: (position) => (position < length ? kept[position] : undefined),
    slice: (from = 0, to = length) => kept.slice(from, Math.min(to, length, kept.length)),
    clear() {
      kept = new Uint8Array(Math.min(FIRST_CAPACITY_BYTES, bytesMax))
      length = 0
    },
  }
}
