/** Bytes as they came, kept up to a limit; what goes beyond it is counted, not kept. */
export interface ByteLog {
  push(byte: number): void
  /** How many bytes were pushed, kept or not. */
  readonly length: number
  /** A copy of the kept bytes of a range. */
  slice(from?: number, to?: number): Uint8Array
  /** Begins anew, with nothing. */
  clear(): void
}

const FIRST_CAPACITY_BYTES = 256

/** An empty log that keeps at most `bytesMax` bytes; it grows as it is filled. */
export function createByteLog(bytesMax: number): ByteLog {
  const first = (): Uint8Array<ArrayBuffer> =>
    new Uint8Array(Math.min(FIRST_CAPACITY_BYTES, bytesMax))
  let kept = first()
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
    slice: (from = 0, to = length) => kept.slice(from, Math.min(to, length, kept.length)),
    clear() {
      kept = first()
      length = 0
    },
  }
}
