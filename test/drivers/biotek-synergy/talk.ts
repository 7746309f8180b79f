import { createDecoder } from '../../../drivers/biotek-synergy/decoder.ts'
import {
  type AssayDefinition,
  bytesFromDefinition,
} from '../../../drivers/biotek-synergy/definition.ts'
import { blockBytes } from '../../../drivers/biotek-synergy/result-block.ts'
import { simulator } from '../../../drivers/biotek-synergy/simulator.ts'
import type {
  Fault,
  Heard,
  PlateRead,
  Reply,
  SimulatedPlate,
  SimulatedReader,
  WellValue,
} from '../../../src/driver-kit.ts'
import { wellsOf, bytesFromText, concatBytes, textFromBytes } from '../../../src/driver-kit.ts'

/** Bytes as protocols write them: `06 "0000" 03`. */
export function wire(words: string): Uint8Array {
  const pieces = words.match(/"[^"]*"|[0-9A-Fa-f]{2}/g) ?? []
  return Uint8Array.from(
    pieces.flatMap((piece) =>
      piece.startsWith('"') ? [...bytesFromText(piece.slice(1, -1))] : [Number.parseInt(piece, 16)],
    ),
  )
}

export const ACK = wire('06')
export const OK = wire('"0000" 03')
/** What a real reader says to the definition of a whole plate. */
export const TAKEN = wire('"0350000000000000010000000000490300000" 03')
export const WHOLE = { rows: [1, 8], columns: [1, 12] } as const

/** A decoder with what it heard, told what was sent and received in the order of a test. */
export interface Talk {
  sent(bytes: Uint8Array | string): Talk
  received(...bytes: readonly Uint8Array[]): Talk
  silence(): Talk
  closed(): Talk
  /** A definition, sent and taken. */
  loaded(definition: AssayDefinition): Talk
  /** A read, started and answered with a block whose wells all have one OD. */
  measured(definition: AssayDefinition, od: number): Talk
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
      for (const byte of concatBytes(...pieces)) heard.push(...decoder.received(byte))
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
    loaded: (definition) =>
      self.sent('D').received(ACK).sent(bytesFromDefinition(definition)).received(TAKEN),
    measured: (definition, od) =>
      self.sent('O').received(
        ACK,
        OK,
        block(definition, () => od),
        OK,
      ),
    replies: () => heard.flatMap((one) => (one.kind === 'reply' ? [one.reply] : [])),
    reads: () => heard.flatMap((one) => (one.kind === 'read' ? [one.read] : [])),
    faults: () => heard.flatMap((one) => (one.kind === 'fault' ? [one.fault] : [])),
    heard,
  }
  return self
}

/** A block from its preamble to the ^Z behind its checksum. */
export function block(definition: AssayDefinition, odOf: (well: string) => number): Uint8Array {
  const textOf = (well: string): string => `+${odOf(well).toFixed(4)}`
  return blockBytes({ definition, textOf, temperatureC: 23.6, elapsed: '000:00:00.0' })
}

/** A plate whose wells all have one OD at each wavelength. */
export function flatPlate(od: number, wavelengthsNm: readonly number[] = [450]): SimulatedPlate {
  const wells = new Map(wellsOf(96).map((well): [string, WellValue] => [well, od]))
  return { format: 96, barcode: null, od: new Map(wavelengthsNm.map((each) => [each, wells])) }
}

export function reader(fault: string | null = null, plates: SimulatedPlate[] = []) {
  const nextPlate = (): SimulatedPlate => plates.shift() ?? flatPlate(0.5, [450, 630])
  return simulator.create({ nextPlate, fault, seed: 11 })
}

/** Everything a reader says to some bytes, in one piece. */
export function said(to: SimulatedReader, bytes: string | Uint8Array): Uint8Array {
  const heard = to.hear(typeof bytes === 'string' ? bytesFromText(bytes) : bytes)
  return concatBytes(...heard.map((emission) => emission.bytes))
}

export function text(bytes: Uint8Array | undefined): string {
  return textFromBytes(bytes ?? [])
}
