import type { DriverFacts, LineSettings } from '../../src/driver-kit.ts'

import { COMMANDS } from './commands.ts'

// As PyLabRobot opens the USB adapter in these readers: two stop bits, RTS/CTS, RTS asserted. It
// does not touch DTR.
const line = (baud: number): LineSettings => ({
  baud,
  dataBits: 8,
  parity: 'none',
  stopBits: 2,
  flowControl: 'rts-cts',
  dtr: true,
  rts: true,
})

/** What the driver states about itself. */
export const facts: DriverFacts = {
  id: 'biotek-synergy',
  name: 'BioTek Synergy / Cytation',
  models: ['Synergy H1', 'Cytation 1', 'Cytation 5'],
  maturity: 'draft',
  sources: [
    'github.com/PyLabRobot/pylabrobot at 598b58f, plate_reader_base.py: commands and ' +
      'definitions, run by its authors on Synergy H1, Cytation 1 and Cytation 5',
    'the same, biotek_tests.py: answers and blocks of results recorded from readers; lengths and ' +
      'checksums were derived from them',
    'github.com/PyLabRobot/pylabrobot, issue 895: status 2D06',
    "BioTek ELx808 Operator's Manual, appendix B: meanings of the other statuses, taken to hold",
  ],
  // 38400 is written 38461 in the source, which is what its adapter makes of it.
  lines: [line(9600), line(38_400)],
  commands: Object.fromEntries(COMMANDS.map((command) => [command.name, command.class])),
  // A sign, one digit and four decimals.
  abilities: {
    starts: 'by-command',
    wavelengthsMax: 3,
    od: { min: -9.9999, max: 9.9999, roundedBy: 0.000_05 },
    marksOverflow: true,
  },
  unaskedQuietMs: null,
  probedFirst: true,
}
