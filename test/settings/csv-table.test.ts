import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { AssaydError } from '../../src/core/errors.ts'
import { readTable } from '../../src/settings/csv-table.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

function fileWith(text: string | Uint8Array): string {
  const file = join(temporaryFolder(), 'table.csv')
  writeFileSync(file, text)
  return file
}

function errorOf(file: string): AssaydError {
  try {
    readTable(file)
  } catch (error) {
    if (error instanceof AssaydError) return error
  }
  throw new TypeError('Expected an AssaydError.')
}

const REFUSED: readonly (readonly [string, string | Uint8Array, readonly string[]])[] = [
  ['an empty file', '', ['1: has no header line, expected column names']],
  ['only empty lines', '\n\n,,\n', ['1: has no header line, expected column names']],
  ['semicolons', 'conc;od\n1;2\n3;4\n', ["1: 'conc;od' is separated by ';', expected commas"]],
  ['tabs', 'conc\tod\n1\t2\n', ["1: 'conc\tod' is separated by tabs, expected commas"]],
  ['bars', 'conc|od\n1|2\n', ["1: 'conc|od' is separated by '|', expected commas"]],
  [
    'semicolons with decimal commas',
    'conc;od\n1;0,2\n',
    ["1: 'conc;od' is separated by ';', expected commas"],
  ],
  [
    'ragged lines, all of them',
    'a,b\n1\n2,3\n4,5,6\n',
    [
      "2: '1' has 1 cells, expected 2 as in the header",
      "4: '4,5,6' has 3 cells, expected 2 as in the header",
    ],
  ],
  [
    'names that are there twice or missing',
    'a,,a\n1,2,3\n',
    [
      "1: column 'a' is there twice, expected each name once",
      '1: column 2 has no name, expected one',
    ],
  ],
  ['an open quote', 'a,b\n1,"2\n', [/is not well-formed CSV: Quote Not Closed/.source]],
  ['text behind a quote', 'a,b\n"1"x,2\n', [/2: is not well-formed CSV: /.source]],
  [
    'bytes that are no text',
    new Uint8Array([97, 0xff, 10]),
    [' is not UTF-8 text, expected UTF-8'],
  ],
]

describe('a table', () => {
  it('is read as text, cell by cell, with the line of each row', () => {
    const file = fileWith('well, 450 ,note\nA1, 0.10 ,"a, ""b"" "\n\nA2,-1,\n,,\nA3,*****,x\n')
    expect(readTable(file)).toEqual({
      file,
      header: ['well', '450', 'note'],
      rows: [
        { line: 2, cells: { well: 'A1', 450: '0.10', note: 'a, "b" ' } },
        { line: 4, cells: { well: 'A2', 450: '-1', note: '' } },
        { line: 6, cells: { well: 'A3', 450: '*****', note: 'x' } },
      ],
    })
  })

  it('may have a byte order mark, Windows line ends, and quoted line breaks', () => {
    const { header, rows } = readTable(fileWith('\uFEFFa,b\r\n"x\r\ny",1\r\n2,3\r\n'))
    expect(header).toEqual(['a', 'b'])
    expect(rows.map(({ line }) => line)).toEqual([2, 4])
    expect(rows[0]?.cells['a']).toBe('x\ny')
  })

  it('may have one column, and no rows', () => {
    expect(readTable(fileWith('od\n0.1\n')).rows).toHaveLength(1)
    expect(readTable(fileWith('conc,od\n')).rows).toEqual([])
  })

  it('takes a column called __proto__ for a name like any other', () => {
    const [row] = readTable(fileWith('__proto__,b\n1,2\n')).rows
    expect(Object.entries(row?.cells ?? {})).toEqual([
      ['__proto__', '1'],
      ['b', '2'],
    ])
  })
})

describe('a file that is no table', () => {
  it.each(REFUSED)('%s', (_, text, told) => {
    const file = fileWith(text)
    const error = errorOf(file)
    expect(error.code).toBe('config-syntax')
    const lines = error.message.split('\n').map((line) => line.replace(`${file}:`, ''))
    expect(lines).toHaveLength(told.length)
    for (const [at, line] of told.entries()) expect(lines[at]).toContain(line)
  })

  it('that does not exist has its own code', () => {
    const error = errorOf('/nowhere/table.csv')
    expect(error.code).toBe('config-missing')
    expect(error.message).toBe('/nowhere/table.csv: does not exist, expected a file')
  })
})
