import { ENQ, EOT, LF, STX } from './bytes.ts'
import { type BadFrame, type Frame, FRAME_BYTES_MAX, frameFromBytes } from './frame.ts'

/** What a byte of an established link brought. */
export type LinkEvent =
  | { readonly kind: 'frame'; readonly frame: Frame }
  /** Something that ended as a frame ends, and is none. */
  | { readonly kind: 'bad'; readonly why: BadFrame }
  /** ENQ or EOT: the sender begins again, or is done. */
  | { readonly kind: 'enquiry' }
  | { readonly kind: 'end' }
  /** Bytes outside any frame, now that a frame, an enquiry or an end shows that they were. */
  | { readonly kind: 'stray'; readonly bytes: readonly number[] }

/** Finds frames in the bytes of an established link, one byte at a time. */
export interface FrameReader {
  take(byte: number): readonly LinkEvent[]
  /** Bytes that are neither a frame nor told as stray so far. */
  rest(): readonly number[]
}

const STRAY_KEPT_BYTES = 512
const LOST_START: BadFrame = { kind: 'structure', what: 'it does not begin with STX' }

export function createFrameReader(): FrameReader {
  let frame: number[] | undefined
  let stray: number[] = []
  /** ENQ or EOT came inside a frame: a damaged byte, unless another follows at once. */
  let hasControl = false

  const strayOver = (): readonly LinkEvent[] => {
    const bytes = stray
    stray = []
    return bytes.length === 0 ? [] : [{ kind: 'stray', bytes }]
  }
  const control = (byte: number): readonly LinkEvent[] => {
    frame = undefined
    return [...strayOver(), byte === ENQ ? { kind: 'enquiry' } : { kind: 'end' }]
  }
  const outside = (byte: number): readonly LinkEvent[] => {
    if (byte === ENQ || byte === EOT) return control(byte)
    if (stray.length < STRAY_KEPT_BYTES) stray.push(byte)
    return byte === LF ? [...strayOver(), { kind: 'bad', why: LOST_START }] : []
  }
  const inside = (byte: number, bytes: number[]): readonly LinkEvent[] => {
    const isControl = byte === ENQ || byte === EOT
    if (isControl && hasControl) return control(byte)
    hasControl = isControl
    if (byte !== LF) {
      if (bytes.length <= FRAME_BYTES_MAX) bytes.push(byte)
      return []
    }
    frame = undefined
    const read = frameFromBytes(Uint8Array.from(bytes))
    return ['text' in read ? { kind: 'frame', frame: read } : { kind: 'bad', why: read }]
  }
  // What began before is not refused: its sender has gone on, and waits for no word about it.
  const begin = (): readonly LinkEvent[] => {
    frame = []
    hasControl = false
    return strayOver()
  }
  return {
    take(byte) {
      if (byte === STX) return begin()
      return frame === undefined ? outside(byte) : inside(byte, frame)
    },
    rest: () => (frame === undefined ? stray : [STX, ...frame.slice(0, STRAY_KEPT_BYTES)]),
  }
}
