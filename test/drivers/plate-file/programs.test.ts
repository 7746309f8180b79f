import { describe, expect, it } from 'vitest'

import { heardOf, LETTERS, lines, mistakesIn, NUMBERS, rowOf, wellsIn } from './files.ts'

const PLAIN = { decimal: '.', separator: 'tab', encoding: 'utf-8', subtracted: 'no' }

describe('a report of Gen5', () => {
  const settings = { ...PLAIN, dialect: 'gen5' }
  const results = (label: (nm: number) => string, nms = [450, 630]) =>
    LETTERS.flatMap((letter, row) =>
      nms.map((nm, at) => [at === 0 ? letter : '', ...rowOf(row, at), label(nm)]),
    )
  const report = (rows: readonly (readonly string[])[], kind = 'Absorbance Endpoint') =>
    lines(
      '',
      'Software Version\t3.12.08',
      'Plate Number\tPlate 1',
      'Reader Serial Number:\t123',
      'Read\tabs',
      `\t${kind}`,
      '\tWavelengths:  450, 630',
      '',
      'Results',
      ['', ...NUMBERS],
      ...rows,
      '',
    )

  it('is read with the wavelength that stands behind each row', () => {
    for (const label of [String, (nm: number) => `abs:${nm}`]) {
      const heard = heardOf(settings, report(results(label)))
      expect(mistakesIn(heard)).toEqual([])
      const wells = wellsIn(heard)
      expect(wells).toHaveLength(192)
      expect(wells).toContain('450 H12 0.095')
      expect(wells).toContain('630 A1 1')
    }
  })

  it('may have a step without a name', () => {
    const text = report(results(String)).replace(/Read\tabs\r\n\t/, 'Read\t')
    expect(wellsIn(heardOf(settings, text))).toHaveLength(192)
  })

  it('is read by its labels, in whatever order they come', () => {
    const rows = results(String, [630, 450])
    expect(wellsIn(heardOf(settings, report(rows)))).toContain('630 H12 0.095')
  })

  it('says which reader and plate it is of', () => {
    const [one] = heardOf(settings, report(results(String)))
    expect(one?.kind === 'read' && one.read.extra).toEqual({
      dialect: 'gen5',
      'Plate Number': 'Plate 1',
      'Reader Serial Number': '123',
    })
  })

  it('has OVRFLW, MISSED and ????? for wells without a number', () => {
    const text = report(results(String))
      .replace('0.0000', 'OVRFLW')
      .replace('0.0010', 'MISSED')
      .replace('0.0020', '?????')
    const wells = wellsIn(heardOf(settings, text))
    expect(wells.slice(0, 3)).toEqual(['450 A1 overflow', '450 A2 unread', '450 A3 unread'])
  })

  it('leaves out what is computed', () => {
    const rows = results(String).flatMap((row) =>
      row[0] === '' ? [row, ['', ...NUMBERS, 'Conc']] : [row],
    )
    expect(wellsIn(heardOf(settings, report(rows)))).toHaveLength(192)
    const blanked = results((nm) => `Blank abs:${nm}`)
    expect(mistakesIn(heardOf(settings, report(blanked)))[0]).toMatch(/0 wells have 450 nm/)
  })

  it.each([
    ['no results', lines('Read'), /line 1: no line 'Results'/],
    ['another kind', report(results(String), 'Fluorescence Endpoint'), /no absorbance endpoint/],
    ['two kinds', report(results(String)).replace('Results', 'Start Kinetic\r\nResults'), /alone/],
    ['a row lost', report(results(String).toSpliced(4, 2)), /line 15: row C is expected/],
    ['half a row lost', report(results(String).toSpliced(5, 1)), /84 wells have 630 nm/],
    [
      'a line twice',
      report(results(String).toSpliced(5, 0, ['', ...rowOf(2), '630'])),
      /there twice/,
    ],
    ['a value lost', report(results(String)).replace('\t0.0130', ''), /line 13: 11 values/],
    [
      'a decimal comma',
      report(results(String)).replace('0.0130', '0,0130'),
      /B2: '0,0130' has ','/,
    ],
  ])('is refused with %s', (_, text, why) => {
    const heard = heardOf(settings, text)
    expect(wellsIn(heard)).toEqual([])
    expect(mistakesIn(heard).join()).toMatch(why)
  })
})

describe('an export of SoftMax Pro', () => {
  const settings = { ...PLAIN, dialect: 'softmax', encoding: 'windows-1252' }
  const head = (change: Readonly<Record<number, string>> = {}) =>
    'Plate: Plate1 1.3 PlateFormat Endpoint Absorbance Raw FALSE 1      2 450,650, 1 12 96 1 8'
      .split(' ')
      .map((field) => field.replaceAll(',', ' '))
      .map((field, at) => change[at] ?? field)
  const labels = ['', 'Temperature(\u00b0C)', ...NUMBERS, '', ...NUMBERS]
  const rows = LETTERS.map((_, row) => [
    '',
    row === 0 ? '22.5' : '',
    ...rowOf(row),
    '',
    ...rowOf(row, 1),
  ])
  const block = (change = {}, some: readonly (readonly string[])[] = rows) => [
    head(change),
    labels,
    ...some,
    '',
    '~End',
  ]
  const file = (...blocks: readonly (readonly (string | readonly string[])[])[]) =>
    Uint8Array.from(
      lines(`##BLOCKS= ${blocks.length}`, ...blocks.flat(), 'Original Filename: x'),
      (character) => character.charCodeAt(0),
    )

  it('has its wavelengths side by side, and a temperature', () => {
    const heard = heardOf(settings, file(['Note:', 'anything', '~End'], block()))
    expect(mistakesIn(heard)).toEqual([])
    expect(wellsIn(heard)).toContain('450 H12 0.095')
    expect(wellsIn(heard)).toContain('650 B1 1.012')
    const [one] = heard
    expect(one?.kind === 'read' && one.read.blocks[0]?.temperatureC).toBe(22.5)
  })

  it('gives every plate a place of its own in the file', () => {
    const bytes = file(block(), block({ 1: 'Plate2' }))
    const reads = heardOf(settings, bytes).filter((one) => one.kind === 'read')
    expect(reads.map(({ read }) => read.extra['plate'])).toEqual(['Plate1', 'Plate2'])
    const text = String.fromCharCode(...bytes)
    const first = text.indexOf('~End') + '~End\r\n'.length
    expect(reads.map(({ endsAt }) => endsAt)).toEqual([first, text.lastIndexOf('~End') + 6])
  })

  it('has exponents, and decimal commas where the settings say so', () => {
    const text = rows.map((row) => row.map((field) => field.replace('.', ',')))
    const small = text.with(0, (text[0] ?? []).with(2, '-4,9E-05'))
    const heard = heardOf({ ...settings, decimal: ',' }, file(block({}, small)))
    expect(mistakesIn(heard)).toEqual([])
    expect(wellsIn(heard)[0]).toBe('450 A1 -0.000049')
  })

  it.each([
    ['another program', lines('Hello'), /line 1: expected '##BLOCKS= n'/],
    ['a block lost', lines('##BLOCKS= 2', ...block()), /has 1 blocks, its first line says 2/],
    ['no plate', file(['Note:', '~End']), /has no plate/],
    ['kinetic data', file(block({ 4: 'Kinetic' })), /the read is 'Kinetic', expected 'Endpoint'/],
    ['reduced data', file(block({ 6: 'Reduced' })), /the data is 'Reduced'/],
    ['part of a plate', file(block({ 17: '6' })), /columns is '6', expected '12'/],
    ['a wavelength twice', file(block({ 15: '450 450' })), /a wavelength is there twice/],
    ['a row lost', file(block({}, rows.toSpliced(3, 1))), /row H has not 2 × 12 values/],
    ['a row twice', file(block({}, rows.toSpliced(3, 0, rows[3] ?? []))), /a line too many/],
    [
      'a gap lost',
      file(block({}, rows.with(2, (rows[2] ?? []).toSpliced(14, 1)))),
      /row C has not/,
    ],
    [
      'mixed locales',
      file(block({}, rows.with(2, (rows[2] ?? []).with(5, '0,03')))),
      /line 6: C4: '0,03'/,
    ],
  ])('is refused with %s', (_, text, why) => {
    const heard = heardOf(settings, text)
    expect(wellsIn(heard)).toEqual([])
    expect(mistakesIn(heard).join()).toMatch(why)
  })
})

describe('a French export of SkanIt', () => {
  const settings = {
    ...PLAIN,
    dialect: 'skanit',
    decimal: ',',
    separator: 'semicolon',
    encoding: 'utf-8',
  }
  const rows = LETTERS.map((letter, row) => [letter, ...rowOf(row)].join(';').replaceAll('.', ','))
  const text = (plate = rows) =>
    lines(
      'Résultats de mesure',
      'Session',
      '23/11/2026 09:00:00',
      '',
      'Absorbance 1',
      "Longueur d'onde: 450 nm",
      '',
      'Plaque 1',
      '',
      `Abs;${NUMBERS.join(';')}`,
      ...plate,
      '',
      `Échantillon;${NUMBERS.join(';')}`,
      ...LETTERS.map((letter) => `${letter};${NUMBERS.map(() => 'Blanc1').join(';')}`),
    )

  it('is read at its wavelength, and its samples are left out', () => {
    const heard = heardOf(settings, text())
    expect(mistakesIn(heard)).toEqual([])
    expect(wellsIn(heard)).toHaveLength(96)
    expect(wellsIn(heard)).toContain('450 H12 0.095')
  })

  it.each([
    [
      'another language',
      text().replace('Résultats de mesure', 'Measurement results'),
      /expected 'Rés/,
    ],
    ['a second absorbance', `${text()}Absorbance 1\r\n`, /expected 'Absorbance 1' once/],
    ['no wavelength', text().replace('450 nm', ''), /expected one wavelength/],
    ['a row lost', text(rows.toSpliced(2, 1)), /line 13: row C of the plate is expected/],
    ['a row twice', text(rows.toSpliced(2, 0, rows[1] ?? '')), /line 13: row C of the plate/],
    ['decimal points', text().replace('0,0000', '0.0000'), /A1: '0.0000' has '.' where/],
  ])('is refused with %s', (_, file, why) => {
    const heard = heardOf(settings, file)
    expect(wellsIn(heard)).toEqual([])
    expect(mistakesIn(heard).join()).toMatch(why)
  })
})
