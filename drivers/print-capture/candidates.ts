import { fieldsOf } from './line.ts'
import { settingsSchema, type Template } from './settings.ts'

/** What is known of a print before its template is sought. */
export interface Known {
  readonly text: string
  readonly lineEnd: Template['line_end']
  readonly errorTexts: readonly string[]
  readonly marks: Pick<Template, 'overflow' | 'underflow' | 'unread'>
}

const SEPARATORS: readonly Template['separator'][] = ['spaces', 'tab', 'comma', 'semicolon']
const ORDERS: readonly Template['order'][] = ['by-row', 'by-column']
const SIZES = [96, 384] as const
const FIELDS_MAX = 20

type Style = Pick<Template, 'style'> & Partial<Template>

/**
 * Every template that a print could have, as far as its shape goes; which of them it follows is
 * found by reading it with each. The wavelength is made up and found later.
 */
export function candidatesFor(known: Known): readonly Template[] {
  return SEPARATORS.flatMap((separator) =>
    numbersIn(known.text).flatMap((numbers) => {
      if (separator === 'comma' && numbers.decimal === ',') return []
      const styles = [...matrices(), ...lists(known, separator)]
      return SIZES.flatMap((wells) =>
        ORDERS.flatMap((order) =>
          styles.map((style) =>
            templateOf(known, { ...numbers, ...style, separator, wells, order }),
          ),
        ),
      )
    }),
  )
}

/** The template with the fields that a candidate leaves open as the settings fill them. */
function templateOf(known: Known, fields: Partial<Template>): Template {
  const template: Partial<Template> = {
    line_end: known.lineEnd,
    wavelengths_nm: [450],
    subtracted: 'unknown',
    error_texts: [...known.errorTexts],
    ...known.marks,
    ...fields,
  }
  return parsed(written(template))
}

const OF_LISTS = ['fields', 'well_field', 'value_field', 'well_names']
const OF_MATRICES = ['labels', 'header']

/** A template as a person would write it: without what says nothing. */
export function written(template: Partial<Template>): Readonly<Record<string, unknown>> {
  const foreign = new Set(template.style === 'list' ? OF_MATRICES : OF_LISTS)
  const isSaid = ([name, value]: readonly [string, unknown]): boolean =>
    value !== null && !foreign.has(name) && !(Array.isArray(value) && value.length === 0)
  return Object.fromEntries(Object.entries(template).filter(isSaid))
}

function parsed(fields: Readonly<Record<string, unknown>>): Template {
  const { template } = settingsSchema.parse({ template: fields })
  if (template === null) throw new TypeError('A template was parsed to none.')
  return template
}

type Numbers = Pick<Template, 'decimal' | 'decimals' | 'leading_zero'>

/** How numbers with a decimal mark are written in the print, in every way that occurs. */
function numbersIn(text: string): readonly Numbers[] {
  const found = new Map<string, Numbers>()
  for (const match of text.matchAll(/(?<![\d,.])(\d?)([,.])(\d{1,6})(?![\d,.])/g)) {
    const [, whole = '', mark = '', digits = ''] = match
    const decimal = mark === ',' ? ',' : '.'
    const decimals = digits.length
    const key = `${decimal}${decimals}`
    const zero = whole === '' || found.get(key)?.leading_zero === 'absent' ? 'absent' : 'printed'
    found.set(key, { decimal, decimals, leading_zero: zero })
  }
  return [...found.values()]
}

function matrices(): readonly Style[] {
  return (['printed', 'absent'] as const).flatMap((labels) =>
    (['printed', 'absent'] as const).map((header) => ({ style: 'matrix', labels, header })),
  )
}

/** Which field is the well and which the value, in every way that a line of the print allows. */
function lists({ text }: Known, separator: Template['separator']): readonly Style[] {
  const styles = text
    .split(/\r\n|\r|\n/)
    .flatMap((line) => listsOf(fieldsOf(line, { separator })))
    .map((style): [string, Style] => [JSON.stringify(style), style])
  return [...new Map(styles).values()]
}

function listsOf(fields: readonly string[]): readonly Style[] {
  if (fields.length < 2 || fields.length > FIELDS_MAX) return []
  return fields.flatMap((name, well) => {
    const names = namesOf(name)
    if (names === undefined) return []
    const values = [...fields.keys()].filter((at) => at !== well && /[,.]\d/.test(fields[at] ?? ''))
    return values.map((value) => ({
      style: 'list',
      fields: fields.length,
      well_field: well + 1,
      value_field: value + 1,
      well_names: names,
    }))
  })
}

/** How the first well is named where a list begins. */
function namesOf(name: string): Template['well_names'] | undefined {
  if (name === 'A1' || name === 'A01') return name
  return name === '1' ? 'number' : undefined
}
