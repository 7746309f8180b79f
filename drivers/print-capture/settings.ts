import { closed, list, number, oneOf, text, wholeNumber } from '../../src/driver-kit.ts'

const mark = (what: string) =>
  list(text(`the characters that stand for ${what}`), `what the print has for ${what}`).default([])

const nm = (expected: string) => number(expected, { min: 200, max: 1100 })

const confirmed = closed('who compared the template with a printout', {
  by: text('the name of who compared the values with the printout'),
  date: text('the day, as in 2026-11-23').regex(/^\d{4}-\d{2}-\d{2}$/, {
    error: 'the day, as in 2026-11-23',
  }),
  capture: text('the id of the capture that was compared'),
})

const template = closed('how the reader prints a plate', {
  wells: wholeNumber('96 or 384', { min: 96, max: 384 })
    .refine((count) => count === 96 || count === 384, { error: '96 or 384' })
    .default(96),
  style: oneOf(['matrix', 'list'], 'a style of print'),
  order: oneOf(['by-row', 'by-column'], 'what a line of a matrix is, or how a list runs'),
  first_column: wholeNumber('the first column that is printed', { min: 1, max: 24 }).default(1),
  last_column: wholeNumber('the last column that is printed, or null for the last of the plate', {
    min: 1,
    max: 24,
  })
    .nullable()
    .default(null),
  labels: oneOf(['printed', 'absent'], 'whether a matrix has its label at each line').default(
    'printed',
  ),
  header: oneOf(['printed', 'absent'], 'whether a matrix has a line of labels above').default(
    'absent',
  ),
  fields: wholeNumber('how many fields a line of a list has', { min: 2, max: 20 }).default(2),
  well_field: wholeNumber('which field of a list names the well', { min: 1, max: 20 }).default(1),
  value_field: wholeNumber('which field of a list is the OD', { min: 1, max: 20 }).default(2),
  well_names: oneOf(['A1', 'A01', 'number'], 'how a list names its wells').default('A1'),
  separator: oneOf(['spaces', 'tab', 'comma', 'semicolon'], 'what parts two fields'),
  decimal: oneOf(['.', ','], 'the decimal mark'),
  decimals: wholeNumber('how many digits follow the decimal mark, 1 to 6', { min: 1, max: 6 }),
  leading_zero: oneOf(['printed', 'absent'], 'how 0.5 is printed, 0.5 or .5').default('printed'),
  line_length: wholeNumber('the length of each line with values, or null when it varies', {
    min: 3,
    max: 500,
  })
    .nullable()
    .default(null),
  line_end: oneOf(['crlf', 'lf', 'cr'], 'how a line ends'),
  overflow: mark('a well above the range'),
  underflow: mark('a well below the range'),
  unread: mark('a well that was not read'),
  blocks: wholeNumber('how many wavelengths one plate has, 1 to 3', { min: 1, max: 3 }).default(1),
  heading: text('the line that names the wavelength, with {nm} and maybe {reference}, or null')
    .regex(/\{nm\}/, { error: 'a line with {nm} where the wavelength stands' })
    .nullable()
    .default(null),
  wavelengths_nm: list(nm('a wavelength in nm'), 'the wavelengths, in the order of the print')
    .nullable()
    .default(null),
  reference_nm: nm('the wavelength that the reader takes off, in nm, or null')
    .nullable()
    .default(null),
  subtracted: oneOf(['no', 'by-reader', 'unknown'], 'whether the reader takes a reference off'),
  end_text: text('the text of the line that ends a plate, or null when a pause does')
    .nullable()
    .default(null),
  error_texts: list(
    text('a text that voids the print'),
    'texts with which the reader reports an error',
  ).default([]),
  confirmed: confirmed.nullable().default(null),
}).superRefine((value, context) => {
  for (const [field, message] of contradictions(value)) {
    context.addIssue({ code: 'custom', path: [field], message })
  }
})

/** What a template says against itself, by field. */
function contradictions(value: Plain): readonly (readonly [string, string])[] {
  const found: [string, string][] = []
  const add = (isWrong: boolean, field: string, message: string): void => {
    if (isWrong) found.push([field, message])
  }
  const columns = value.wells === 384 ? 24 : 12
  const last = value.last_column ?? columns
  add(last > columns, 'last_column', `at most ${columns} on a plate of ${value.wells} wells`)
  add(value.first_column > last, 'first_column', 'at most the last column')
  add(value.separator === 'comma' && value.decimal === ',', 'decimal', "'.' beside commas")
  add(value.well_field === value.value_field, 'value_field', 'another field than the well')
  add(Math.max(value.well_field, value.value_field) > value.fields, 'fields', 'at least as many')
  const isFixed = value.wavelengths_nm !== null
  add(isFixed === (value.heading !== null), 'wavelengths_nm', 'either these or a heading')
  const count = value.wavelengths_nm?.length ?? value.blocks
  add(count !== value.blocks, 'wavelengths_nm', 'as many as there are blocks')
  const takesOff = value.subtracted === 'by-reader'
  const isNamed = value.reference_nm !== null || (value.heading ?? '').includes('{reference}')
  add(takesOff && !isNamed, 'reference_nm', 'the wavelength that the reader takes off')
  add(!takesOff && isNamed, 'subtracted', "'by-reader', as a reference is named")
  const marks = [...value.overflow, ...value.underflow, ...value.unread]
  add(new Set(marks).size < marks.length, 'unread', 'marks that differ from one another')
  return found
}

interface Plain {
  readonly wells: number
  readonly first_column: number
  readonly last_column: number | null
  readonly separator: string
  readonly decimal: string
  readonly well_field: number
  readonly value_field: number
  readonly fields: number
  readonly wavelengths_nm: readonly number[] | null
  readonly heading: string | null
  readonly blocks: number
  readonly subtracted: string
  readonly reference_nm: number | null
  readonly overflow: readonly string[]
  readonly underflow: readonly string[]
  readonly unread: readonly string[]
}

const line = closed("the settings of the serial line, from the reader's menu or manual", {
  baud: wholeNumber('a baud rate', { min: 50, max: 921_600 }).default(9600),
  data_bits: wholeNumber('7 or 8 data bits', { min: 7, max: 8 }).default(8),
  parity: oneOf(['none', 'even', 'odd'], 'a parity').default('none'),
  stop_bits: wholeNumber('1 or 2 stop bits', { min: 1, max: 2 }).default(1),
  flow_control: oneOf(['none', 'rts-cts', 'xon-xoff'], 'a flow control').default('none'),
})

/** What is said of one reader that prints. */
export const settingsSchema = closed('what is known of a reader that prints', {
  model: text('what is printed on the reader: maker and model').default('unknown reader'),
  line: line.prefault({}),
  pause_s: number('after how many seconds without a byte a print is over, 0.5 to 30', {
    min: 0.5,
    max: 30,
  }).default(5),
  template: template.nullable().default(null),
}).prefault({})

export type PrintSettings = ReturnType<typeof settingsSchema.parse>

export type Template = NonNullable<PrintSettings['template']>

/** The bytes that end a line, as text. */
export const LINE_ENDS = { crlf: '\r\n', lf: '\n', cr: '\r' } as const
