import { type LisSettings, schema } from './settings.ts'

// How analysers cut a message into frames, as captures show it, and how the simulated ones name
// their wells. No capture of a plate of ODs is known: these ways of naming are made up, each of
// them a mapping that a site could need.

/** How a message is cut into frames. */
export interface Framing {
  /** A frame for each record, pieces of 240 characters (E1381-95), or everything in one frame. */
  readonly cut: 'records' | 'pieces' | 'whole'
  /** What ends every frame but the last of the message. */
  readonly between: 'part' | 'last'
  /** Checksums in lower case, as some analysers write them. */
  readonly isLowerCase: boolean
}

export interface HouseStyle {
  readonly name: string
  readonly settings: unknown
  readonly framing: Framing
}

/** The simulated analysers. */
export const STYLES: readonly HouseStyle[] = [
  {
    name: 'wells as test ids, ETB behind every record',
    settings: {
      mapping: {
        well: { at: 'R.3.4' },
        only: { at: 'R.5', is: 'OD' },
        wavelengthsNm: 450,
        barcode: { at: 'O.3' },
      },
    },
    framing: { cut: 'records', between: 'part', isLowerCase: false },
  },
  {
    name: 'numbered wells at two wavelengths, frames of 247 bytes, lower-case checksums',
    settings: {
      model: 'numbered wells',
      line: { baud: 4800 },
      mapping: {
        well: { at: 'R.3.6' },
        naming: 'column-major',
        wavelengthsNm: [450, 630],
        wavelength: { at: 'R.3.5' },
        subtracted: 'no',
        barcode: { at: 'P.3' },
      },
    },
    framing: { cut: 'pieces', between: 'part', isLowerCase: true },
  },
  {
    name: 'an order for each well, milli-OD',
    settings: {
      model: 'an order for each well',
      mapping: {
        well: { at: 'O.3.2' },
        unit: 'mOD',
        overflowTexts: ['+++'],
        wavelengthsNm: 450,
        barcode: { at: 'O.3.1' },
      },
    },
    framing: { cut: 'pieces', between: 'part', isLowerCase: false },
  },
]

const [PLAIN] = STYLES

/** How an analyser with these settings speaks: its own style, otherwise a frame for each record. */
export function framingFor(settings: unknown): Framing {
  const told = JSON.stringify(settings)
  const own = STYLES.find((style) => JSON.stringify(style.settings) === told)
  return (own ?? PLAIN)?.framing ?? { cut: 'records', between: 'last', isLowerCase: false }
}

/** Where it puts what; without a mapping, as the first style. */
export function mappingFor(settings: unknown): NonNullable<LisSettings['mapping']> {
  const { mapping } = schema.parse(settings)
  const usual = schema.parse(PLAIN?.settings).mapping
  const used = mapping ?? usual
  if (used === undefined) throw new TypeError('The first style has no mapping.')
  return used
}
