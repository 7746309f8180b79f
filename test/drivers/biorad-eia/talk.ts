import { bytesFromLines } from '../../../drivers/biorad-eia/bytes.ts'
import { createDecoder } from '../../../drivers/biorad-eia/decoder.ts'
import { SCHEMA } from '../../../drivers/biorad-eia/settings.ts'
import {
  type Fault,
  type Heard,
  type PlateRead,
  type Reply,
  bytesFromText,
} from '../../../src/driver-kit.ts'

/** A decoder with what it heard, told what was sent and received in the order of a test. */
export interface Talk {
  /** A command, without its preamble and CR. */
  sent(command: string): Talk
  received(...lines: readonly string[]): Talk
  /** Bytes that end no line. */
  half(text: string): Talk
  silence(): Talk
  closed(): Talk
  replies(): Reply[]
  reads(): PlateRead[]
  faults(): Fault[]
  readonly heard: Heard[]
}

export const SETTINGS_550 = { model: '550', filters: [405, 450, 595, 655] }

export function talk(settings?: unknown): Talk {
  const decoder = createDecoder(SCHEMA.parse(settings))
  const heard: Heard[] = []
  const hear = (bytes: Uint8Array): void => {
    for (const byte of bytes) heard.push(...decoder.received(byte))
  }
  const self: Talk = {
    sent(command) {
      heard.push(...decoder.sent(bytesFromText(`EIA.READER ${command}\r`)))
      return self
    },
    received(...lines) {
      hear(bytesFromLines(lines))
      return self
    },
    half(text) {
      hear(bytesFromText(text))
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
    replies: () => heard.flatMap((one) => (one.kind === 'reply' ? [one.reply] : [])),
    reads: () => heard.flatMap((one) => (one.kind === 'read' ? [one.read] : [])),
    faults: () => heard.flatMap((one) => (one.kind === 'fault' ? [one.fault] : [])),
    heard,
  }
  return self
}

/** The sample row of the Model 550 manual, p. 34. */
export const ROW_550 = ' 0.101 0.102 0.103 0.104 0.105 0.106 0.107 0.108 0.109 0.110 0.111 0.112'
/** The sample row of the Model 680 manual, p. 50: its last value is beyond the range. */
export const ROW_680 = ' 0.101 0.102 0.103 0.104 0.105 0.106 0.107 0.108 0.109 0.110 0.111 *.***'

/** Sum of the characters, counted by hand here and not by the driver. */
function sumOf(rows: readonly string[], ends: 'with' | 'without' | number): string {
  if (typeof ends === 'number') return String(ends)
  let sum = ends === 'with' ? rows.length * 13 : 0
  for (const character of rows.join('')) sum += character.charCodeAt(0)
  return String(sum % 256)
}

/** A block of eight like rows, its checksum by a rule, or a number of its own. */
export function block(row: string, ends: 'with' | 'without' | number = 'with'): string[] {
  const rows = Array.from({ length: 8 }, () => row)
  return ['.begin', ...rows, sumOf(rows, ends), '.end']
}

export const HEAD_550 = ['BIO-RAD MODEL 550 READER', 'Mes. filter:2']
export const HEAD_680 = [
  'BIO-RAD Model 680 Microplate READER',
  '23/11/2026 06:00:00',
  'Mes. filter:450',
]

/** The lines of a reply whose data these lines are. */
export function answer([first = '', ...rest]: readonly string[], code = '0000'): string[] {
  return [`ERE ${code} ${first}`, ...rest]
}
