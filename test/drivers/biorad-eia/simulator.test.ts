import { describe, expect, it } from 'vitest'

import { SCHEMA } from '../../../drivers/biorad-eia/settings.ts'
import { simulator } from '../../../drivers/biorad-eia/simulator.ts'
import type { Emission, SimulatedPlate, SimulatedReader } from '../../../src/driver-kit.ts'
import { wellsOf, bytesFromText, textFromBytes } from '../../../src/driver-kit.ts'
import { answer, block, ROW_550, ROW_680, SETTINGS_550, talk } from './talk.ts'

/** The plate of the manuals' sample rows: 0.101 to 0.112 in every row, at one wavelength or two. */
function samplePlate(wavelengthsNm: readonly number[], isDark: boolean): SimulatedPlate {
  const valueAt = (column: number) =>
    isDark && column === 11 ? ('overflow' as const) : (101 + column) / 1000
  const wells = new Map(wellsOf(96).map((well, index) => [well, valueAt(index % 12)]))
  return { format: 96, barcode: null, od: new Map(wavelengthsNm.map((each) => [each, wells])) }
}

function reader(settings?: unknown, wavelengthsNm = [450], fault: string | null = null) {
  const isDark = settings === undefined
  const nextPlate = (): SimulatedPlate => samplePlate(wavelengthsNm, isDark)
  return simulator.create({ nextPlate, fault, seed: 1, settings })
}

const textOf = (emissions: readonly Emission[]): string =>
  emissions.map(({ bytes }) => textFromBytes(bytes)).join('')
const said = (to: SimulatedReader, command: string): string =>
  textOf(to.hear(bytesFromText(`EIA.READER ${command}\r`)))
const lines = (...all: readonly string[]): string => all.map((line) => `${line}\r`).join('')

describe('the simulated 680', () => {
  it('refuses every command before AQ with 8073, and after RL again', () => {
    const one = reader()
    expect(said(one, 'ID')).toBe('ERE 8073\r')
    expect(said(one, 'RPLATE 2 0 L 1')).toBe('ERE 8073\r')
    expect(said(one, 'aq')).toBe('ERE 0000\r')
    expect(said(one, 'ID')).toBe('ERE 0000 Model 680\r')
    expect(said(one, 'RL')).toBe('ERE 0000\r')
    expect(said(one, 'FSTATUS')).toBe('ERE 8073\r')
  })

  it('tells its filters by position', () => {
    const one = reader()
    said(one, 'AQ')
    expect(said(one, 'FSTATUS')).toBe('ERE 0000 405 450 490 655 *** *** *** ***\r')
  })

  it('gives the sample row of the manual, and again', () => {
    const one = reader()
    said(one, 'AQ')
    const text = said(one, 'RPLATE 2 0 L 2')
    const [title, time, ...rest] = text.split('\r')
    expect(title).toBe('ERE 0000 BIO-RAD Model 680 Microplate READER')
    expect(time).toMatch(/^\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d$/)
    expect(rest).toEqual(['Mes. filter:450', ...block(ROW_680), ''])
    expect(said(one, 'RTPLATE')).toBe(text)
  })

  it('gives what the driver understands as a stored plate', () => {
    const one = reader(undefined, [450, 655])
    said(one, 'AQ')
    said(one, 'RPLATE 2 0 L 2 4')
    const stored = said(one, 'URPD 0 1 1')
    const line = talk().sent('URPD 0 1 1').received(stored.slice(0, -1))
    const [read] = line.reads()
    expect(line.faults()).toEqual([])
    expect(read?.extra).toMatchObject({ origin: 'stored-plate', memory: '1', kit: 'SIMULATED' })
    expect(read?.blocks).toMatchObject([
      { wavelengthNm: 450, checksum: 'absent' },
      { wavelengthNm: 655, checksum: 'absent' },
    ])
    expect(read?.blocks[1]?.wells[1]).toEqual({ well: 'A2', value: 0.102, text: '0.102' })
    const short = talk().sent('URPD 0 1 1').received(stored.slice(0, -1).replace('0.105,', ''))
    short.silence()
    expect(short.reads()).toEqual([])
    expect(short.faults()).toMatchObject([{ code: 'reader-silent' }])
  })

  it('says nothing when START is pressed', () => {
    expect(reader().pressStart?.()).toEqual([])
  })
})

describe('the simulated 550', () => {
  it('says who it is, and gives the sample row of the manual', () => {
    const one = reader(SETTINGS_550)
    expect(said(one, 'ID')).toBe('ERE 0000 0550\r')
    const data = ['BIO-RAD MODEL 550 READER', 'Mes. filter:2', ...block(ROW_550)]
    expect(said(one, 'RPLATE 0 2')).toBe(lines(...answer(data)))
    expect(textOf(one.pressStart?.() ?? [])).toBe(lines(...data))
  })

  it('pushes measurement less reference, but gives both when told', () => {
    const one = reader(SETTINGS_550, [450, 655])
    const head = ['BIO-RAD MODEL 550 READER', 'Mes. filter:2', 'Ref. filter:4']
    const zeros = ' 0.000'.repeat(12)
    expect(textOf(one.pressStart?.() ?? [])).toBe(lines(...head, ...block(zeros)))
    const both = answer([...head, ...block(ROW_550), ...block(ROW_550)])
    expect(said(one, 'RPLATE 0 2 4')).toBe(lines(...both))
  })

  it('pushes nothing under remote control', () => {
    const one = reader(SETTINGS_550)
    said(one, 'AQ')
    expect(one.pressStart?.()).toEqual([])
  })
})

describe('the settings', () => {
  it('must tell the filters of a 550, and nothing it cannot do', () => {
    const wrong = [
      { model: '550' },
      { ...SETTINGS_550, mixSeconds: 10 },
      { ...SETTINGS_550, plate: 'stored-plate' },
      { filter: [405] },
    ]
    for (const each of wrong) expect(SCHEMA.safeParse(each).success).toBe(false)
    expect(SCHEMA.safeParse(SETTINGS_550).success).toBe(true)
    expect(SCHEMA.parse(undefined)).toMatchObject({ model: '680', checksum: 'find-out' })
  })
})
