import { existsSync, readFileSync } from 'node:fs'

import { describe, expect, it } from 'vitest'

import { loadDrivers } from '../../src/registry.ts'

const found = await loadDrivers(new URL('../../drivers/', import.meta.url))
const text = readFileSync(new URL('../../drivers/VECTORS.md', import.meta.url), 'utf8')

/** Drivers of whose readers no byte is public. */
const WITHOUT_VECTORS = new Set(['print-capture'])

interface Row {
  readonly driver: string
  readonly what: string
  readonly kind: string
  readonly file: string
  readonly piece: string
}

/** `\|` in a table stands for a bar. */
function cellsOf(line: string): readonly string[] {
  return line
    .replaceAll('\\|', '\0')
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.replaceAll('\0', '|').replace(/^ /, '').replace(/ $/, ''))
}

const rows = text.split(/^## /m).flatMap((section): Row[] => {
  const [driver = '', ...lines] = section.split('\n')
  return lines
    .filter((line) => line.startsWith('|') && !/^\|(?:---| what )/.test(line))
    .map(cellsOf)
    .map(([what = '', kind = '', file = '', piece = '']) => ({ driver, what, kind, file, piece }))
})

describe('the list of byte sequences', () => {
  it('has some for every driver of whose readers bytes are public', () => {
    const listed = new Set(rows.map(({ driver }) => driver))
    const expected = [...found.drivers.keys()].filter((id) => !WITHOUT_VECTORS.has(id))
    expect([...listed].toSorted()).toEqual(expected.toSorted())
  })

  it.each(rows.map((row) => [`${row.driver}: ${row.what}`, row] as const))('%s', (_, row) => {
    expect(['vendor', 'recorded', 'published', 'derived']).toContain(row.kind)
    const file = new URL(row.file, import.meta.url)
    expect(existsSync(file), row.file).toBe(true)
    const piece = /^`(.+)`$/.exec(row.piece)?.[1]
    expect(readFileSync(file, 'utf8')).toContain(piece ?? 'a piece between backquotes')
  })
})
