import { describe, expect, it } from 'vitest'

import { driver } from '../../../drivers/biotek-elx/driver.ts'
import { simulator } from '../../../drivers/biotek-elx/simulator.ts'
import { benchLine } from '../../support/bench-line.ts'
import { simulatedClock } from '../../support/simulated-clock.ts'
import { flatPlate } from './plates.ts'

const READ_ALL = {
  format: 96,
  wavelengthsNm: [405, 450],
  referenceNm: null,
  rows: null,
  columns: null,
  kinetic: null,
  temperature: false,
  barcode: false,
} as const

/** A reader to which somebody said the beginning of a command and was then stopped. */
async function greetedAfter(beginning: string): Promise<ReturnType<typeof benchLine>['heard']> {
  const clock = simulatedClock()
  const plate = flatPlate(0.5, [405, 450, 630])
  const reader = simulator.create({ nextPlate: () => plate, fault: null, seed: 3 })
  for (const byte of new TextEncoder().encode(beginning)) reader.hear(Uint8Array.of(byte))
  const line = benchLine({ driver, clock, reader })
  const identity = await clock.runUntil(driver.greet(line.line))
  if (identity === undefined) throw new TypeError('Nobody answered.')
  await clock.runUntil(driver.read(line.line, READ_ALL, identity))
  return line.heard
}

describe('A reader left in the middle of a command by a program that was killed', () => {
  it.each([
    ['the assay definition', 'V'],
    ['the assay definition, half sent', `V${'0'.repeat(100)}`],
    ['the row range', 'r'],
    ['the status format', 'n'],
    ['a feature query', 'z10'],
  ])('answers again and reads a plate: %s', async (_what, beginning) => {
    const heard = await greetedAfter(beginning)
    expect(heard.filter(({ kind }) => kind === 'read')).toHaveLength(1)
  })
})
