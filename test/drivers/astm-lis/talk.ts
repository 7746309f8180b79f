import { createDecoder } from '../../../drivers/astm-lis/decoder.ts'
import { bytesFromFrame, type FrameEnd } from '../../../drivers/astm-lis/frame.ts'
import { schema } from '../../../drivers/astm-lis/settings.ts'
import type { Fault, Heard, PlateRead } from '../../../src/driver-kit.ts'

/** Bytes as protocols write them: `02 "7L|1|N" 0d 03 "0A" 0d 0a`. */
export function wire(text: string): Uint8Array {
  const pieces = text.match(/"[^"]*"|[0-9A-Fa-f]{2}/g) ?? []
  return Uint8Array.from(
    pieces.flatMap((piece) =>
      piece.startsWith('"')
        ? Array.from(piece.slice(1, -1), (one) => one.charCodeAt(0))
        : [Number.parseInt(piece, 16)],
    ),
  )
}

export const ENQ = wire('05')
export const EOT = wire('04')

/** One frame with a right checksum. */
export function frame(number: number, text: string, end: FrameEnd = 'last'): Uint8Array {
  return bytesFromFrame({ number, text, end })
}

/** Records as frames from number 1, each with its CR. */
export function framesOf(records: readonly string[], end: FrameEnd = 'last'): Uint8Array[] {
  return records.map((text, index) => frame((index + 1) % 8, `${text}\r`, end))
}

/** Two wells at 450 nm, named in the test id, as a plate of two wells. */
const TWO_WELLS = {
  mapping: { well: { at: 'R.3.4' }, wavelengthsNm: 450, barcode: { at: 'O.3' }, wells: 2 },
}

export const MESSAGE = [
  'H|\\^&|||analyser^1|||||||P|LIS2-A2|20261123101500',
  'P|1',
  'O|1|PLATE-7||^^^OD',
  'R|1|^^^A1|0.123|OD||N||F',
  'R|2|^^^B1|-0.004|OD||N||F',
  'L|1|N',
] as const

/** A decoder with what it heard and what it answered. */
export interface Talk {
  received(...pieces: readonly Uint8Array[]): Talk
  silence(): Talk
  closed(): Talk
  /** The answers since the last call, as letters: A for ACK, N for NAK. */
  answers(): string
  reads(): PlateRead[]
  faults(): Fault[]
  readonly heard: Heard[]
}

export function talk(settings: unknown = TWO_WELLS): Talk {
  const decoder = createDecoder(schema.parse(settings).mapping)
  const heard: Heard[] = []
  let told = 0
  const self: Talk = {
    received(...pieces) {
      for (const piece of pieces) {
        for (const byte of piece) heard.push(...decoder.received(byte))
      }
      return self
    },
    silence() {
      heard.push(...decoder.silence())
      return self
    },
    closed() {
      heard.push(...decoder.closed())
      return self
    },
    answers() {
      const fresh = heard.slice(told)
      told = heard.length
      return fresh
        .flatMap((one) => (one.kind === 'answer' ? [...one.bytes] : []))
        .map((byte) => (byte === 0x06 ? 'A' : 'N'))
        .join('')
    },
    reads: () => heard.flatMap((one) => (one.kind === 'read' ? [one.read] : [])),
    faults: () => heard.flatMap((one) => (one.kind === 'fault' ? [one.fault] : [])),
    heard,
  }
  return self
}

/** A whole session around these frames. */
export function session(frames: readonly Uint8Array[], settings?: unknown): Talk {
  return talk(settings).received(ENQ, ...frames, EOT)
}
