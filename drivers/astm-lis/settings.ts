import { closed, list, number, oneOf, oneOrMany, text, wholeNumber } from '../../src/driver-kit.ts'

// How an ELISA analyser names the wells of a plate in its results is not standardised, and no
// public example is known: a site says it here, from a message of its own analyser.

const PLACE = /^(H|P|O|R)\.([2-9]|[1-4]\d)(?:\.([1-9]|1\d))?$/

function isPattern(source: string): boolean {
  try {
    return new RegExp(source) instanceof RegExp
  } catch (error) {
    if (error instanceof SyntaxError) return false
    throw error
  }
}

const pattern = (expected: string) => text(expected).refine(isPattern, { error: expected })

/** A component of a field of a record: `R.3.4`; without the last number the first component. */
const place = (what: string) =>
  closed(`where ${what} stands: 'at', and a 'pattern' if it stands among other text`, {
    at: text('a place, as in R.3.4: record, field, component').regex(PLACE, {
      error: 'a place, as in R.3.4: record H, P, O or R, field from 2, component from 1',
    }),
    pattern: pattern(
      'a regular expression whose first group (or groups named row and column) is what is meant',
    ).optional(),
  })

const wavelength = wholeNumber('a wavelength in nm', { min: 200, max: 1000 })

const mapping = closed('how results name wells', {
  format: oneOf(['96', '384'], 'how many wells a plate has').default('96'),
  /** Results that are no OD (interpretations, concentrations) are left aside by this. */
  only: closed('which results are OD: those where a place has this text', {
    at: text('a place, as in R.3.4').regex(PLACE, { error: 'a place, as in R.3.4' }),
    is: text('the text there'),
  }).optional(),
  well: place('the well'),
  naming: oneOf(
    ['letter-number', 'row-major', 'column-major'],
    'how a well is named: A1, or a number from 1 along rows, or along columns',
  ).default('letter-number'),
  value: place('the OD').prefault({ at: 'R.4' }),
  unit: oneOf(['OD', 'mOD'], 'the unit of the values').default('OD'),
  decimalMark: oneOf(['.', ','], 'the decimal mark of the values').default('.'),
  overflowTexts: list(text('text instead of a value'), 'texts for a well above the range').default(
    [],
  ),
  underflowTexts: list(text('text instead of a value'), 'texts for a well below the range').default(
    [],
  ),
  wavelengthsNm: oneOrMany(wavelength, 'the wavelength of the results in nm, or several'),
  wavelength: place('the wavelength, where there are several').optional(),
  referenceNm: wavelength.nullable().default(null),
  subtracted: oneOf(
    ['yes', 'no', 'unknown'],
    'whether the analyser has subtracted the reference',
  ).default('unknown'),
  barcode: place('the id of the plate').optional(),
  wells: wholeNumber('how many wells a whole plate has results for, at each wavelength', {
    min: 1,
    max: 384,
  }).optional(),
})
  .refine(({ wavelengthsNm }) => wavelengthsNm.length >= 1 && wavelengthsNm.length <= 3, {
    error: 'one to three wavelengths',
    path: ['wavelengthsNm'],
  })
  .refine(({ wavelengthsNm, wavelength: at }) => wavelengthsNm.length === 1 || at !== undefined, {
    error: 'several wavelengths need the place where a result says its own',
    path: ['wavelength'],
  })

/** What `settings` of a reader with this driver may say. */
export const schema = closed('what this analyser is, and how it speaks', {
  model: text('the name of the analyser').optional(),
  line: closed('the line settings of the analyser', {
    baud: number('bits a second', { min: 50, max: 921_600 }).default(9600),
    dataBits: oneOf(['7', '8'], 'data bits').default('8'),
    parity: oneOf(['none', 'even', 'odd'], 'parity').default('none'),
    stopBits: oneOf(['1', '2'], 'stop bits').default('1'),
  }).prefault({}),
  mapping: mapping.optional(),
}).prefault({})

/** Settings as they were read, with their defaults. */
export type LisSettings = ReturnType<typeof schema.parse>

/** How results name wells. */
export type Mapping = NonNullable<LisSettings['mapping']>

/** Where a text stands. */
export type Place = Mapping['well']

/** A place in numbers. */
export interface RecordPlace {
  readonly type: string
  readonly field: number
  readonly component: number
}

/** The numbers of a place that the schema let through. Throws RangeError for another. */
export function recordPlace(at: string): RecordPlace {
  const [, type, field, component = '1'] = PLACE.exec(at) ?? []
  if (type === undefined) throw new RangeError(`Expected a place such as R.3.4, got '${at}'.`)
  return { type, field: Number(field), component: Number(component) }
}

/** How many wells a whole plate must have at each wavelength. */
export function wellsExpected({ wells, format }: Mapping): number {
  return wells ?? Number(format)
}
