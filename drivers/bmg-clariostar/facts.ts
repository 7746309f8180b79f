import type { DriverFacts } from '../../src/driver-kit.ts'

import { COMMANDS } from './commands.ts'

/** What the driver states about itself. */
export const facts: DriverFacts = {
  id: 'bmg-clariostar',
  name: 'BMG CLARIOstar',
  models: ['CLARIOstar', 'CLARIOstar Plus'],
  maturity: 'draft',
  sources: [
    '"CLARIOstar Plus Wire Protocol Reference" of a fork of PyLabRobot, and the recordings in ' +
      'its tests: frames, runs, data, formula',
    'github.com/hoxbio/bmg-clariostar at 6463e0c: frame, flags of the status',
    'github.com/PyLabRobot/pylabrobot at 598b58f: line',
  ],
  lines: [
    {
      baud: 125_000,
      dataBits: 8,
      parity: 'none',
      stopBits: 1,
      flowControl: 'none',
      dtr: true,
      rts: true,
    },
  ],
  commands: Object.fromEntries(COMMANDS.map((command) => [command.name, command.class])),
  // Counts of light, which have no end of their own; beyond 4 OD less than 400 of four million
  // counts are left.
  abilities: {
    starts: 'by-command',
    wavelengthsMax: 3,
    od: { min: -0.5, max: 4, roundedBy: 0.001 },
    marksOverflow: true,
    // The reference: the host asks for the status until the run is over; a flag tells of data that
    // were not handed over.
    resumes: true,
  },
  unaskedQuietMs: null,
}
