// The envelope of everything on the line, both ways. Source: section 1 of the "CLARIOstar Plus Wire
// Protocol Reference" (a fork of PyLabRobot), from recordings of a real reader:
//
// 02 | whole length, 2 bytes | 0C | payload | sum of all before, 3 bytes | 0D    big-endian

const STX = 0x02
const HEADER = 0x0c
const CR = 0x0d
const OVERHEAD_BYTES = 8
const PAYLOAD_AT = 4
/** The longest answer of a plate of 384 wells at eight wavelengths has some 17 000 bytes. */
const FRAME_BYTES_MAX = 20_000

/** A payload in its envelope. */
export function frameOf(payload: Uint8Array): Uint8Array {
  const frame = new Uint8Array(payload.length + OVERHEAD_BYTES)
  const view = new DataView(frame.buffer)
  frame[0] = STX
  view.setUint16(1, frame.length)
  frame[3] = HEADER
  frame.set(payload, PAYLOAD_AT)
  const sum = sumOf(frame)
  view.setUint8(frame.length - 4, sum >> 16)
  view.setUint16(frame.length - 3, sum & 0xffff)
  frame[frame.length - 1] = CR
  return frame
}

/** What became of the bytes of a frame. */
export type FrameStep =
  | { readonly kind: 'more' }
  /** The byte cannot begin or continue a frame; with the bytes that were held back. */
  | { readonly kind: 'stray'; readonly bytes: Uint8Array; readonly wasBegun: boolean }
  | { readonly kind: 'frame'; readonly frame: Uint8Array; readonly payload: Uint8Array }
  | {
      readonly kind: 'bad-sum'
      readonly frame: Uint8Array
      readonly came: number
      readonly sum: number
    }

/** Cuts bytes into frames by their length, one byte at a time. */
export interface FrameReader {
  take(byte: number): FrameStep
  /** What was begun and is not whole; the reader starts anew. */
  flush(): Uint8Array
  /** A frame was begun. */
  readonly isBegun: boolean
  /** Of the frame under way one byte is missing, though its end mark came: one was lost. */
  readonly isOneShort: boolean
}

export function createFrameReader(): FrameReader {
  let bytes: number[] = []
  const size = (): number => (bytes[1] ?? 0) * 256 + (bytes[2] ?? 0)
  const flush = (): Uint8Array => {
    const held = Uint8Array.from(bytes)
    bytes = []
    return held
  }
  const isBroken = (): boolean => {
    if (bytes.length === 1) return bytes[0] !== STX
    if (bytes.length !== PAYLOAD_AT) return false
    const hasSize = size() > OVERHEAD_BYTES && size() <= FRAME_BYTES_MAX
    return bytes[3] !== HEADER || !hasSize
  }
  return {
    take(byte) {
      bytes.push(byte)
      const wasBegun = bytes.length > 1
      if (isBroken()) return { kind: 'stray', bytes: flush(), wasBegun }
      if (bytes.length < PAYLOAD_AT || bytes.length < size()) return { kind: 'more' }
      const frame = flush()
      if (byte !== CR) return { kind: 'stray', bytes: frame, wasBegun }
      const came = new DataView(frame.buffer).getUint32(frame.length - 5) & 0xffffff
      const sum = sumOf(frame)
      return came === sum
        ? { kind: 'frame', frame, payload: frame.slice(PAYLOAD_AT, -PAYLOAD_AT) }
        : { kind: 'bad-sum', frame, came, sum }
    },
    flush,
    get isBegun() {
      return bytes.length > 0
    },
    get isOneShort() {
      return bytes.length >= PAYLOAD_AT && bytes.length === size() - 1 && bytes.at(-1) === CR
    },
  }
}

/** Everything before the sum. */
function sumOf(frame: Uint8Array): number {
  return frame.subarray(0, -4).reduce((total, byte) => total + byte, 0) % 0x1000000
}
