import type { DriverFacts } from '../../src/driver-kit.ts'

import { COMMANDS } from './commands.ts'

/** What the driver states about itself. */
export const facts: DriverFacts = {
  id: 'moldev-spectramax',
  name: 'Molecular Devices SpectraMax',
  models: ['SpectraMax M5', 'SpectraMax 384 Plus'],
  maturity: 'draft',
  sources: [
    'github.com/PyLabRobot/pylabrobot at 598b58f, molecular_devices/spectramax: commands, their ' +
      'order and prompts, layout of the data, error numbers; its texts of data are made up',
    'github.com/eizemazal/spectramax at 37be1cb: prompts, status, error log',
    'ANSI/SLAS 4-2004: where the wells lie',
  ],
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
  commands: Object.fromEntries(COMMANDS.map((command) => [command.name, command.class])),
  // How many digits a reader prints is not in the sources: one before the point is taken.
  abilities: {
    starts: 'by-command',
    wavelengthsMax: 3,
    od: { min: -9.9999, max: 9.9999, roundedBy: 0.000_05 },
    marksOverflow: true,
    // PyLabRobot starts a read, then asks for nothing but the status until it is over.
    resumes: true,
  },
  unaskedQuietMs: null,
}
