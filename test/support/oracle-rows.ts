import { readFileSync } from 'node:fs'

import { parse } from 'csv-parse/sync'

export type OracleRow = Readonly<Record<string, string>>

/** The rows of one of the project's own answer files, which a script had another program write. */
export function oracleRows(name: string): readonly OracleRow[] {
  const file = new URL(`../oracles/${name}.csv`, import.meta.url)
  const rows: OracleRow[] = parse(readFileSync(file), { columns: true })
  return rows
}

/** A number of a row; throws RangeError when the column has none. */
export function cell(row: OracleRow, column: string): number {
  const text = row[column] ?? ''
  if (text === '') throw new RangeError(`Expected a number in '${column}'.`)
  return Number(text)
}

/** How far two numbers are apart, relative to the second; absolute where that is zero. */
export function apart(actual: number, expected: number): number {
  const distance = Math.abs(actual - expected)
  return expected === 0 ? distance : distance / Math.abs(expected)
}
