import { AssaydError, type Lesson } from '../../src/driver-kit.ts'
import type { Template } from './settings.ts'

/** What a person said of a print that the print cannot tell. */
export interface Answers {
  /** Which print of the capture, from 1; null for the last. */
  readonly print: number | null
  readonly model: string | null
  readonly wavelengthsNm: readonly number[]
  /** Null when nobody said. */
  readonly reference: number | 'none' | null
  readonly heading: string | null
  readonly endText: string | null
  readonly errorTexts: readonly string[]
  readonly order: Template['order'] | null
  readonly valueField: number | null
  readonly marks: Pick<Template, 'overflow' | 'underflow' | 'unread'>
}

/** Reads the answers by their names. Throws AssaydError `option-unsuited` for one that is none. */
export function answersIn(said: Lesson['answers']): Answers {
  const all = (name: string): readonly string[] => said[name] ?? []
  const one = (name: string): string | null => all(name).at(-1) ?? null
  const order = one('order')
  if (order !== null && order !== 'by-row' && order !== 'by-column') {
    throw unsuited('--order', order, 'by-row or by-column')
  }
  return {
    print: wholeNumber('--print', one('print')),
    model: one('model'),
    wavelengthsNm: all('wavelength').map((text) => nm('--wavelength', text)),
    reference: referenceFrom(one('reference')),
    heading: headingFrom(one('heading')),
    endText: one('end-text'),
    errorTexts: all('error-text'),
    order,
    valueField: wholeNumber('--value-field', one('value-field')),
    marks: {
      overflow: [...all('overflow')],
      underflow: [...all('underflow')],
      unread: [...all('unread')],
    },
  }
}

function referenceFrom(text: string | null): number | 'none' | null {
  return text === null || text === 'none' ? text : nm('--reference', text)
}

function headingFrom(text: string | null): string | null {
  if (text === null || text.includes('{nm}')) return text
  throw unsuited('--heading', text, 'the line with {nm} in the place of the wavelength')
}

function nm(name: string, text: string): number {
  const value = Number(text)
  if (/^\d{3,4}$/.test(text) && value >= 200 && value <= 1100) return value
  throw unsuited(name, text, 'a wavelength from 200 to 1100 nm')
}

function wholeNumber(name: string, text: string | null): number | null {
  if (text === null) return null
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text)
  throw unsuited(name, text, 'a whole number from 1')
}

function unsuited(name: string, found: string, expected: string): AssaydError {
  const message = `${name} is '${found}', expected ${expected}.`
  return new AssaydError('option-unsuited', message, { hint: 'Give it again.' })
}
