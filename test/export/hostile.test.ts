import { basename, dirname, join, posix, win32 } from 'node:path'

import fc from 'fast-check'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'

import { csvText } from '../../src/export/csv-text.ts'
import { stemFromPlate } from '../../src/export/file-stem.ts'
import { hostile } from '../support/hostile.ts'

const dialect = fc.constantFrom(
  { separator: ',', decimal: '.' } as const,
  { separator: ';', decimal: ',' } as const,
)

describe('A CSV file', () => {
  it('holds no cell that a spreadsheet runs, and loses none', () => {
    fc.assert(
      fc.property(hostile(), hostile(), dialect, (one, other, how) => {
        const text = csvText(['a', 'b'], [[one, other]], how)
        const [, cells = []] = parse(text, { delimiter: how.separator, relax_column_count: false })
        expect(cells).toHaveLength(2)
        for (const [at, cell] of cells.entries()) {
          expect(cell).not.toMatch(/^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/)
          expect(cell.replace(/^'/, '')).toBe([one, other][at]?.replace(/^'/, ''))
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('has every number as it is, the negative ones without a mark', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), dialect, (number, how) => {
        const [, line = ''] = csvText(['a'], [[number]], how).split('\r\n')
        expect(Number(line.replaceAll('"', '').replace(',', '.'))).toBe(number === 0 ? 0 : number)
      }),
      { numRuns: 500 },
    )
  })
})

describe('The name of a file', () => {
  it('is one name in its own folder on every system, whatever the plate is called', () => {
    fc.assert(
      fc.property(hostile(), (plate) => {
        const name = `${stemFromPlate(plate)}-wells.csv`
        expect(dirname(join('/exports', name))).toBe('/exports')
        expect([posix.basename(name), win32.basename(name)]).toEqual([name, name])
        expect(win32.parse(name).root).toBe('')
        expect(name).toMatch(/^[A-Za-z0-9_~-][A-Za-z0-9 ._~-]*$/)
        expect(Buffer.byteLength(name)).toBeLessThan(200)
        expect(basename(name)).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)\./i)
      }),
      { numRuns: 2000 },
    )
  })

  it('is another one for another plate', () => {
    fc.assert(
      fc.property(hostile(), hostile(), (one, other) => {
        fc.pre(one !== other)
        expect(stemFromPlate(one)).not.toBe(stemFromPlate(other))
      }),
      { numRuns: 2000 },
    )
  })
})
