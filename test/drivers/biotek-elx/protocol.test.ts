import { describe, expect, it } from 'vitest'

import { faultFromStatus } from '../../../drivers/biotek-elx/error-table.ts'
import { greet } from '../../../drivers/biotek-elx/greeting.ts'
import { statusFromBytes } from '../../../drivers/biotek-elx/status.ts'
import type { Line, Reply } from '../../../src/driver-kit.ts'
import { bytesFromText } from '../../../src/driver-kit.ts'
import { wire } from './talk.ts'

// Answers that the manual states byte by byte: ELx808 Operator's Manual, appendix "Computer
// Control" (section 4.1 of the protocol notes).

describe('a status in 312 form', () => {
  it.each([
    ['1e 30 30 30 03', undefined],
    ['1e 30 38 30 03', /instrument failure/],
    ['1e 30 39 30 03', /definition error/],
    ['1e 30 41 30 03', /well range/],
    ['1e 30 42 30 03', /incubator setpoint/],
    ['1e 30 43 30 03', /incubator temperature/],
    ['1e 30 45 30 03', /barcode/],
  ])('%s means what the manual says', (bytes, meaning) => {
    const status = statusFromBytes(wire(bytes))
    expect(status?.format).toBe('312')
    expect((status && faultFromStatus(status)?.meaning) ?? '').toMatch(meaning ?? /^$/)
  })
})

describe('the configuration of an instrument', () => {
  it.each([
    ['00 00', 'ELx808-UV'],
    ['01 00', 'ELx808'],
    ['08 00', 'ELx808-UV with incubator'],
    ['09 00', 'ELx808 with incubator'],
    ['81 00', 'ELx808'],
    ['02 00', 'ELx808 or ELx800 (configuration 2)'],
  ])('%s is %s', async (bytes, model) => {
    const identity = await greet(answering({ '}': wire(bytes) }))
    expect(identity?.model).toBe(model)
  })
})

/** A line on which everything is answered as the manual has it; these commands by these bytes. */
function answering(data: Readonly<Record<string, Uint8Array>>): Line {
  const known: Readonly<Record<string, Uint8Array>> = {
    W: bytesFromText('405,450,490,630,000,000,'),
    e: bytesFromText('7340201  Version 3.15   '),
    z: bytesFromText(`1${' '.repeat(16)}`),
    ...data,
  }
  return {
    pause: async () => {},
    ask: async (bytes): Promise<Reply> => {
      const code = String.fromCharCode(bytes[0] ?? 0)
      const isArgument = /\d/.test(code)
      const answer = isArgument ? known['z'] : known[code]
      return {
        command: code,
        outcome: 'answered',
        data: answer ?? new Uint8Array(),
        status: '0000',
      }
    },
  }
}
