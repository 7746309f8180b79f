import { mkdirSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { settingsFrom } from '../../src/settings/settings-source.ts'
import { SOUND, writeConfig } from './config-fixture.ts'

const CSV = `plate,layout,kit_lot,operator,slot,specimen
P-1,small,LOT7,Ann,1,S1
P-1,small,LOT7,Ann,2,Müller
`
const BY_SEMICOLONS = `${SOUND['assayd.yaml']}csv: { separator: ';', decimal: ',' }\n`

/** A configuration whose run sheet `s.csv` can be changed, and what is read from it. */
function bench(main = SOUND['assayd.yaml'] ?? '') {
  const config = writeConfig({ 'assayd.yaml': main })
  const source = settingsFrom(config, ['biotek-elx'])
  const settings = source.load()
  const file = join(dirname(config), 'run-sheets', 's.csv')
  return {
    source,
    config,
    file,
    write: (bytes: string | Uint8Array) => writeFileSync(file, bytes),
    read: () => source.runSheets(settings),
    told: () => source.runSheets(settings).mistakes.map((line) => line.replace(file, 's.csv')),
  }
}

function swapped(bytes: Buffer): Buffer {
  return Buffer.from(bytes).swap16()
}

describe('a run sheet that is read again', () => {
  it('is the same object while the file is unchanged', () => {
    const { write, read } = bench()
    write(CSV)
    const [first] = read().sheets
    expect(first).toBeDefined()
    expect(read().sheets[0]).toBe(first)
  })

  it('is a new one when the file has other text, also of the same size and time', () => {
    const { write, read, file } = bench()
    write(CSV)
    const { atime, mtime } = statSync(file)
    expect(read().sheets[0]?.value.specimens[0]?.specimen).toBe('S1')
    const other = `${file}.tmp~`
    writeFileSync(other, CSV.replace('S1', 'S9'))
    utimesSync(other, atime, mtime)
    renameSync(other, file)
    expect(read().sheets[0]?.value.specimens[0]?.specimen).toBe('S9')
  })

  it('has mistakes while a program still copies it, and none afterwards', () => {
    const { write, read } = bench()
    write(CSV.slice(0, CSV.indexOf('P-1,small,LOT7,Ann,2')))
    expect(read()).toMatchObject({ sheets: [], mistakes: [expect.stringContaining('slot 2 has')] })
    write(CSV)
    expect(read()).toMatchObject({ sheets: [{ value: { plate: 'P-1' } }], mistakes: [] })
  })

  it('is checked anew against settings that are read anew', () => {
    const { write, read, source, config } = bench()
    write(CSV)
    expect(read().mistakes).toEqual([])
    const layout = SOUND['layouts/small.yaml'] ?? ''
    const larger = layout.replace('A2-D2, slots: 2', 'A2-F2, slots: 3')
    writeFileSync(join(dirname(config), 'layouts/small.yaml'), larger)
    expect(source.runSheets(source.load()).mistakes).toEqual([
      expect.stringContaining('slot 3 has no specimen'),
    ])
  })

  it('is the same object also among four hundred', () => {
    const { read, file } = bench()
    mkdirSync(dirname(file), { recursive: true })
    for (let at = 0; at < 400; at += 1)
      writeFileSync(file.replace('s.csv', `${at}.csv`), CSV.replaceAll('P-1', `P-${at}`))
    const first = read().sheets
    const again = read().sheets
    expect(first).toHaveLength(400)
    expect(again.every((sheet, at) => sheet === first[at])).toBe(true)
  })
})

describe('a run sheet of a European spreadsheet', () => {
  it('is separated by the semicolons that the configuration names', () => {
    const { write, read } = bench(BY_SEMICOLONS)
    write(CSV.replaceAll(',', ';').replace('Ann', '"Ann, B."').replace(';Ann;2', ';"Ann, B.";2'))
    expect(read()).toMatchObject({ sheets: [{ value: { operator: 'Ann, B.' } }], mistakes: [] })
  })

  it('is refused with the other separator, and the setting is named', () => {
    const semicolons = bench()
    semicolons.write(CSV.replaceAll(',', ';'))
    expect(semicolons.told()).toEqual([
      expect.stringMatching(/^s.csv:1: .* by ';', expected commas, as csv.separator of .* says$/),
    ])
    const commas = bench(BY_SEMICOLONS)
    commas.write(CSV)
    expect(commas.told()).toEqual([
      expect.stringMatching(/^s.csv:1: .* by commas, expected ';', as csv.separator of .* says$/),
    ])
  })

  it.each([
    ['UTF-16, low byte first', (bytes: Buffer) => bytes],
    ['UTF-16, high byte first', swapped],
  ])('may be %s, with its mark', (_, order) => {
    const { write, read } = bench()
    write(order(Buffer.from(`\uFEFF${CSV}`, 'utf16le')))
    expect(read().mistakes).toEqual([])
    expect(read().sheets[0]?.value.specimens[1]?.specimen).toBe('Müller')
  })

  it.each([
    ['Windows-1252', Buffer.from(CSV, 'latin1')],
    ['UTF-16 without its mark', Buffer.from(CSV, 'utf16le')],
    ['UTF-16 with half a character', Buffer.from(`\uFEFF${CSV}`, 'utf16le').subarray(0, 31)],
    ['UTF-8 with a tail that is not copied yet', Buffer.from(`${CSV}\0\0\0\0`)],
  ])('is never guessed from %s', (_, bytes) => {
    const { write, told } = bench()
    write(bytes)
    expect(told()).toEqual([
      's.csv: is not UTF-8 text, expected UTF-8: save it again as "CSV UTF-8"',
    ])
  })
})

describe('a ragged line', () => {
  it('does not hide the mistakes of the other lines', () => {
    const { write, told } = bench()
    write(`${CSV.replace('Ann,1,S1', 'Ann,9,S1')}P-1,small,LOT7\n`)
    expect(told()).toEqual([
      "s.csv:2: slot: '9' is no slot of 'small', expected 1 to 2",
      "s.csv:4: 'P-1,small,LOT7' has 3 cells, expected 6 as in the header",
    ])
  })

  it('leaves no slot missing, and no sheet empty', () => {
    const { write, told } = bench()
    const ragged = "s.csv:2: 'P-1,small,LOT7' has 3 cells, expected 6 as in the header"
    write(CSV.replace('P-1,small,LOT7,Ann,1,S1', 'P-1,small,LOT7'))
    expect(told()).toEqual([ragged])
    write(`${CSV.split('\n')[0]}\nP-1,small,LOT7\n`)
    expect(told()).toEqual([ragged])
  })
})
