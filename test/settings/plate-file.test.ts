import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { AssaydError } from '../../src/core/errors.ts'
import { wellsOf } from '../../src/core/well.ts'
import { readPlateFile } from '../../src/settings/plate-file.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

function fileWith(text: string): string {
  const file = join(temporaryFolder(), 'plate.csv')
  writeFileSync(file, text)
  return file
}

function mistakesOf(text: string): readonly string[] {
  const file = fileWith(text)
  try {
    readPlateFile(file, null)
  } catch (error) {
    if (!(error instanceof AssaydError)) throw error
    return error.message.split('\n').map((line) => line.replace(`${file}:`, ''))
  }
  return []
}

const REFUSED: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'no wells column',
    'place,450\nA1,1\n',
    [
      "1: column 'well' is missing, expected 'well' and wavelengths in nm, such as 450",
      "1: column 'place' is no wavelength, expected 'well' and wavelengths in nm, such as 450",
    ],
  ],
  [
    'a wavelength with its unit',
    'well,450nm\nA1,1\n',
    ["1: column '450nm' is no wavelength, expected 'well' and wavelengths in nm, such as 450"],
  ],
  [
    'no wavelength',
    'well\nA1\n',
    ["1: has no wavelength, expected 'well' and wavelengths in nm, such as 450"],
  ],
  ['no wells', 'well,450\n', ['1: has no wells, expected one a line']],
  [
    'wells and values that are none, all at once',
    'well,450,620\nA1,0.1,x\nQ1,0.1,0.1\na01,"0,5",1e\nB1,nan,Infinity\n',
    [
      "2: 620: 'x' is no OD, expected a number, overflow, ***** or nothing",
      "3: well: 'Q1' is not a well, expected A1 to P24",
      "4: well: 'a01' is also in line 2, expected each well once",
      "4: 450: '0,5' is no OD, expected a number with a decimal point, overflow, ***** or nothing",
      "4: 620: '1e' is no OD, expected a number, overflow, ***** or nothing",
      "5: 450: 'nan' is no OD, expected a number, overflow, ***** or nothing",
      "5: 620: 'Infinity' is no OD, expected a number, overflow, ***** or nothing",
    ],
  ],
]

describe('a plate file', () => {
  it('gives OD by wavelength and well, in words where there is no number', () => {
    const text = 'well,450,620\nA1,0.123,-0.004\nA2,overflow,*****\nB1,,unread\nb02,1e-2,+.5\n'
    const { format, barcode, od } = readPlateFile(fileWith(text), 'P-1')
    expect({ format, barcode }).toEqual({ format: 96, barcode: 'P-1' })
    expect([...od.keys()]).toEqual([450, 620])
    const told = ['A1', 'A2', 'B1', 'B2'].map((well) => [
      od.get(450)?.get(well),
      od.get(620)?.get(well),
    ])
    expect(told).toEqual([
      [0.123, -0.004],
      ['overflow', 'overflow'],
      ['unread', 'unread'],
      [0.01, 0.5],
    ])
  })

  it('has every well of its format in order; those the file leaves out are unread', () => {
    const wells = readPlateFile(fileWith('well,450\nH12,1\nA1,2\n'), null).od.get(450)
    expect([...(wells?.keys() ?? [])]).toEqual(wellsOf(96))
    expect(wells?.get('D5')).toBe('unread')
  })

  it.each(['I1', 'A13', 'P24'])('has 384 wells when it has %s', (well) => {
    const plate = readPlateFile(fileWith(`well,450\nA1,1\n${well},2\n`), null)
    expect(plate.format).toBe(384)
    expect(plate.od.get(450)?.size).toBe(384)
  })

  it.each(REFUSED)('is refused with %s', (_, text, told) => {
    expect(mistakesOf(text)).toEqual(told)
  })

  it('that does not exist is told so', () => {
    expect(() => readPlateFile('/nowhere.csv', null)).toThrow(/does not exist/)
  })
})
