import { bytesFromText } from '../../src/driver-kit.ts'
import { type Dialect, dialectFrom, type DiySettings } from './settings.ts'

// The published readers. Facts from their firmware:
// UBC capstone: github.com/UBC-MECH2024-Capstone-Team14/Microplate-Reader-Firmware at 088e06e.
// Its first number counts 12 positions of the plate, its second 8 channels: column, then row.
// OPSpec: github.com/lepton-7/Open-Plate-Spectrophotometer, firmware_v0.1.0, at 08ab7b5. `0` falls
// through to `A` there, so that dark counts never come over the wire; only `A` is said.
// Miriam: github.com/miroculus/Miriam, Serial_003, at add948f. It repeats each command.

const PUBLISHED: Readonly<Record<Exclude<DiySettings['reader'], 'own'>, Dialect>> = {
  'ubc-capstone': dialectFrom({
    baud: 9600,
    start: '/scan_all',
    hello: { say: '/echo assayd', answer: '@echo assayd*' },
    refusal: '@error',
    value: '@scan_well {column0} {row0} {count}',
    order: 'addressed',
    valuesPerLine: 1,
    end: 'count',
  }),
  opspec: dialectFrom({
    baud: 115_200,
    commandEnd: 'none',
    start: 'A',
    startupLines: ['Ecol set', 'Erow set', 'Dcol set'],
    order: 'column-major',
    valuesPerLine: 1,
    end: 'pause',
  }),
  miriam: dialectFrom({
    baud: 9600,
    start: 'R',
    hello: { say: 'i', answer: '*,*,*,*,*,*$' },
    echoes: 'yes',
    startupLines: ['Hope your day is nice and shiny!'],
    before: ['READ ASSAY'],
    order: 'row-major',
    valuesPerLine: 96,
    separatorAfterLast: 'yes',
    end: 'mark',
    endMark: '$',
  }),
}

/** How the reader of these settings speaks. */
export function dialectOf({ reader, dialect }: DiySettings): Dialect {
  const known = reader === 'own' ? dialect : PUBLISHED[reader]
  if (known === undefined) throw new TypeError('A reader of its own needs a dialect.')
  return known
}

const ENDS = { none: '', lf: '\n', cr: '\r', crlf: '\r\n' } as const

/** A command with its line end, as bytes. */
export function commandBytes(text: string, { commandEnd }: Dialect): Uint8Array {
  return bytesFromText(text + ENDS[commandEnd])
}
