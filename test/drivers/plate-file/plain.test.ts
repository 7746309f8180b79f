import { describe, expect, it } from 'vitest'

import { driver } from '../../../drivers/plate-file/driver.ts'
import { heardOf, LETTERS, lines, mistakesIn, NUMBERS, rowOf, wellsIn } from './files.ts'

const TIDY = {
  dialect: 'tidy',
  decimal: '.',
  separator: 'comma',
  encoding: 'utf-8',
  subtracted: 'no',
  overflow: ['OVER'],
}
const WELLS = LETTERS.flatMap((letter) => NUMBERS.map((number) => `${letter}${number}`))
const tidy = WELLS.map((well, at) => `${well},${(at / 1000).toFixed(3)},0.040`)

describe('tidy CSV', () => {
  it('has its wells in any order, and marks', () => {
    const text = lines('well,450,630', ...tidy.toReversed()).replace('0.095', 'OVER')
    const wells = wellsIn(heardOf(TIDY, text))
    expect(wells[0]).toBe('450 A1 0')
    expect(wells[95]).toBe('450 H12 overflow')
    expect(wells).toHaveLength(192)
  })

  it('may have several plates, each with its name and its place', () => {
    const both = ['x', 'y'].flatMap((name) => tidy.map((line) => `${name},${line}`))
    const reads = heardOf(TIDY, lines('plate,well,450,630', ...both)).filter(
      (one) => one.kind === 'read',
    )
    expect(reads.map(({ read }) => read.extra['plate'])).toEqual(['x', 'y'])
    expect(new Set(reads.map(({ endsAt }) => endsAt)).size).toBe(2)
  })

  it('may be quoted, and begin with the mark of its encoding', () => {
    const text = `\ufeff${lines('"well","450","630"', ...tidy)}`
    expect(wellsIn(heardOf(TIDY, text))).toHaveLength(192)
  })

  it.each([
    [
      'no well',
      lines('row,450'),
      /line 1: 'row' is no column that is known; line 1: the column 'well'/,
    ],
    ['no wavelength', lines('well'), /no column is a wavelength/],
    ['a column twice', lines('well,450,450'), /a column is there twice/],
    ['nothing below', lines('well,450'), /no well follows/],
    [
      'a well twice',
      lines('well,450,630', ...tidy, 'A1,1,1'),
      /line 98: the well A1 is there twice/,
    ],
    ['a well lost', lines('well,450,630', ...tidy.toSpliced(4, 1)), /1 wells are missing: A5/],
    ['a strange well', lines('well,450,630', ...tidy.with(2, 'I3,1,1')), /line 4: 'I3' is no well/],
    ['a field too many', lines('well,450,630', ...tidy.with(2, 'A3,1,1,1')), /line 4: 4 fields/],
    ['an empty field', lines('well,450,630', ...tidy.with(2, 'A3,,1')), /A3: a well has no value/],
    ['a word', lines('well,450,630', ...tidy.with(2, 'A3,high,1')), /A3: 'high' is no number/],
    ['a concentration', lines('well,450,630', ...tidy.with(2, 'A3,2595.3,1')), /'2595.3' is no OD/],
  ])('is refused with %s', (_, text, why) => {
    const heard = heardOf(TIDY, text)
    expect(wellsIn(heard)).toEqual([])
    expect(mistakesIn(heard).join()).toMatch(why)
  })

  it('tells every mistake at once, the first ten in words', () => {
    const text = lines('well,450,630', ...tidy.map((line) => line.replace('0.040', 'x')))
    const [message] = mistakesIn(heardOf(TIDY, text))
    expect(message).toMatch(/line 2: A1.*line 11: A10.*; and 86 more mistakes\.$/)
  })
})

describe('a plate that was read in part', () => {
  const partial = { ...TIDY, partial: 'yes' }
  const some = WELLS.map((well, at) => (at < 24 ? `${well},0.100,0.040` : `${well},,`))

  it('has empty fields for the wells that were not read', () => {
    const wells = wellsIn(heardOf(partial, lines('well,450,630', ...some)))
    expect(wells).toHaveLength(192)
    expect(wells).toContain('450 B12 0.1')
    expect(wells).toContain('630 C1 unread')
  })

  it('may be a matrix', () => {
    const settings = {
      ...partial,
      dialect: 'matrix',
      separator: 'semicolon',
      wavelengths_nm: [450],
    }
    const rows = LETTERS.map((letter, row) => [
      letter,
      ...NUMBERS.map((_, column) => (row < 2 && column < 3 ? '0.5' : '')),
    ])
    const text = lines(...[['', ...NUMBERS], ...rows].map((row) => row.join(';')))
    const wells = wellsIn(heardOf(settings, text))
    expect(wells.filter((one) => one.endsWith(' 0.5'))).toEqual(
      ['A1', 'A2', 'A3', 'B1', 'B2', 'B3'].map((well) => `450 ${well} 0.5`),
    )
    expect(wells).toHaveLength(96)
  })

  it.each([
    ['a well that is not even named', lines('well,450,630', ...some.toSpliced(40, 1)), /D5/],
    [
      'an end that is missing',
      lines('well,450,630', ...tidy).slice(0, -7),
      /line 97: the last line/,
    ],
    [
      'no value at all',
      lines('well,450', ...WELLS.map((well) => `${well},`)),
      /no well has a value/,
    ],
  ])('is refused with %s', (_, text, why) => {
    const heard = heardOf(partial, text)
    expect(wellsIn(heard)).toEqual([])
    expect(mistakesIn(heard).join()).toMatch(why)
  })

  it('is known in the plain forms alone', () => {
    const { schema } = driver.settings ?? {}
    const of = (dialect: string) => schema?.safeParse({ ...partial, dialect }).success
    expect(['tidy', 'gen5', 'softmax', 'skanit'].map(of)).toEqual([true, false, false, false])
  })
})

describe('a workbook', () => {
  it.each([
    ['xlsx', [0x50, 0x4b, 0x03, 0x04, 0x14]],
    ['xls', [0xd0, 0xcf, 0x11, 0xe0, 0xa1]],
  ])('(.%s) is refused, and told from broken text', (_, bytes) => {
    const [message] = mistakesIn(heardOf(TIDY, Uint8Array.from(bytes)))
    expect(message).toMatch(/it is a workbook .* Magellan .* dialect 'matrix' or 'tidy'/)
  })
})

describe('a plain matrix', () => {
  const settings = { ...TIDY, dialect: 'matrix', separator: 'tab', wavelengths_nm: [450, 630] }
  const block = (plus: number) => [
    ['', ...NUMBERS],
    ...LETTERS.map((letter, row) => [letter, ...rowOf(row, plus)]),
  ]

  it('is read once for each wavelength', () => {
    const heard = heardOf(settings, lines(...block(0), '', ...block(1)))
    expect(mistakesIn(heard)).toEqual([])
    expect(wellsIn(heard)).toContain('630 H12 1.095')
  })

  it.each([
    ['a matrix too few', lines(...block(0)), /has 1 matrices, expected 2/],
    ['a title', lines('OD', ...block(0), ...block(1)), /line 1: expected a line of column numbers/],
    ['a row lost', lines(...block(0).toSpliced(3, 1), ...block(1)), /line 4: row C/],
    ['a value too many', lines([...(block(0)[0] ?? [])], ['A', ...rowOf(0), '1']), /13 values/],
  ])('is refused with %s', (_, text, why) => {
    expect(mistakesIn(heardOf(settings, text)).join()).toMatch(why)
  })
})

describe('encodings', () => {
  it('that do not fit are told', () => {
    const latin = Uint8Array.from('well,450\u00b0', (character) => character.charCodeAt(0))
    expect(mistakesIn(heardOf(TIDY, latin)).join()).toMatch(/no text in utf-8/)
    const wide = { ...TIDY, encoding: 'utf-16le' }
    expect(mistakesIn(heardOf(wide, Uint8Array.of(65, 0, 66))).join()).toMatch(
      /no text in utf-16le/,
    )
    expect(mistakesIn(heardOf(TIDY, 'well\n\0')).join()).toMatch(/line 2: .*control characters/)
  })

  it('say nothing of an empty file', () => {
    expect(heardOf(TIDY, '')).toEqual([])
  })
})

describe('the settings', () => {
  const mistakes = (change: object) =>
    driver.settings?.schema
      .safeParse({ ...TIDY, ...change })
      .error?.issues.map(({ path }) => path[0])

  it.each([
    ['no dialect', { dialect: undefined }, 'dialect'],
    ['one that is not known', { dialect: 'magellan' }, 'dialect'],
    ['commas twice', { decimal: ',' }, 'decimal'],
    ['a matrix without wavelengths', { dialect: 'matrix' }, 'wavelengths_nm'],
    ['wavelengths that the file has', { wavelengths_nm: [450] }, 'wavelengths_nm'],
    ['an unnamed reference', { subtracted: 'by-reader' }, 'reference_nm'],
    ['nothing of a reference', { subtracted: undefined }, 'subtracted'],
  ])('are refused with %s', (_, change, field) => {
    expect(mistakes(change)).toContain(field)
  })
})
