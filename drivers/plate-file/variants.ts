import type { Variant } from '../../src/driver-kit.ts'

const MARKS = { overflow: ['OVER'], unread: ['NONE'], subtracted: 'no' }

/** One file of each dialect, with the decimal marks and encodings spread over them. */
export const VARIANTS: readonly Variant[] = [
  {
    name: 'tidy CSV',
    settings: { dialect: 'tidy', decimal: '.', separator: 'comma', encoding: 'utf-8', ...MARKS },
  },
  {
    name: 'a plain matrix with decimal commas in UTF-16',
    settings: {
      dialect: 'matrix',
      decimal: ',',
      separator: 'semicolon',
      encoding: 'utf-16le',
      wavelengths_nm: [450, 630],
      ...MARKS,
    },
  },
  {
    name: 'a matrix of plates that may be read in part',
    settings: {
      dialect: 'matrix',
      decimal: '.',
      separator: 'comma',
      encoding: 'utf-8',
      partial: 'yes',
      wavelengths_nm: [450, 630],
      ...MARKS,
    },
  },
  {
    name: 'a report of Gen5',
    settings: {
      dialect: 'gen5',
      decimal: '.',
      separator: 'tab',
      encoding: 'utf-8',
      subtracted: 'no',
    },
  },
  {
    name: 'an export of SoftMax Pro',
    settings: {
      dialect: 'softmax',
      decimal: '.',
      separator: 'tab',
      encoding: 'windows-1252',
      ...MARKS,
    },
  },
  {
    name: 'a French export of SkanIt',
    settings: {
      dialect: 'skanit',
      decimal: ',',
      separator: 'semicolon',
      encoding: 'windows-1252',
      ...MARKS,
    },
  },
]
