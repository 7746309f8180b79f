import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'

import { temporaryFolder } from '../support/temporary-folder.ts'

const ROOT = join(import.meta.dirname, '../..')
const COMMITTED = join(ROOT, 'test/oracles')
const NO_R = spawnSync('Rscript', ['--version']).error !== undefined

/**
 * How far a number may be from the committed one, relative to it or to one, whichever is more
 * lenient near zero. R's nls stops by the sum of squares, which holds its parameters to about 1e-8;
 * everything else is a matter of the mathematics library alone.
 */
const FITS = { relative: 5e-8, absolute: 0 }
const OTHERS = { relative: 1e-11, absolute: 1e-11 }
/** Residuals of a polish are differences of numbers near one. */
const NEAR_ZERO = new Set(['median-polish.csv', 'median-polish-effects.csv'])

function cellsOf(folder: string, name: string): readonly (readonly string[])[] {
  return parse(readFileSync(join(folder, name), 'utf8'))
}

function csvIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.csv'))
    .toSorted()
}

/** Cells that are not the same, as `row column: written anew, committed`. */
function differences(name: string, folder: string): readonly string[] {
  const [anew, committed] = [cellsOf(folder, name), cellsOf(COMMITTED, name)]
  expect([name, anew.length]).toEqual([name, committed.length])
  return anew.flatMap((row, line) =>
    row.flatMap((cell, column) => {
      const other = committed[line]?.[column] ?? ''
      return isSame(cell, other, name) ? [] : [`${line + 1} ${column + 1}: ${cell}, ${other}`]
    }),
  )
}

function isSame(cell: string, other: string, name: string): boolean {
  if (cell === other) return true
  const [value, expected] = [Number(cell), Number(other)]
  const { relative, absolute } = name.startsWith('dnase') ? FITS : OTHERS
  const floor = NEAR_ZERO.has(name) ? absolute : 0
  return Math.abs(value - expected) <= Math.max(floor, relative * Math.abs(expected))
}

describe('The answers of R', () => {
  it.skipIf(NO_R)(
    'are written anew by R itself, all of them (skipped without Rscript)',
    () => {
      const folder = temporaryFolder()
      execFileSync('Rscript', [join(ROOT, 'scripts/oracles.R'), folder], { stdio: 'pipe' })
      expect(csvIn(folder)).toEqual(csvIn(COMMITTED))
      for (const name of csvIn(folder)) {
        expect([name, ...differences(name, folder)]).toEqual([name])
      }
    },
    180_000,
  )

  it('are compared number by number', () => {
    expect(isSame('0.5', '0.50000000001', 'f-cdf.csv')).toBe(false)
    expect(isSame('0.5', '0.500000000001', 'f-cdf.csv')).toBe(true)
    expect(isSame('1e-13', '2e-13', 'f-cdf.csv')).toBe(false)
    expect(isSame('1e-13', '2e-13', 'median-polish.csv')).toBe(true)
    expect(isSame('1.0000001', '1', 'dnase-run-1-fits.csv')).toBe(false)
    expect(isSame('1.00000001', '1', 'dnase-run-1-fits.csv')).toBe(true)
    expect(isSame('', '1', 'robust.csv')).toBe(false)
    expect(isSame('A', 'B', 'dnase-run-1-fits.csv')).toBe(false)
  })
})
