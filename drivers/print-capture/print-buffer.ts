/** The bytes of a print as they came, up to a limit. */
export interface PrintBuffer {
  push(byte: number): void
  readonly length: number
  readonly isFull: boolean
  /** A copy of what is kept. */
  bytes(): Uint8Array
  /** Gives the first bytes away and keeps the rest. */
  take(count: number): Uint8Array
}

const FIRST_CAPACITY_BYTES = 256

/** An empty buffer; it grows as it is filled, and whoever fills it looks whether it is full. */
export function createPrintBuffer(bytesMax: number): PrintBuffer {
  let kept = new Uint8Array(FIRST_CAPACITY_BYTES)
  let length = 0
  return {
    push(byte) {
      if (length >= bytesMax) throw new RangeError(`A buffer of ${bytesMax} bytes is full.`)
      if (length === kept.length) {
        const larger = new Uint8Array(Math.min(kept.length * 2, bytesMax))
        larger.set(kept)
        kept = larger
      }
      kept[length] = byte
      length += 1
    },
    get length() {
      return length
    },
    get isFull() {
      return length >= bytesMax
    },
    bytes: () => kept.slice(0, length),
    take(count) {
      const taken = kept.slice(0, Math.min(count, length))
      kept.copyWithin(0, taken.length, length)
      length -= taken.length
      if (length === 0) kept = new Uint8Array(FIRST_CAPACITY_BYTES)
      return taken
    },
  }
}
