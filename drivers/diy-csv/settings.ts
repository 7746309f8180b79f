import { closed, list, number, oneOf, oneOrMany, text, wholeNumber } from '../../src/driver-kit.ts'

// A home-made reader is described, not known: what is said to it, how its lines look, in which
// order wells come, and what its counts of light mean.

const command = (what: string) => text(`what is said ${what}, without its line end`)

const dialect = closed("how the reader's lines look", {
  baud: number('bits a second', { min: 50, max: 4_000_000 }),
  commandEnd: oneOf(['none', 'lf', 'cr', 'crlf'], 'what ends a command').default('lf'),
  start: command('to have a plate read').optional(),
  hello: closed('a question that moves nothing', {
    say: command('to learn who is there'),
    answer: text('the line that answers it; * stands for anything'),
  }).optional(),
  echoes: oneOf(['yes', 'no'], 'whether the reader repeats what is said to it').default('no'),
  startupLines: list(text('a line'), 'lines the reader says when it is switched on').default([]),
  before: list(text('a line'), 'lines that come before the values').default([]),
  refusal: text('how a line begins that refuses a command').optional(),
  wells: oneOf(['96', '384'], 'how many wells a plate has').default('96'),
  value: text('one value, with {count} and maybe {well} {row} {column} {row0} {column0}')
    .regex(/^(?:[^{}]|\{(?:count|well|row|column|row0|column0)\})*$/, {
      error: 'a text with {count}, {well}, {row}, {column}, {row0}, {column0} in it',
    })
    .refine((form) => form.split('{count}').length === 2, { error: 'a text with {count} in it' })
    .default('{count}'),
  order: oneOf(['row-major', 'column-major', 'addressed'], 'in which order wells come'),
  valuesPerLine: wholeNumber('how many values a line has', { min: 1, max: 384 }),
  separator: text('what stands between two values of a line').default(','),
  separatorAfterLast: oneOf(['yes', 'no'], 'whether it stands behind the last as well').default(
    'no',
  ),
  padded: oneOf(['yes', 'no'], 'whether spaces may stand around a value').default('no'),
  end: oneOf(['count', 'mark', 'pause'], 'what ends a plate').default('pause'),
  endMark: text('what stands behind the last value of a plate').optional(),
  pauseMs: wholeNumber('how long a pause ends a plate, in ms', { min: 200, max: 60_000 }).default(
    1500,
  ),
})
  .refine(({ end, endMark }) => (end === 'mark') === (endMark !== undefined), {
    error: "a plate that ends with a mark, and 'endMark' for it",
    path: ['endMark'],
  })
  .refine(({ end, order }) => end !== 'count' || order === 'addressed', {
    error: 'wells that say their address where a count alone ends a plate',
    path: ['end'],
  })
  .refine(({ order, value }) => (order === 'addressed') === isAddressed(value), {
    error: '{well}, or a row and a column, where and only where wells are addressed',
    path: ['value'],
  })
  .refine(({ valuesPerLine, wells }) => Number(wells) % valuesPerLine === 0, {
    error: 'lines of equal length that make a whole plate',
    path: ['valuesPerLine'],
  })

function isAddressed(value: string): boolean {
  return /\{well\}|\{row0?\}.*\{column0?\}|\{column0?\}.*\{row0?\}/.test(value)
}

const count = number('a count of light', { min: 0, max: 9_999_999 })

const light = closed('what counts mean', {
  response: oneOf(
    ['linear', 'logarithmic'],
    'whether counts grow with the light, or with its logarithm',
  ).default('linear'),
  fullScale: wholeNumber('the greatest count the reader can give', { min: 1, max: 9_999_999 }),
  blank: oneOrMany(count, 'the count of a blank well, or of each, along rows').optional(),
  blankWells: list(text('a well'), 'wells of every plate that hold the blank').optional(),
  dark: oneOrMany(count, 'the count without light, or of each well, along rows').optional(),
  countsPerOd: number('how many counts one OD is', { min: 0.1, max: 1_000_000 }).optional(),
})
  .refine(({ blank, blankWells }) => (blank === undefined) !== (blankWells === undefined), {
    error: "either 'blank' or 'blankWells'",
    path: ['blank'],
  })
  .refine(({ response, dark }) => response !== 'linear' || dark !== undefined, {
    error: "'dark' for a linear detector; 0 when it is known to be so",
    path: ['dark'],
  })
  .refine(({ response, countsPerOd }) => response === 'linear' || countsPerOd !== undefined, {
    error: "'countsPerOd' for a logarithmic detector",
    path: ['countsPerOd'],
  })

/** What `settings` of a reader with this driver may say. */
export const schema = closed('which home-made reader this is', {
  reader: oneOf(
    ['ubc-capstone', 'opspec', 'miriam', 'own'],
    'a published reader, or your own',
  ).default('ubc-capstone'),
  dialect: dialect.optional(),
  wavelengthNm: wholeNumber('the wavelength of its light in nm', {
    min: 200,
    max: 1000,
  }).optional(),
  light: light.optional(),
})
  .refine((all) => (all.reader === 'own') === (all.dialect !== undefined), {
    error: "'dialect' for a reader of your own, and for no other",
    path: ['dialect'],
  })
  .refine((all) => all.light === undefined || all.wavelengthNm !== undefined, {
    error: 'the wavelength of the light in nm',
    path: ['wavelengthNm'],
  })
  .prefault({})

export type DiySettings = ReturnType<typeof schema.parse>
export type Dialect = NonNullable<DiySettings['dialect']>
export type Light = NonNullable<DiySettings['light']>

/** A dialect with its defaults. */
export function dialectFrom(told: unknown): Dialect {
  return dialect.parse(told)
}
