import { driver } from '../../../drivers/plate-file/driver.ts'
import type { Heard } from '../../../src/driver-kit.ts'

// Files written out for the tests, in the layouts that the README names the sources of.

export const NUMBERS = Array.from({ length: 12 }, (_, at) => String(at + 1))
export const LETTERS = Array.from({ length: 8 }, (_, at) => String.fromCharCode(65 + at))

/** The OD of a row and a column from 0 that a file has for a wavelength. */
function odAt(row: number, column: number, plus = 0): string {
  return (plus + (row * 12 + column) / 1000).toFixed(4)
}

export function rowOf(row: number, plus = 0): readonly string[] {
  return NUMBERS.map((_, column) => odAt(row, column, plus))
}

/** What the driver makes of a file. */
export function heardOf(settings: unknown, file: string | Uint8Array): readonly Heard[] {
  const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file
  const decoder = driver.settings?.configure(settings).decoder()
  if (decoder === undefined) throw new TypeError('The driver takes no settings.')
  return [...[...bytes].flatMap((byte) => decoder.received(byte)), ...decoder.closed()]
}

/** Wells of the blocks of all plates: `450 A1 0.1`. */
export function wellsIn(heard: readonly Heard[]): readonly string[] {
  return heard.flatMap((one) =>
    one.kind === 'read'
      ? one.read.blocks.flatMap(({ wavelengthNm, wells }) =>
          wells.map(({ well, value }) => `${wavelengthNm} ${well} ${value}`),
        )
      : [],
  )
}

/** The faults' messages. */
export function mistakesIn(heard: readonly Heard[]): readonly string[] {
  return heard.flatMap((one) => (one.kind === 'fault' ? [one.fault.message] : []))
}

export const lines = (...all: readonly (string | readonly string[])[]): string =>
  all.map((line) => `${typeof line === 'string' ? line : line.join('\t')}\r\n`).join('')
