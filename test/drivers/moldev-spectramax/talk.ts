import { createDecoder } from '../../../drivers/moldev-spectramax/decoder.ts'
import { linesFor, type RunPlan } from '../../../drivers/moldev-spectramax/run-plan.ts'
import {
  type Fault,
  type Heard,
  type PlateRead,
  type Reply,
  bytesFromText,
} from '../../../src/driver-kit.ts'

/** The corner of a plate that the texts in PyLabRobot's tests hold, at 260 nm. */
export const CORNER: RunPlan = {
  format: 96,
  rows: [1, 2],
  columns: [1, 2],
  wavelengthsNm: [260],
  kinetic: null,
}

export const WHOLE: RunPlan = { ...CORNER, rows: [1, 8], columns: [1, 12], wavelengthsNm: [450] }

export interface Talk {
  sent(line: string): Talk
  received(text: string | Uint8Array): Talk
  silence(): Talk
  closed(): Talk
  readonly heard: readonly Heard[]
  reads(): readonly PlateRead[]
  faults(): readonly Fault[]
  codes(): readonly string[]
  /** The last one. */
  reply(): Reply | undefined
}

/** A decoder that hears a conversation. */
export function talk(): Talk {
  const decoder = createDecoder()
  const heard: Heard[] = []
  const faults = () => heard.flatMap((one) => (one.kind === 'fault' ? [one.fault] : []))
  const self: Talk = {
    sent: (line) => {
      heard.push(...decoder.sent(bytesFromText(`${line}\r`)))
      return self
    },
    received: (text) => {
      const bytes = typeof text === 'string' ? bytesFromText(text) : text
      for (const byte of bytes) heard.push(...decoder.received(byte))
      return self
    },
    silence: () => {
      heard.push(...decoder.silence())
      return self
    },
    closed: () => {
      heard.push(...decoder.closed())
      return self
    },
    heard,
    reads: () => heard.flatMap((one) => (one.kind === 'read' ? [one.read] : [])),
    faults,
    codes: () => faults().map(({ code }) => code),
    reply: () => heard.flatMap((one) => (one.kind === 'reply' ? [one.reply] : [])).at(-1),
  }
  return self
}

/** A decoder that heard a read being set up and begun. */
export function begun(plan: RunPlan = CORNER): Talk {
  const one = talk()
  for (const line of [...linesFor(plan, { model: 'm5', calibrate: 'once' }), '!READ']) {
    const isTwo = /^!(SPEED|READTYPE)/.test(line)
    one.sent(line).received(isTwo ? 'OK\t\r\n>\r\n>' : 'OK\t\r\n>')
  }
  return one
}

/** Values of all wells that were read, by well. */
export function valuesOf(read: PlateRead | undefined, block = 0): Record<string, unknown> {
  const wells = read?.blocks[block]?.wells.filter(({ text }) => text !== '') ?? []
  return Object.fromEntries(wells.map(({ well, value }) => [well, value]))
}
