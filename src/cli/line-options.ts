import { type Command, InvalidArgumentError, Option } from 'commander'

import type { LineChanges } from '../ports/ports.ts'

/** The options of a line as commander gives them. */
export interface LineFlags {
  readonly baud?: number
  readonly dataBits?: 7 | 8
  readonly parity?: 'none' | 'even' | 'odd'
  readonly stopBits?: 1 | 2
  readonly flowControl?: 'none' | 'rts-cts' | 'xon-xoff'
  readonly dtr?: boolean
  readonly rts?: boolean
}

/** Adds an option for each setting of a serial line. */
export function addLineOptions(command: Command): Command {
  return command
    .option('--baud <rate>', 'bits a second, odd rates included', baud)
    .addOption(new Option('--data-bits <bits>', 'bits a byte').argParser(oneOfNumbers(7, 8)))
    .addOption(new Option('--parity <parity>', 'parity').choices(['none', 'even', 'odd']))
    .addOption(new Option('--stop-bits <bits>', 'stop bits').argParser(oneOfNumbers(1, 2)))
    .addOption(
      new Option('--flow-control <how>', 'flow control').choices(['none', 'rts-cts', 'xon-xoff']),
    )
    .addOption(new Option('--dtr <level>', 'DTR when the port opens').argParser(level))
    .addOption(new Option('--rts <level>', 'RTS when the port opens').argParser(level))
}

/** What was given; the rest is left to the driver. */
export function lineChangesOf(flags: LineFlags): LineChanges {
  const { baud: rate, dataBits, parity, stopBits, flowControl, dtr, rts } = flags
  return { baud: rate, dataBits, parity, stopBits, flowControl, dtr, rts }
}

function baud(text: string): number {
  const rate = Number(text)
  if (Number.isInteger(rate) && rate >= 50 && rate <= 4_000_000) return rate
  throw new InvalidArgumentError('Expected bits a second from 50 to 4000000.')
}

function oneOfNumbers(...numbers: readonly number[]): (text: string) => number {
  return (text) => {
    const given = Number(text)
    if (numbers.includes(given)) return given
    throw new InvalidArgumentError(`Expected ${numbers.join(' or ')}.`)
  }
}

function level(text: string): boolean {
  if (text === 'on' || text === 'off') return text === 'on'
  throw new InvalidArgumentError('Expected on or off.')
}
