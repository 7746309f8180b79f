import { createHash } from 'node:crypto'
import { rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { settingsFrom } from '../../src/settings/settings-source.ts'
import { SOUND, writeConfig } from './config-fixture.ts'
import { readSlips, withSlip } from './slips.ts'

const HEADER = 'plate,layout,assay,reader,barcode,kit_lot,operator,slot,specimen,mother,visit,date'
const CSV = `${HEADER}
P-1,small,,left,B-1,LOT7,Ann,2,S2,M2,first,2026-11-23
P-1,small,,left,B-1,LOT7,Ann,1,S1,M1,first,
`
const YAML = `plate: P-2
layout: small
kit_lot: LOT7
operator: Ann
specimens:
  - { slot: 1, specimen: S1, mother: M1, visit: second, date: 2026-11-24 }
  - { slot: 2, specimen: S2 }
`

function sheetsOf(files: Readonly<Record<string, string>>, others: Record<string, string> = {}) {
  const inFolder = Object.entries(files).map(
    ([name, text]) => [`run-sheets/${name}`, text] as const,
  )
  const config = writeConfig({ ...Object.fromEntries(inFolder), ...others })
  const source = settingsFrom(config, ['biotek-elx'])
  const { sheets, mistakes, folder: looked } = source.runSheets(source.load())
  const folder = join(dirname(config), 'run-sheets/')
  const short = (text: string): string => text.replaceAll(folder, '')
  return {
    sheets,
    mistakes: mistakes.map(short),
    looked: looked && { ...looked, unclear: looked.unclear.map(short) },
    volume: statSync(folder).dev,
  }
}

describe('a run sheet', () => {
  it('is read from CSV, slots in order, empty cells as nothing said', () => {
    const { sheets, mistakes } = sheetsOf({ 's.csv': CSV })
    expect(mistakes).toEqual([])
    expect(sheets[0]?.value).toEqual({
      plate: 'P-1',
      layout: 'small',
      assay: null,
      reader: 'left',
      barcode: 'B-1',
      kitLot: 'LOT7',
      operator: 'Ann',
      specimens: [
        { slot: 1, specimen: 'S1', mother: 'M1', visit: 'first', date: '' },
        { slot: 2, specimen: 'S2', mother: 'M2', visit: 'first', date: '2026-11-23' },
      ],
    })
    expect(sheets[0]).toMatchObject({
      text: CSV,
      hash: createHash('sha256').update(CSV).digest('hex'),
    })
  })

  it('may leave out the optional columns', () => {
    const short =
      'slot,specimen,plate,layout,kit_lot,operator\n1,S1,P,small,L,O\n2,S2,P,small,L,O\n'
    const [sheet] = sheetsOf({ 's.csv': short }).sheets
    expect(sheet?.value).toMatchObject({ assay: null, reader: null, barcode: null })
    expect(sheet?.value.specimens[0]).toMatchObject({ mother: '', visit: '', date: '' })
  })

  it('says with a hyphen that a slot is empty', () => {
    const text = 'slot,specimen,plate,layout,kit_lot,operator\n1,S1,P,small,L,O\n2,-,P,small,L,O\n'
    const { sheets, mistakes } = sheetsOf({ 's.csv': text })
    expect(mistakes).toEqual([])
    expect(sheets[0]?.value.specimens.map(({ slot }) => slot)).toEqual([1])
  })

  it('is read from YAML', () => {
    const { sheets, mistakes } = sheetsOf({ 'p.yaml': YAML })
    expect(mistakes).toEqual([])
    expect(sheets[0]?.value).toMatchObject({ plate: 'P-2', barcode: null })
    expect(sheets[0]?.value.specimens).toEqual([
      { slot: 1, specimen: 'S1', mother: 'M1', visit: 'second', date: '2026-11-24' },
      { slot: 2, specimen: 'S2', mother: '', visit: '', date: '' },
    ])
  })

  it('in YAML has its mistakes at their lines too', () => {
    const text = YAML.replace('specimen: S1', 'specimen: 17').replace('slot: 2', 'slot: 1')
    expect(sheetsOf({ 'p.yaml': text.replace('plate:', 'plat:') }).mistakes).toEqual([
      expect.stringMatching(/^p.yaml:1: plate: is missing, expected a plate id/),
      "p.yaml:1: unknown key 'plat', did you mean 'plate'?",
      expect.stringMatching(
        /^p.yaml:6: specimens.0.specimen: '17' is read as a number, .* in quotes$/,
      ),
    ])
  })

  it.each(readSlips('run-sheets/mistakes.yaml'))('is refused with $name', (slip) => {
    const { sheets, mistakes } = sheetsOf({ 's.csv': withSlip(CSV, slip) })
    expect(sheets).toEqual([])
    expect(mistakes).toEqual(slip.told)
  })

  it('must have an assay with as many standards as the layout', () => {
    const three = SOUND['assays/two-standards.yaml']?.replace('two-', 'three-') ?? ''
    const others = { 'assays/three-standards.yaml': three.replace('[100, 0]', '[100, 10, 0]') }
    const text = CSV.replaceAll('small,,', 'small,three-standards,')
    expect(sheetsOf({ 's.csv': text }, others).mistakes).toEqual([
      "s.csv:2: assay: 'three-standards' has 3 standards, expected 2 as in 'small'",
    ])
  })
})

describe('a folder of run sheets', () => {
  it('gives the good sheets beside the mistakes of the others', () => {
    const { sheets, mistakes } = sheetsOf({
      'bad.csv': CSV.replace('Ann,1', 'Ann,9').replaceAll('P-1', 'P-3').replaceAll('B-1', 'B-3'),
      'good.csv': CSV,
      'good.yaml': YAML,
      'book.xlsx': 'PK',
      'Good.XLSX': 'PK, of which good.csv was saved',
      '.~lock.good.csv#': 'x',
      'notes.txt': 'x',
    })
    expect(sheets.map(({ value }) => value.plate)).toEqual(['P-1', 'P-2'])
    expect(mistakes).toEqual([
      'bad.csv:2: slot 1 has no specimen, ' +
        "expected one for each slot of 'small', or - where it is empty",
      "bad.csv:3: slot: '9' is no slot of 'small', expected 1 to 2",
      'book.xlsx: is a spreadsheet, expected a run sheet saved as CSV',
    ])
  })

  it('gives neither of two sheets for one plate or one barcode', () => {
    const { sheets, mistakes } = sheetsOf({
      'a.csv': CSV,
      'b.csv': CSV.replaceAll('B-1', 'B-2'),
      'c.csv': CSV.replaceAll('P-1', 'P-3').replaceAll('B-1', 'B-4'),
      'd.csv': CSV.replaceAll('P-1', 'P-4').replaceAll('B-1', 'B-4'),
      'e.yaml': YAML,
    })
    expect(sheets.map(({ value }) => value.plate)).toEqual(['P-2'])
    expect(mistakes).toEqual([
      "a.csv: plate: 'P-1' is also in b.csv, expected one run sheet a plate",
      "b.csv: plate: 'P-1' is also in a.csv, expected one run sheet a plate",
      "c.csv: barcode: 'B-4' is also in d.csv, expected one run sheet a barcode",
      "d.csv: barcode: 'B-4' is also in c.csv, expected one run sheet a barcode",
    ])
  })

  it('is told apart from files that cannot be taken for one, on the volume of the folder', () => {
    const files = { 'a.csv': CSV, 'b.csv': CSV, 'c.csv': 'plate', 'd.xlsx': '', 'e.txt': '' }
    const { looked, volume } = sheetsOf({ ...files, 'f.yaml': YAML })
    expect(looked).toEqual({ volume, unclear: ['a.csv', 'b.csv', 'c.csv', 'd.xlsx'] })
  })

  it('is read anew each time, and may vanish', () => {
    const config = writeConfig({ 'run-sheets/s.csv': CSV })
    const source = settingsFrom(config, ['biotek-elx'])
    const settings = source.load()
    expect(source.runSheets(settings).sheets).toHaveLength(1)
    rmSync(settings.folders.runSheets, { recursive: true })
    const { sheets, mistakes, folder } = source.runSheets(settings)
    expect([sheets, folder]).toEqual([[], null])
    expect(mistakes).toEqual([
      `${settings.folders.runSheets}: cannot be read (ENOENT), expected a folder`,
    ])
  })
})
