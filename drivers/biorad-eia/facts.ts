import type { Abilities, DriverFacts, LineSettings } from '../../src/driver-kit.ts'

import { COMMANDS } from './commands.ts'
import { odMaxOf } from './plate-text.ts'
import type { Settings } from './settings.ts'

// 9600 baud, 8 data bits, 1 stop bit and no parity are stated. The plug has RTS, CTS, DSR and DTR;
// whether a reader waits for them is not known, so they are on, and nobody waits for the reader's.
const LINE: LineSettings = {
  baud: 9600,
  dataBits: 8,
  parity: 'none',
  stopBits: 1,
  flowControl: 'none',
  dtr: true,
  rts: true,
}

/** A push comes in one piece; half a plate that pauses for longer will not go on. */
const UNASKED_QUIET_MS = 5_000

/** What the driver states about itself for one reader. */
export function factsFor(settings: Settings): DriverFacts {
  const { model } = settings
  const commands = COMMANDS.filter(({ models }) => models.includes(model))
  return {
    id: 'biorad-eia',
    name: 'Bio-Rad Model 680 / Model 550',
    models: ['Model 680', 'Model 550'],
    maturity: 'candidate',
    sources: [
      'Bio-Rad Model 550 manual, pp. 12 and 32-34: all bytes of the 550',
      'Bio-Rad Model 680 manual, pp. 47-60 without p. 52 and the list of errors: all of the 680',
    ],
    lines: [LINE],
    commands: Object.fromEntries(commands.map((each) => [each.name, each.class])),
    abilities: abilitiesOf(settings),
    unaskedQuietMs: UNASKED_QUIET_MS,
  }
}

/** Whether a 680 pushes what is read at its keypad is not known; what comes is understood. */
function abilitiesOf({ model }: Settings): Abilities {
  const max = odMaxOf(model)
  return {
    starts: model === '550' ? 'either' : 'by-command',
    wavelengthsMax: 2,
    od: { min: -max, max, roundedBy: 0.0005 },
    marksOverflow: true,
  }
}
