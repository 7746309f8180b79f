import {
  type AssayDefinition,
  BLANK_DEFINITION,
  bytesFromDefinition,
} from '../../../drivers/biotek-elx/assay-definition.ts'
import { createDecoder } from '../../../drivers/biotek-elx/decoder.ts'
import { elxBlock } from '../../../drivers/biotek-elx/plate-data.ts'
import { diceFrom } from '../../../drivers/biotek-elx/simulated-faults.ts'
import {
  type Fault,
  type Heard,
  type PlateRead,
  type Reply,
  bytesFromText,
} from '../../../src/driver-kit.ts'

/** Bytes as protocols write them: `06 "0000" 03`. */
export function wire(text: string): Uint8Array {
  const pieces = text.match(/"[^"]*"|[0-9A-Fa-f]{2}/g) ?? []
  return Uint8Array.from(
    pieces.flatMap((piece) =>
      piece.startsWith('"') ? [...bytesFromText(piece.slice(1, -1))] : [Number.parseInt(piece, 16)],
    ),
  )
}

export const ACK = wire('06')
export const OK_ELX = wire('"0000" 03')
export const OK_312 = wire('1E "000" 03')

/** A decoder with what it heard, told what was sent and received in the order of a test. */
export interface Talk {
  sent(bytes: Uint8Array | string): Talk
  received(...bytes: readonly Uint8Array[]): Talk
  silence(): Talk
  closed(): Talk
  /**
   * Sends a command with its argument and has the reader take it, with ELx status unless told
   * otherwise.
   */
  told(command: string, argument: Uint8Array, status?: Uint8Array): Talk
  replies(): Reply[]
  reads(): PlateRead[]
  faults(): Fault[]
  readonly heard: Heard[]
}

export function talk(): Talk {
  const decoder = createDecoder()
  const heard: Heard[] = []
  const self: Talk = {
    sent(bytes) {
      heard.push(...decoder.sent(typeof bytes === 'string' ? bytesFromText(bytes) : bytes))
      return self
    },
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
    told(command, argument, status = OK_ELX) {
      return self.sent(command).received(ACK).sent(argument).received(status)
    },
    replies: () => heard.flatMap((one) => (one.kind === 'reply' ? [one.reply] : [])),
    reads: () => heard.flatMap((one) => (one.kind === 'read' ? [one.read] : [])),
    faults: () => heard.flatMap((one) => (one.kind === 'fault' ? [one.fault] : [])),
    heard,
  }
  return self
}

/** A definition with the given fields, as bytes. */
export function definition(fields: Partial<AssayDefinition>): Uint8Array {
  return bytesFromDefinition({ ...BLANK_DEFINITION, name: 'TEST', ...fields })
}

/**
 * A decoder whose reader has ELx status and a definition at 450 nm, ready for rows and columns of
 * two.
 */
export function twoByTwo(fields: Partial<AssayDefinition> = { measurementNm: 450 }): Talk {
  return talk()
    .told('n', wire('"1"'))
    .told('V', definition(fields))
    .told('r', wire('01 02'))
    .told('%', wire('01 02'))
}

/**
 * The block of the protocol notes: A1 +0.123, A2 +1.234, B1 overrange, B2 -0.004, ^Z, checksum A1.
 */
export const BLOCK_2X2 = wire(
  '0d 2c 2b30313233 2c 2b31323334 0d0a 2c 2a2a2a2a2a 2c 2d30303034 0d0a 1a a1',
)
/** The same with a temperature of 27.5 °C, checksum 3F. */
export const BLOCK_2X2_WARM = wire(
  '0d 2c 2b30313233 2c 2b31323334 0d0a 2c 2a2a2a2a2a 2c 2d30303034 0d0a 323735 1a 3f',
)
export const END = wire('1a')

/** A 2 × 2 block whose checksum is the wanted byte: values are drawn until it fits. */
export function blockWithChecksum(wanted: number): Uint8Array {
  const dice = diceFrom(wanted)
  const field = (): string => (dice(4) === 0 ? '*****' : `-${String(1000 + dice(9000))}`)
  for (let turn = 0; turn < 100_000; turn += 1) {
    const lines = [
      [field(), field()],
      [field(), field()],
    ]
    const block = elxBlock({ lines, temperatureC: dice(2) === 0 ? null : dice(1000) / 10 })
    if (block.at(-1) === wanted) return block
  }
  throw new RangeError(`No block has the checksum ${wanted}.`)
}
