import type { DriverFacts, LineSettings } from '../../src/driver-kit.ts'

import { COMMANDS } from './commands.ts'

// Two stop bits are fixed; the checksum byte can be 11 or 13 hex, so XON/XOFF must never be on.
// Flow control is not specified in the manual; none works on a real ELx808.
const line = (baud: number): LineSettings => ({
  baud,
  dataBits: 8,
  parity: 'none',
  stopBits: 2,
  flowControl: 'none',
  dtr: true,
  rts: true,
})

/** What the driver states about itself. */
export const facts: DriverFacts = {
  id: 'biotek-elx',
  name: 'BioTek ELx808 / ELx800',
  models: ['ELx808', 'ELx800'],
  maturity: 'candidate',
  sources: [
    "BioTek ELx808 Operator's Manual, appendix B, Computer Control: all bytes",
    'github.com/chaceraiter/biotek-controller at 243aeaf: short transcripts of a real ELx808',
    'ELx800: its appendix was not read; same vendor and era, taken to be the same',
  ],
  // 9600 is what lab software asks for, 2400 the factory setting.
  lines: [line(9600), line(2400), line(1200)],
  commands: Object.fromEntries(COMMANDS.map((command) => [command.name, command.class])),
  // A sign and four digits; above 3.000 the manual promises nothing, and says that values come.
  abilities: {
    starts: 'by-command',
    wavelengthsMax: 3,
    od: { min: -9.999, max: 9.999, roundedBy: 0.0005 },
    marksOverflow: true,
  },
  unaskedQuietMs: null,
  probedFirst: true,
}
