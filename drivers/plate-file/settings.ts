import { closed, list, number, oneOf, text, wholeNumber } from '../../src/driver-kit.ts'

const DIALECTS = ['softmax', 'gen5', 'skanit', 'matrix', 'tidy'] as const
const nm = (expected: string) => number(expected, { min: 200, max: 1100 })
const marks = (what: string) => list(text(what), what).default([])

/** What is said of the files of one folder. Nothing of it is ever guessed. */
export const settingsSchema = closed('how the files of plates are written', {
  dialect: oneOf(DIALECTS, 'which program wrote the file, or which plain form it has'),
  decimal: oneOf(['.', ','], 'the decimal mark'),
  separator: oneOf(['tab', 'comma', 'semicolon'], 'what parts two fields'),
  encoding: oneOf(['utf-8', 'utf-16le', 'windows-1252'], 'the encoding of the text'),
  wells: wholeNumber('96 or 384', { min: 96, max: 384 })
    .refine((count) => count === 96 || count === 384, { error: '96 or 384' })
    .default(96),
  partial: oneOf(
    ['yes', 'no'],
    'whether a plate may be read in part: an empty field is then a well that was not read',
  ).default('no'),
  wavelengths_nm: list(nm('a wavelength in nm'), 'the wavelengths of a matrix, in its order')
    .nullable()
    .default(null),
  reference_nm: nm('the wavelength that was taken off before, in nm, or null')
    .nullable()
    .default(null),
  subtracted: oneOf(['no', 'by-reader', 'unknown'], 'whether a reference was taken off before'),
  overflow: marks('the text of a well above the range'),
  underflow: marks('the text of a well below the range'),
  unread: marks('the text of a well that was not read'),
}).superRefine((value, context) => {
  const wrong = (path: string, message: string): void => {
    context.addIssue({ code: 'custom', path: [path], message })
  }
  if (value.separator === 'comma' && value.decimal === ',') wrong('decimal', "'.' beside commas")
  if ((value.dialect === 'matrix') !== (value.wavelengths_nm !== null)) {
    wrong('wavelengths_nm', 'the wavelengths, for a matrix alone: other files name them')
  }
  if (value.partial === 'yes' && value.dialect !== 'matrix' && value.dialect !== 'tidy') {
    wrong('partial', "'no': how this program writes a plate that was read in part is not known")
  }
  if ((value.subtracted === 'by-reader') !== (value.reference_nm !== null)) {
    wrong('reference_nm', "the wavelength, where a reference was taken off 'by-reader' alone")
  }
})

export type FileSettings = ReturnType<typeof settingsSchema.parse>

/** What stands between two fields. */
export const SEPARATORS = { tab: '\t', comma: ',', semicolon: ';' } as const
