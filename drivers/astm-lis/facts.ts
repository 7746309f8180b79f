import type { Abilities, DriverFacts, LineSettings } from '../../src/driver-kit.ts'

import type { LisSettings, Mapping } from './settings.ts'

/** The receiver gives up a link on which so long nothing came. Source: LIS01-A2. */
const LINK_QUIET_MS = 30_000

/** What the driver states about an analyser with these settings. */
export function factsFor({ model, line, mapping }: LisSettings): DriverFacts {
  return {
    id: 'astm-lis',
    name: 'ASTM / LIS02-A2 analyser',
    models: [model ?? 'any analyser that speaks LIS01-A2 with LIS02-A2 records'],
    maturity: 'candidate',
    sources: [
      'ASTM E1381-95 / CLSI LIS01-A2: link layer',
      'ASTM E1394 / CLSI LIS02-A2: records',
      'github.com/senaite/senaite.astm at b701c18, tests/data: frames of real analysers',
    ],
    lines: [lineFrom(line)],
    commands: {},
    abilities: abilitiesOf(mapping),
    unaskedQuietMs: LINK_QUIET_MS,
  }
}

/** The standard asks for 8N1; 9600 is preferred, and what a site has set its analyser to counts. */
function lineFrom({ baud, dataBits, parity, stopBits }: LisSettings['line']): LineSettings {
  return {
    baud,
    dataBits: dataBits === '7' ? 7 : 8,
    parity,
    stopBits: stopBits === '2' ? 2 : 1,
    flowControl: 'none',
    dtr: true,
    rts: true,
  }
}

function abilitiesOf(mapping: Mapping | undefined): Abilities {
  return {
    starts: 'at-reader',
    wavelengthsMax: mapping?.wavelengthsNm.length ?? 0,
    // The digits of a value are the analyser's own; nothing is rounded here.
    od: { min: -9.999, max: 9.999, roundedBy: 0.0005 },
    marksOverflow: true,
  }
}
