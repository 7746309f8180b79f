import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'

import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'

import { csvText, textFromNumber } from '../../src/export/csv-text.ts'
import { TABLES, csvExporters } from '../../src/export/csv.ts'
import type { TextDialect } from '../../src/core/text-dialect.ts'
import { sampleExport } from '../support/sample-export.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const ENGLISH: TextDialect = { separator: ',', decimal: '.' }
const CONTINENTAL: TextDialect = { separator: ';', decimal: ',' }
const GOLDEN = join(import.meta.dirname, 'golden')

/** Set to rewrite the expected files from the code; look at the difference before keeping it. */
const REWRITE = process.env['ASSAYD_REWRITE_GOLDENS'] === '1'

async function exported(folder: string, dialect = ENGLISH, plate = 'IL6-07') {
  const [csv] = csvExporters(dialect)
  if (csv === undefined) throw new RangeError('There is a CSV exporter.')
  return csv.write(sampleExport({ plate }), folder)
}

describe('an export', () => {
  it.each([
    ['english', ENGLISH],
    ['continental', CONTINENTAL],
  ] as const)(
    'of the sample plate is byte for byte what is expected: %s',
    async (name, dialect) => {
      const expected = join(GOLDEN, name)
      const files = await exported(REWRITE ? expected : temporaryFolder(), dialect)
      expect(files.map((file) => basename(file))).toStrictEqual([
        'IL6-07_wells.csv',
        'IL6-07_samples.csv',
        'IL6-07_specimens.csv',
        'IL6-07_curve.csv',
        'IL6-07_responses.csv',
      ])
      for (const file of files) {
        const golden = join(expected, basename(file))
        expect(readFileSync(file, 'utf8')).toBe(readFileSync(golden, 'utf8'))
      }
    },
  )

  it('overwrites its files and leaves nothing else behind', async () => {
    const folder = join(temporaryFolder(), 'deep', 'exports')
    await exported(folder)
    const [first] = await exported(folder, CONTINENTAL)
    expect(readFileSync(first ?? '', 'utf8').slice(0, 15)).toBe('plate;analysis;')
    expect(readdirSync(folder)).toHaveLength(TABLES.length)
  })

  it('of many plates at once gives every file whole', async () => {
    const folder = temporaryFolder()
    const plates = Array.from({ length: 12 }, (_, index) => `P-${index % 4}`)
    await Promise.all(plates.map(async (plate) => exported(folder, ENGLISH, plate)))
    expect(readdirSync(folder)).toHaveLength(4 * TABLES.length)
    const golden = readFileSync(join(GOLDEN, 'english', 'IL6-07_wells.csv'), 'utf8')
    const written = readFileSync(join(folder, 'P-3_wells.csv'), 'utf8')
    expect(written).toBe(golden.replaceAll('IL6-07', 'P-3'))
  })

  it('that cannot be written says where, why and what to do, and leaves no piece', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'IL6-07_curve.csv', 'occupied'), { recursive: true })
    await expect(exported(folder)).rejects.toMatchObject({ code: 'export-write' })
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toStrictEqual([])
  })

  it('into a folder that is a file is refused', async () => {
    const folder = join(temporaryFolder(), 'exports')
    writeFileSync(folder, '')
    const failed = exported(folder)
    await expect(failed).rejects.toMatchObject({ code: 'export-write' })
    await expect(failed).rejects.toThrow(folder)
  })

  it('clears away what a dead process left half written, and nothing of the living', async () => {
    const folder = temporaryFolder()
    // Beyond the largest process id Linux gives.
    const [dead, living] = ['.assayd-4194305-1-x.csv.tmp', `.assayd-${process.ppid}-1-x.csv.tmp`]
    writeFileSync(join(folder, dead), 'half')
    writeFileSync(join(folder, living), 'half')
    await exported(folder)
    expect(existsSync(join(folder, dead))).toBe(false)
    expect(existsSync(join(folder, living))).toBe(true)
  })
})

describe('the text', () => {
  const tables = TABLES.map((table) => {
    const input = sampleExport()
    return { suffix: table.suffix, header: table.header(input), rows: table.rows(input) }
  })

  it.each([ENGLISH, CONTINENTAL])('reads back to the same numbers and texts: %o', (dialect) => {
    for (const { header, rows } of tables) {
      const text = csvText(header, rows, dialect)
      const [first, ...read] = parse(text, { delimiter: dialect.separator })
      expect(first).toStrictEqual(header)
      const back = read.map((line, row) =>
        line.map((cell, column) => {
          const original = rows[row]?.[column]
          if (typeof original === 'number') return Number(cell.replace(dialect.decimal, '.'))
          if (original === null) return cell === 'NA' ? null : cell
          return cell.startsWith("'=") ? cell.slice(1) : cell
        }),
      )
      expect(back).toStrictEqual(rows)
    }
  })

  it('has nothing blank where a number belongs, and never NaN, null or undefined', () => {
    for (const { header, rows } of tables) {
      const text = csvText(header, rows, ENGLISH)
      expect(text).not.toMatch(/NaN|Infinity|null|undefined/u)
      expect(text.endsWith('\r\n')).toBe(true)
      expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/u)
    }
  })

  it('disarms formulas in texts and leaves negative numbers alone', () => {
    const row = ['=HYPERLINK("x")', '+1', '-2', '@sum', '\tx', -2, -0.5, 'a-b']
    const text = csvText(
      row.map((_, at) => `c${at}`),
      [row],
      CONTINENTAL,
    )
    const line = text.split('\r\n')[1]
    expect(line).toBe(`"'=HYPERLINK(""x"")";'+1;'-2;'@sum;'\tx;-2;-0,5;a-b`)
  })

  it('quotes separators, quotes and line ends', () => {
    const cells = ['a,b', 'a"b', 'a\nb', 'a\rb', 'a;b', ' a ']
    const text = csvText(['x'], [cells], ENGLISH)
    expect(text).toBe('x\r\n"a,b","a""b","a\nb","a\rb",a;b, a \r\n')
    expect(parse(text, { relax_column_count: true })[1]).toStrictEqual(cells)
  })

  it('writes numbers with the fewest digits that read back the same', () => {
    const numbers = [0.1 + 0.2, 1e-7, 5e-324, 1.797_693_134_862_315_7e308, 600, -0, 123_456_789.5]
    for (const number of numbers) expect(Number(textFromNumber(number, '.'))).toBe(number + 0)
    expect(textFromNumber(1234.5, ',')).toBe('1234,5')
    expect(textFromNumber(1.5e-7, ',')).toBe('1,5e-7')
    expect(() => textFromNumber(Number.NaN, '.')).toThrow(TypeError)
  })
})
