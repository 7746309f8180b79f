import { describe, expect, it } from 'vitest'

import { textTable } from '../../src/cli/text-table.ts'

describe('a table for the terminal', () => {
  it('sets numbers to the right and texts to the left, with a rule below the header', () => {
    const rows = [
      ['Åse', '12.5', '≥ 3'],
      ['KI', '–', '1 … 20'],
    ]
    expect(textTable(['name', 'pg/mL', 'fold'], rows)).toStrictEqual([
      'name  pg/mL    fold',
      '────  ─────  ──────',
      'Åse    12.5     ≥ 3',
      'KI        –  1 … 20',
    ])
  })

  it('cuts the widest texts to the width of the terminal and nothing in a wider one', () => {
    const rows = [['a'.repeat(40), 'b'.repeat(10), '7']]
    const header = ['first', 'second', 'n']
    const [, , row = ''] = textTable(header, rows, 30)
    expect(row).toBe(`${'a'.repeat(15)}…  ${'b'.repeat(8)}…  7`)
    expect(textTable(header, rows, 55)[2]).toHaveLength(55)
    expect(textTable(header, rows, Infinity)[2]).toHaveLength(55)
  })

  it('cuts no number, however narrow the terminal is', () => {
    const rows = [['S1', 'abcdefghijkl', '111.4 … 120.8']]
    const [header, , row] = textTable(['id', 'word', 'what the challenge added'], rows, 20)
    expect(row).toBe('S1  abcde…  111.4 … 120.8')
    expect(header).toBe('id  word    what the cha…')
  })

  it('cuts no time, and a name that the next command is told only when it is long', () => {
    const rows = [['DEMO-0001', '2026-11-28 19:32:33', 'milk-13x3-duplicate']]
    const [, , row] = textTable(['plate', 'read at', 'layout'], rows, 30)
    expect(row).toBe('DEMO-0001  2026-11-28 19:32:33  milk-…')
  })

  it('cuts a long header over short words', () => {
    const [header, , row] = textTable(['id', 'responds', 'what'], [['a', 'yes', 'word']], 14)
    expect([header, row]).toEqual(['id  res…  what', 'a   yes   word'])
  })

  it('stays legible in a terminal that is far too narrow', () => {
    const rows = [['abcdefghij', '123']]
    expect(textTable(['word', 'n'], rows, 3)[2]).toBe('abcdefghij  123')
  })

  it('has a header and a rule when there are no rows', () => {
    expect(textTable(['a', 'bc'], [])).toStrictEqual(['a  bc', '─  ──'])
  })
})
