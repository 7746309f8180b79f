import type { Variant } from '../../src/driver-kit.ts'

// Print styles made up here, to have something to test templates with. None is that of any reader
// one can buy: no such print is public.

const INVENTED = {
  by: 'nobody, an invented print style',
  date: '2026-11-23',
  capture: 'none',
} as const

/** Two wavelengths with a heading each, rows with letters, columns numbered above. */
const ROWS = {
  model: 'invented matrix printer',
  pause_s: 4,
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
    error_texts: ['ERROR'],
    confirmed: INVENTED,
  },
} as const

/** One well a line, down the columns, with decimal commas; a line ends the plate. */
const WELLS = {
  model: 'invented list printer',
  pause_s: 3,
  template: {
    style: 'list',
    order: 'by-column',
    fields: 3,
    well_names: 'A01',
    value_field: 3,
    separator: 'semicolon',
    decimal: ',',
    decimals: 4,
    line_length: 17,
    line_end: 'cr',
    overflow: ['OVER'],
    unread: ['NONE'],
    wavelengths_nm: [450],
    subtracted: 'no',
    end_text: 'END OF PLATE',
    error_texts: ['ERROR'],
    confirmed: INVENTED,
  },
} as const

/** Differences without labels, a line a column, without the zero before the point. */
const DIFFERENCES = {
  model: 'invented difference printer',
  template: {
    style: 'matrix',
    order: 'by-column',
    labels: 'absent',
    separator: 'comma',
    decimal: '.',
    decimals: 3,
    leading_zero: 'absent',
    line_length: 71,
    line_end: 'lf',
    overflow: ['>>>>'],
    wavelengths_nm: [450],
    reference_nm: 630,
    subtracted: 'by-reader',
    error_texts: ['ERROR'],
    confirmed: INVENTED,
  },
} as const

/** The invented readers; the first is what a simulator without settings is. */
export const VARIANTS = [
  { name: 'an invented matrix printer', settings: ROWS },
  { name: 'an invented list printer', settings: WELLS },
  { name: 'an invented printer of differences', settings: DIFFERENCES },
] as const satisfies readonly Variant[]
