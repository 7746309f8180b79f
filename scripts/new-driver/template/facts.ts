import type { DriverFacts } from '../../../src/driver-kit.ts'

/** An invented reader: no such instrument exists, and nothing here is a fact of any. */
export const facts: DriverFacts = {
  id: 'invented-reader',
  name: 'Invented reader',
  models: ['invented'],
  maturity: 'draft',
  // The manual with its page, the standard, or the capture: without a source there is no driver.
  sources: ['invented with this folder: replace every byte of it by what a source states'],
  lines: [
    {
      baud: 9600,
      dataBits: 8,
      parity: 'none',
      stopBits: 1,
      flowControl: 'none',
      dtr: true,
      rts: true,
    },
  ],
  commands: { identify: 'safe', 'read-plate': 'moves-plate' },
  abilities: {
    starts: 'by-command',
    wavelengthsMax: 1,
    od: { min: 0, max: 3.5, roundedBy: 0.0005 },
    marksOverflow: true,
  },
  // What it says unasked is over after such a pause.
  unaskedQuietMs: 2_000,
}

/** The filters in its wheel. */
export const FILTERS_NM: readonly number[] = [405, 450, 630]
