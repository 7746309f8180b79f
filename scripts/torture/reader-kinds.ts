/** One reader of the torture bench. */
export interface TortureReader {
  readonly id: string
  readonly driver: string
  readonly trigger: 'repeatedly' | 'listen'
  readonly layout: string
  readonly settings?: unknown
  /** How long a person waits between two plates; null where nobody presses START. */
  readonly pressEveryMs: number | null
  /** Whether a plate says itself that it is over, or only a pause behind it does. */
  readonly saysItsEnd: boolean
}

/** The layout for readers of one wavelength; the folder of the bench has it besides the usual. */
export const ONE_WAVELENGTH = 'one-wavelength'
const TWO_WAVELENGTHS = 'milk-13x3-duplicate'

const CONFIRMED = { by: 'the torture bench', date: '2026-11-23', capture: 'none' }

/** A reader that prints both wavelengths; a line ends the plate, or a pause where there is none. */
function printing(endText: string | null) {
  return {
    model: 'invented matrix printer',
    // Also the reader's end of the line stalls on a machine that is busy.
    pause_s: endText === null ? 1.5 : 5,
    template: {
      style: 'matrix',
      order: 'by-row',
      header: 'printed',
      separator: 'spaces',
      decimal: '.',
      decimals: 3,
      line_length: 99,
      line_end: 'crlf',
      overflow: ['*****'],
      unread: ['-----'],
      blocks: 2,
      heading: 'Wavelength: {nm} nm',
      subtracted: 'no',
      end_text: endText,
      confirmed: CONFIRMED,
    },
  }
}

/** A home-made reader: a line a row, and a pause ends the plate. */
const HOME_MADE = {
  reader: 'own',
  wavelengthNm: 450,
  light: { response: 'linear', fullScale: 9_999_999, blank: 9_000_000, dark: 40 },
  dialect: {
    baud: 19_200,
    before: ['PLATE'],
    order: 'row-major',
    valuesPerLine: 12,
    separator: ';',
    pauseMs: 1500,
  },
}

const PRESS_EVERY_MS = 900
/**
 * Where a pause ends the plate, one is pressed at each connection and no other soon: a machine that
 * stalls hears two plates that came meanwhile as one.
 */
const PRESS_AFTER_PAUSE_MS = 300_000

const COMMANDED = {
  driver: 'biotek-elx',
  trigger: 'repeatedly',
  layout: TWO_WAVELENGTHS,
  saysItsEnd: true,
  pressEveryMs: null,
} as const
const PUSHING = { trigger: 'listen', pressEveryMs: PRESS_EVERY_MS } as const
const PRINTING = {
  ...PUSHING,
  driver: 'print-capture',
  layout: TWO_WAVELENGTHS,
  saysItsEnd: true,
} as const
const PAUSING = { pressEveryMs: PRESS_AFTER_PAUSE_MS, saysItsEnd: false } as const
const OWN = {
  ...PUSHING,
  ...PAUSING,
  driver: 'diy-csv',
  layout: ONE_WAVELENGTH,
} as const

/** Three that are told to read, and five that push a plate when somebody presses START. */
export const READERS: readonly TortureReader[] = [
  { ...COMMANDED, id: 'elx-1' },
  { ...COMMANDED, id: 'elx-2' },
  { ...COMMANDED, id: 'elx-3' },
  { ...PRINTING, id: 'print-1', settings: printing('END OF PLATE') },
  { ...PRINTING, id: 'print-2', settings: printing('END OF PLATE') },
  { ...PRINTING, id: 'print-3', settings: printing(null), ...PAUSING },
  { ...OWN, id: 'own-1', settings: HOME_MADE },
  { ...OWN, id: 'own-2', settings: HOME_MADE },
]
