import type { Abilities, DriverFacts, LineSettings } from '../../src/driver-kit.ts'
import type { PrintSettings, Template } from './settings.ts'

/** What the driver states about one reader, as far as somebody has said it. */
export function factsFor({ model, line, pause_s: pauseS, template }: PrintSettings): DriverFacts {
  return {
    id: 'print-capture',
    name: 'reader that prints a plate at START',
    models: [model],
    maturity: 'draft',
    sources: [
      'no protocol of any such reader is public: the bytes are those that the lab captures',
      'the template of each reader is confirmed by the lab against a printout of the same plate',
    ],
    lines: [lineFrom(line)],
    commands: {},
    abilities: abilitiesOf(template),
    unaskedQuietMs: pauseS * 1000,
  }
}

function abilitiesOf(template: Template | null): Abilities {
  const decimals = template?.decimals ?? 3
  const step = 10 ** -decimals
  return {
    starts: 'at-reader',
    wavelengthsMax: template?.blocks ?? 1,
    od: { min: -10 + step, max: 10 - step, roundedBy: step / 2 },
    marksOverflow: (template?.overflow.length ?? 0) > 0,
  }
}

function lineFrom(line: PrintSettings['line']): LineSettings {
  return {
    baud: line.baud,
    dataBits: line.data_bits === 7 ? 7 : 8,
    parity: line.parity,
    stopBits: line.stop_bits === 2 ? 2 : 1,
    flowControl: line.flow_control,
    // A printer holds both lines, and some readers print only then.
    dtr: true,
    rts: true,
  }
}
