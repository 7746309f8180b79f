import { describe, expect, it } from 'vitest'

import { createDecoder } from '../../../drivers/diy-csv/decoder.ts'
import { commandBytes, dialectOf } from '../../../drivers/diy-csv/dialects.ts'
import { type DiySettings, schema } from '../../../drivers/diy-csv/settings.ts'
import { simulator } from '../../../drivers/diy-csv/simulator.ts'
import { type Fault, type Heard, type PlateRead, bytesFromText } from '../../../src/driver-kit.ts'
import { flatPlate } from '../biotek-elx/plates.ts'

const light = { fullScale: 4095, blank: 1000, dark: 0 }

interface Talk {
  readonly reads: readonly PlateRead[]
  readonly faults: readonly Fault[]
  readonly outcome: string | undefined
}

/** The start command, an answer, and a silence, or the end of the connection. */
function answered(
  told: Partial<DiySettings> | object,
  text: string,
  end: 'silence' | 'closed' = 'silence',
): Talk {
  const settings = schema.parse({ wavelengthNm: 450, light, ...told })
  const dialect = dialectOf(settings)
  const decoder = createDecoder(settings, dialect)
  const heard: Heard[] = [...decoder.sent(commandBytes(dialect.start ?? '', dialect))]
  for (const byte of bytesFromText(text)) heard.push(...decoder.received(byte))
  heard.push(...decoder[end]())
  const [reply] = heard.flatMap((one) => (one.kind === 'reply' ? [one.reply] : []))
  return {
    reads: heard.flatMap((one) => (one.kind === 'read' ? [one.read] : [])),
    faults: heard.flatMap((one) => (one.kind === 'fault' ? [one.fault] : [])),
    outcome: reply?.outcome,
  }
}

const numbers = Array.from({ length: 96 }, (_, index) => 100 + index)
const count = ({ reads }: Talk, well: string) =>
  reads[0]?.blocks[0]?.wells.find((one) => one.well === well)?.text

// Firmware: for row 0..11, for col 0..7, println of '@scan_well row col count'.
const ubc = numbers.map((one, at) => `@scan_well ${Math.floor(at / 8)} ${at % 8} ${one}\r\n`)
// Firmware: for each of 12 columns, for each of 8 rows, println of the count.
const opspec = numbers.map((one) => `${one}\r\n`)
// Firmware: println of the command; print 'READ ASSAY'; println; counts with commas, '$'; println.
const miriam = `R\r\nREAD ASSAY\r\n${numbers.map((one) => `${one},`).join('')}$\r\n`

describe('the lines of published firmware', () => {
  it('of the UBC reader are a column and a row, and a count', () => {
    const one = answered({ reader: 'ubc-capstone' }, ubc.join(''))
    expect(one.outcome).toBe('answered')
    expect(['A1', 'B1', 'A2', 'H12'].map((well) => count(one, well))).toEqual([
      '100',
      '101',
      '108',
      '195',
    ])
  })

  it('of OPSpec go down the columns', () => {
    const one = answered({ reader: 'opspec' }, opspec.join(''))
    expect(['A1', 'B1', 'A2', 'H12'].map((well) => count(one, well))).toEqual([
      '100',
      '101',
      '108',
      '195',
    ])
  })

  it('of Miriam go along the rows, behind its echo', () => {
    const one = answered({ reader: 'miriam' }, miriam)
    expect(['A1', 'A2', 'B1', 'H12'].map((well) => count(one, well))).toEqual([
      '100',
      '101',
      '112',
      '195',
    ])
  })

  it('come out of the simulators alike', () => {
    const said = (reader: string, start: string): string => {
      const settings = { reader, wavelengthNm: 450, light: { ...light, blank: 3600, dark: 40 } }
      const nextPlate = () => flatPlate(0)
      const one = simulator.create({ nextPlate, fault: null, seed: 1, settings })
      const emissions = one.hear(bytesFromText(start))
      return emissions.map(({ bytes }) => String.fromCharCode(...bytes)).join('')
    }
    const flat = (text: string) => text.replaceAll(/\b(?:1\d\d|3600)\b(?=[\r,])/g, 'N')
    expect(flat(said('ubc-capstone', '/scan_all\n'))).toBe(flat(ubc.join('')))
    expect(flat(said('opspec', 'A'))).toBe(flat(opspec.join('')))
    expect(flat(said('miriam', 'R\n'))).toBe(flat(miriam))
  })

  it('refuse in words: the UBC reader', () => {
    const one = answered({}, '@error invalid command /scan_all\r\n')
    expect(one.outcome).toBe('refused')
  })
})

describe('where a pause ends a plate', () => {
  it('the end of the connection does too, when every well came', () => {
    const one = answered({ reader: 'opspec' }, opspec.join(''), 'closed')
    expect(one.faults).toEqual([])
    expect(count(one, 'H12')).toBe('195')
  })

  it('the end of the connection in the last well voids it', () => {
    const one = answered({ reader: 'opspec' }, opspec.join('').slice(0, -1), 'closed')
    expect(one.reads).toEqual([])
    expect(one.faults.map(({ code }) => code)).toEqual(['port-lost'])
  })
})

describe('a plate is void', () => {
  it.each([
    ['a value short', opspec.slice(1), 'reader-silent'],
    ['a value more', [...opspec, '7\r\n'], 'reader-malformed'],
    ['a debugging line', ['1\r\n', 'raw[0][0] is: 5\r\n', ...opspec.slice(2)], 'reader-malformed'],
    ['a negative count', ['1\r\n', '-1\r\n', ...opspec.slice(2)], 'reader-malformed'],
  ])('with %s', (_name, lines, code) => {
    const one = answered({ reader: 'opspec' }, lines.join(''))
    expect(one.reads).toEqual([])
    expect(one.faults.map((fault) => fault.code)).toEqual([code])
  })

  it.each([
    ['a return in the place of a digit', '119\r\r\n'],
    ['a blank in the place of a digit', '119 \r\n'],
    ['a digit lost with the return behind it', '119\n'],
  ])('with %s, which would shorten a count', (_name, line) => {
    for (const [reader, lines] of [
      ['opspec', opspec.map((own, at) => (at === 40 ? line : own))],
      ['ubc-capstone', ubc.map((own, at) => (at === 40 ? `@scan_well 5 0 ${line}` : own))],
    ] as const) {
      const one = answered({ reader }, lines.join(''))
      expect(one.reads).toEqual([])
      expect(one.faults.map((fault) => fault.code)).toEqual(['reader-malformed'])
    }
  })

  it('with a well that came twice, or lies outside the plate', () => {
    for (const line of ['@scan_well 0 0 5\r\n', '@scan_well 12 0 5\r\n', '@scan_well 0 8 5\r\n']) {
      const lines = ubc.map((own, at) => (at === 50 ? line : own))
      const one = answered({}, lines.join(''))
      expect(one.reads).toEqual([])
      expect(one.faults.map(({ code }) => code)).toEqual(['reader-malformed'])
    }
  })

  it('when Miriam begins anew in it', () => {
    const text = 'R\r\nREAD ASSAY\r\nHope your day is nice and shiny!\r\n'
    const one = answered({ reader: 'miriam' }, text)
    expect(one.faults.map(({ code }) => code)).toEqual(['reader-restarted'])
  })
})

describe('counts', () => {
  const od = (told: object, counts: readonly number[], well: string) =>
    answered(
      { reader: 'opspec', light: told },
      counts.map((one) => `${one}\r\n`).join(''),
    ).reads[0]?.blocks[0]?.wells.find((one) => one.well === well)?.value

  it('give no OD without a blank, and are kept', () => {
    const one = answered({ light: undefined, wavelengthNm: undefined }, ubc.join(''))
    expect(one.reads).toEqual([])
    expect(one.outcome).toBe('broken')
    expect(one.faults[0]?.code).toBe('reader-undescribed')
    expect(one.faults[0]?.bytes.length).toBe(ubc.join('').length)
  })

  it('of a linear detector are the ratio of what is above the dark', () => {
    // log10((1010 - 10) / (110 - 10)) = 1
    const counts = numbers.map((_, at) => [110, 1010, 2010, 10, 9, 4095][at] ?? 1010)
    const told = { fullScale: 4095, blank: 1010, dark: 10 }
    expect(od(told, counts, 'A1')).toBe(1)
    expect(od(told, counts, 'B1')).toBe(0)
    expect(od(told, counts, 'C1')).toBeCloseTo(-0.30103, 5)
    expect(['D1', 'E1', 'F1'].map((well) => od(told, counts, well))).toEqual([
      'overflow',
      'overflow',
      'underflow',
    ])
  })

  it('of a logarithmic detector are a difference', () => {
    const told = { response: 'logarithmic', fullScale: 4095, blank: 1000, countsPerOd: 500 }
    expect(od(told, numbers, 'A1')).toBe(1.8)
  })

  it('can have a blank and a dark for each well, or blank wells on the plate', () => {
    const blank = numbers.map((one) => one * 10)
    expect(od({ fullScale: 4095, blank, dark: 0 }, numbers, 'H12')).toBe(1)
    const wells = { fullScale: 4095, blankWells: ['A1', 'C1'], dark: 0 }
    expect(od(wells, numbers, 'B1')).toBe(0)
  })

  it('give none when the blank is saturated, below the dark, or a count above full scale', () => {
    for (const told of [
      { fullScale: 4095, blank: 4095, dark: 0 },
      { fullScale: 4095, blank: 10, dark: 10 },
      { fullScale: 120, blank: 100, dark: 0 },
      { fullScale: 4095, blank: [1, 2, 3], dark: 0 },
    ])
      expect(od(told, numbers, 'A1')).toBeUndefined()
  })
})

describe('the settings', () => {
  const own = { baud: 9600, order: 'row-major', valuesPerLine: 12 }
  it.each([
    { reader: 'own' },
    { reader: 'opspec', dialect: own },
    { light, wavelengthNm: undefined },
    { wavelengthNm: 450, light: { fullScale: 4095, blank: 5 } },
    { wavelengthNm: 450, light: { fullScale: 4095, dark: 5 } },
    { wavelengthNm: 450, light: { response: 'logarithmic', fullScale: 4095, blank: 5 } },
    { reader: 'own', dialect: { ...own, order: 'addressed' } },
    { reader: 'own', dialect: { ...own, end: 'count' } },
    { reader: 'own', dialect: { ...own, end: 'mark' } },
    { reader: 'own', dialect: { ...own, valuesPerLine: 11 } },
    { reader: 'own', dialect: { ...own, value: '{counts}' } },
  ])('%j are refused', (settings) => {
    expect(schema.safeParse(settings).success).toBe(false)
  })

  it('may describe lines that name their wells', () => {
    const value = '{well}={count}'
    const dialect = {
      ...own,
      start: 'GO',
      order: 'addressed',
      value,
      valuesPerLine: 2,
      end: 'count',
    }
    const names = numbers.map((one, at) => `${'ABCDEFGH'[at % 8]}${Math.floor(at / 8) + 1}=${one}`)
    const lines = Array.from(
      { length: 48 },
      (_, at) => `${names.slice(at * 2, at * 2 + 2).join()}\n`,
    )
    expect(count(answered({ reader: 'own', dialect }, lines.join('')), 'B1')).toBe('101')
  })
})
