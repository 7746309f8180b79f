/** Bytes as they came, kept up to a limit; what goes beyond it is counted, not kept. */
export interface ByteLog {
  push(byte: number): void
  /** How many bytes were pushed, kept or not. */
  readonly length: number
  /** A copy of the first kept bytes, at most so many. */
  copy(bytesMax?: number): Uint8Array
  clear(): void
}

const FIRST_CAPACITY_BYTES = 256

/** An empty log that keeps at most `bytesMax` bytes; it grows as it is filled. */
export function createByteLog(bytesMax: number): ByteLog {
  let kept = new Uint8Array(FIRST_CAPACITY_BYTES)
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
    copy: (most = bytesMax) => kept.slice(0, Math.min(length, kept.length, most)),
    clear() {
      kept = new Uint8Array(FIRST_CAPACITY_BYTES)
      length = 0
    },
  }
}
