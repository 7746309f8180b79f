import { describe, expect, it } from 'vitest'

import { CONFIRMED, heardOf, inShort, MATRIX, matrixLines, odAt, valuesIn } from './prints.ts'

const printed = (lines: readonly string[], end = '\r\n') => lines.map((line) => line + end).join('')
const WITH_TITLE = ['Plate 7   23.11.26', '', ...matrixLines(), '', 'mean 0.052']

describe('without a confirmed template', () => {
  it.each([
    ['no template', null],
    ['one that nobody confirmed', { ...MATRIX, confirmed: null }],
  ])('a print with %s is one fault with its whole text, and no OD', (_, template) => {
    const text = printed(WITH_TITLE)
    const heard = heardOf(template, text)
    expect(inShort(heard)).toEqual(['print-unconfirmed'])
    const [one] = heard
    expect(one?.kind === 'fault' && String.fromCharCode(...one.fault.bytes)).toBe(text)
  })

  it('a print that the end of the connection cuts off is kept too', () => {
    expect(inShort(heardOf(null, 'half a pr', 'closed'))).toEqual(['print-unconfirmed'])
  })
})

describe('a matrix by rows', () => {
  it('is read with every well in its place, whatever stands around it', () => {
    const heard = heardOf(MATRIX, printed(WITH_TITLE))
    expect(inShort(heard)).toEqual(['read'])
    const values = valuesIn(heard)
    expect(values).toMatchObject({ A1: odAt(0, 0), A12: odAt(0, 11), C7: odAt(2, 6), H12: 0.1 })
    expect(Object.keys(values)).toHaveLength(96)
  })

  it('says who confirmed its template, keeps the characters and has no checksum', () => {
    const [one] = heardOf(MATRIX, printed(WITH_TITLE))
    const read = one?.kind === 'read' ? one.read : undefined
    expect(read?.extra).toMatchObject({ model: 'Test', templateConfirmedBy: 'Test' })
    expect(read?.blocks[0]).toMatchObject({ wavelengthNm: 450, checksum: 'absent' })
    expect(read?.blocks[0]?.wells[0]).toEqual({ well: 'A1', value: 0.005, text: '0.005' })
  })

  it('has negative values and marks', () => {
    const cell = (row: number, column: number) =>
      row === 0 && column === 0 ? '-0.004' : row === 7 && column === 11 ? '*****' : '0.100'
    expect(valuesIn(heardOf(MATRIX, printed(matrixLines(cell))))).toMatchObject({
      A1: -0.004,
      A2: 0.1,
      H12: 'overflow',
    })
  })

  const damage = (change: (lines: string[]) => void) => {
    const lines = [...matrixLines()]
    change(lines)
    return inShort(heardOf(MATRIX, printed(['title', ...lines, 'end'])))
  }

  it.each<[string, (lines: string[]) => void]>([
    ['a row is lost', (lines) => void lines.splice(3, 1)],
    ['a row comes twice', (lines) => void lines.splice(3, 0, lines[3] ?? '')],
    ['two rows change places', (lines) => void lines.splice(3, 2, lines[4] ?? '', lines[3] ?? '')],
    ['the labels above are lost', (lines) => void lines.splice(0, 1)],
    ['a value is lost', (lines) => void (lines[2] = lines[2]?.replace('0.020', '     ') ?? '')],
    ['a value comes twice', (lines) => void (lines[2] += ' 0.020')],
    ['a digit is lost', (lines) => void (lines[2] = lines[2]?.replace('0.020', '0.02') ?? '')],
    ['a digit is doubled', (lines) => void (lines[2] = lines[2]?.replace('0.020', '00.020') ?? '')],
    ['a mark is unknown', (lines) => void (lines[2] = lines[2]?.replace('0.020', 'OVER') ?? '')],
    ['a decimal comma is mixed in', (lines) => void (lines[2] = lines[2]?.replace('.', ',') ?? '')],
    ['something stands between the rows', (lines) => void lines.splice(3, 0, 'paper out')],
    ['a row follows the plate', (lines) => void lines.push(lines[8] ?? '')],
  ])('is void when %s', (_, change) => {
    expect(damage(change)).toEqual(['reader-malformed'])
  })

  it('is half a print when it stops, in a line or between two', () => {
    const whole = printed(matrixLines())
    expect(inShort(heardOf(MATRIX, whole.slice(0, 300)))).toEqual(['reader-silent'])
    expect(inShort(heardOf(MATRIX, whole.slice(0, -4), 'closed'))).toEqual(['port-lost'])
    expect(inShort(heardOf(MATRIX, printed(matrixLines().slice(0, 5))))).toEqual(['reader-silent'])
  })

  it('is read when it is whole and the connection ends before the pause does', () => {
    expect(inShort(heardOf(MATRIX, printed(matrixLines()), 'closed'))).toEqual(['read'])
  })

  it('is void when a text of an error comes, before the plate or behind it', () => {
    const template = { ...MATRIX, error_texts: ['LAMP'] }
    for (const lines of [
      ['LAMP LOW', ...matrixLines()],
      [...matrixLines(), 'LAMP LOW'],
    ]) {
      expect(inShort(heardOf(template, printed(lines)))).toEqual(['reader-status'])
    }
  })

  it('of other line ends than its template is no plate', () => {
    expect(inShort(heardOf(MATRIX, printed(matrixLines(), '\n')))).not.toContain('read')
  })
})

describe('the end of a plate', () => {
  const ended = { ...MATRIX, end_text: '-- end --' }

  it('comes at once with its text, so that the next may follow without a pause', () => {
    const plate = printed([...matrixLines(), '-- end --'])
    expect(inShort(heardOf(ended, plate + plate))).toEqual(['read', 'read'])
    expect(inShort(heardOf(ended, printed(['x', '-- end --']) + plate))).toEqual(['read'])
  })

  it('is missed when the text does not come, and untimely when it comes too early', () => {
    expect(inShort(heardOf(ended, printed(matrixLines())))).toEqual(['reader-silent'])
    const early = printed([...matrixLines().slice(0, 5), '-- end --'])
    expect(inShort(heardOf(ended, early))).toEqual(['reader-malformed'])
  })

  it('lets the plate behind a damaged one be read', () => {
    const bad = printed([...matrixLines().slice(0, 5), 'x', '-- end --'])
    const good = printed([...matrixLines(), '-- end --'])
    expect(inShort(heardOf(ended, bad + good))).toEqual(['reader-malformed', 'read'])
  })
})

describe('wavelengths', () => {
  const named = { ...MATRIX, blocks: 2, wavelengths_nm: null, heading: 'Filter {nm} nm' }
  const plate = (first: string, second: string) => {
    return printed([first, ...matrixLines(), '', second, ...matrixLines()])
  }

  it('come from the lines that name them', () => {
    const [one] = heardOf(named, plate('Filter   405 nm', 'Filter 620 nm'))
    const blocks = one?.kind === 'read' ? one.read.blocks : []
    expect(blocks.map(({ wavelengthNm }) => wavelengthNm)).toEqual([405, 620])
  })

  it.each([
    ['is not named', 'Filter 405 nm', 'Filter'],
    ['is named twice', 'Filter 405 nm', 'Filter 405 nm'],
    ['is none', 'Filter 405 nm', 'Filter 062 nm'],
  ])('void the print when one %s', (_, first, second) => {
    expect(inShort(heardOf(named, plate(first, second)))).toEqual(['reader-malformed'])
  })

  it('that the reader took off are named as its reference', () => {
    const difference = {
      ...MATRIX,
      wavelengths_nm: null,
      heading: 'M{nm} R{reference}',
      subtracted: 'by-reader',
    }
    const [one] = heardOf(difference, printed(['M450 R630', ...matrixLines()]))
    expect(one?.kind === 'read' && one.read.blocks[0]).toMatchObject({
      wavelengthNm: 450,
      referenceNm: 630,
      subtractedByInstrument: true,
    })
  })
})

describe('a matrix without any label', () => {
  const bare = { ...MATRIX, header: 'absent', labels: 'absent' }
  const rows = matrixLines()
    .slice(1)
    .map((line) => line.slice(1))

  it('is read by count', () => {
    expect(valuesIn(heardOf(bare, printed(rows)))).toMatchObject({ A1: 0.005, H12: 0.1 })
  })

  it('is void when a row comes twice, although eight of them are a plate', () => {
    const twice = [...rows.slice(0, 3), ...rows.slice(2)]
    expect(inShort(heardOf(bare, printed(twice)))).toEqual(['reader-malformed'])
  })

  it('is void when half a line without an end stands behind it', () => {
    const pushedOut = `${printed([...rows.slice(0, 3), rows[2] ?? '', ...rows.slice(3, 7)])}0.0`
    expect(inShort(heardOf(bare, pushedOut))).toEqual(['reader-silent'])
    expect(inShort(heardOf(bare, pushedOut, 'closed'))).toEqual(['port-lost'])
  })
})

describe('a list', () => {
  const list = {
    style: 'list',
    order: 'by-column',
    fields: 3,
    value_field: 3,
    separator: 'semicolon',
    decimal: ',',
    decimals: 2,
    leading_zero: 'absent',
    line_end: 'lf',
    wavelengths_nm: [492],
    subtracted: 'unknown',
    confirmed: CONFIRMED,
  }
  const lines = Array.from({ length: 96 }, (_, index) => {
    const well = `${'ABCDEFGH'[index % 8]}${Math.floor(index / 8) + 1}`
    return `${well}; S${index + 1}; ,${String(index).padStart(2, '0')}`
  })

  it('runs as its order says, and its wells are sorted by row', () => {
    const heard = heardOf(list, printed(lines, '\n'))
    expect(valuesIn(heard)).toMatchObject({ A1: 0, B1: 0.01, A2: 0.08, H12: 0.95 })
    const [one] = heard
    const wells = one?.kind === 'read' ? one.read.blocks[0]?.wells.map(({ well }) => well) : []
    expect(wells?.slice(0, 3)).toEqual(['A1', 'A2', 'A3'])
  })

  it('is void when a line is lost or a name is another', () => {
    const lost = lines.filter((_, index) => index !== 40)
    expect(inShort(heardOf(list, printed(lost, '\n')))).toEqual(['reader-malformed'])
    const renamed = lines.map((line) => line.replace('C7;', 'C1;'))
    expect(inShort(heardOf(list, printed(renamed, '\n')))).toEqual(['reader-malformed'])
  })
})

it('columns that are not printed have no wells', () => {
  const strips = { ...MATRIX, header: 'absent', first_column: 3, last_column: 4 }
  const lines = 'ABCDEFGH'.split('').map((letter, row) => `${letter} 0.${row}01 0.${row}02`)
  const values = valuesIn(heardOf(strips, printed(lines)))
  expect(Object.keys(values)).toHaveLength(16)
  expect(values).toMatchObject({ A3: 0.001, A4: 0.002, H4: 0.702 })
})
