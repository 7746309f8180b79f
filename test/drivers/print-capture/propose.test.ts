import { describe, expect, it } from 'vitest'

import { driver } from '../../../drivers/print-capture/driver.ts'
import { simulator } from '../../../drivers/print-capture/simulator.ts'
import { VARIANTS } from '../../../drivers/print-capture/variants.ts'
import type { Proposal } from '../../../src/driver-kit.ts'
import { differences, plateNumber } from '../conformance-kit.ts'
import { CONFIRMED, eventsOf, heardOf, inShort, matrixLines, valuesIn } from './prints.ts'

type Answers = Readonly<Record<string, readonly string[]>>

const NOTHING_OFF: Answers = { reference: ['none'] }
const KNOWN: Answers = { ...NOTHING_OFF, wavelength: ['450'] }
const printed = (lines: readonly string[]) => lines.map((line) => `${line}\r\n`).join('')

function learn(text: string | readonly string[], answers: Answers): Proposal {
  const prints = typeof text === 'string' ? [text] : text
  const propose = driver.settings?.propose
  if (propose === undefined) throw new TypeError('The driver proposes nothing.')
  return propose({ events: eventsOf(...prints), settings: undefined, answers })
}

const templateOf = (proposal: Proposal): Readonly<Record<string, unknown>> => {
  const settings = proposal.confirmed(CONFIRMED)
  const isSettings = (value: unknown): value is { template: Record<string, unknown> } =>
    typeof value === 'object' && value !== null && 'template' in value
  return isSettings(settings) ? settings.template : {}
}

describe('a template is proposed', () => {
  it('for a matrix, as strictly as the print allows', () => {
    const proposal = learn(printed(['Plate', ...matrixLines(), 'end']), KNOWN)
    expect(templateOf(proposal)).toEqual({
      wells: 96,
      style: 'matrix',
      order: 'by-row',
      first_column: 1,
      labels: 'printed',
      header: 'printed',
      separator: 'spaces',
      decimal: '.',
      decimals: 3,
      leading_zero: 'printed',
      line_length: 75,
      line_end: 'crlf',
      blocks: 1,
      wavelengths_nm: [450],
      subtracted: 'no',
      confirmed: CONFIRMED,
    })
  })

  it('that reads the next print, once it is confirmed', () => {
    const template = templateOf(learn(printed(['Plate', ...matrixLines(), 'end']), KNOWN))
    const next = printed(['Plate', ...matrixLines(() => '1.234'), 'end'])
    expect(valuesIn(heardOf(template, next))).toMatchObject({ A1: 1.234, H12: 1.234 })
    expect(inShort(heardOf({ ...template, confirmed: null }, next))).toEqual(['print-unconfirmed'])
  })

  it.each(VARIANTS.map(({ name, settings }) => [name, settings] as const))(
    'from one plate of %s, and reads another rightly',
    (_, settings) => {
      const printer = (n: number): string => {
        const nextPlate = () => plateNumber(n)
        const reader = simulator.create({ nextPlate, fault: null, seed: 1, settings })
        const said = reader.pressStart?.() ?? []
        return String.fromCharCode(...said.flatMap(({ bytes }) => [...bytes]))
      }
      const isDifference = settings.model.includes('difference')
      const answers = {
        reference: [isDifference ? '630' : 'none'],
        wavelength: settings.model.includes('matrix') ? [] : ['450'],
        overflow: [...settings.template.overflow],
      }
      const proposal = learn(printer(1), answers)
      expect(differences(proposal.read, plateNumber(1))).toEqual([])
      const again = heardOf(templateOf(proposal), printer(2))
      expect(inShort(again)).toEqual(['read'])
      const [read] = again.flatMap((one) => (one.kind === 'read' ? [one.read] : []))
      expect(read && differences(read, plateNumber(2))).toEqual([])
    },
  )

  it('for a list of numbered wells, once somebody says in which order they run', () => {
    const lines = Array.from(
      { length: 96 },
      (_, at) => `${at + 1}\t0,${String(at).padStart(3, '0')}`,
    )
    expect(() => learn(printed(lines), KNOWN)).toThrow(/2 ways: list by-row.*list by-column/)
    const proposal = learn(printed(lines), { ...KNOWN, order: ['by-column'] })
    expect(templateOf(proposal)).toMatchObject({ well_names: 'number', separator: 'tab' })
    const { wells = [] } = proposal.read.blocks[0] ?? {}
    expect(wells.find(({ well }) => well === 'A2')?.value).toBe(0.008)
  })

  it('for a list with several numbers, once somebody says which is the OD', () => {
    const wells = 'ABCDEFGH'
      .split('')
      .flatMap((row) => Array.from({ length: 12 }, (_, at) => `${row}${at + 1}`))
    const lines = wells.map((well, at) => `${well} ${(at / 100).toFixed(2)} 1.25`)
    expect(() => learn(printed(lines), KNOWN)).toThrow(/2 ways/)
    const proposal = learn(printed(lines), { ...KNOWN, 'value-field': ['2'] })
    expect(proposal.read.blocks[0]?.wells.at(-1)).toEqual({
      well: 'H12',
      value: 0.95,
      text: '0.95',
    })
  })

  it('from the print that is asked for, or the last', () => {
    const prints = [printed(['self test ok']), printed(matrixLines()), printed(['self test ok'])]
    expect(() => learn(prints, KNOWN)).toThrow(/No shape of plate/)
    expect(learn(prints, { ...KNOWN, print: ['2'] }).read.blocks).toHaveLength(1)
    expect(() => learn(prints, { ...KNOWN, print: ['4'] })).toThrow(/3 prints, and no print 4/)
    expect(() => learn([], KNOWN)).toThrow(/has 0 prints/)
  })
})

describe('what a print cannot tell is asked for', () => {
  const plate = printed(['Plate', ...matrixLines()])

  it('the wavelength, unless a line names it', () => {
    expect(() => learn(plate, NOTHING_OFF)).toThrow(/No line of the print names the wavelength/)
    const named = learn(printed(['Filter: 492 nm', ...matrixLines()]), NOTHING_OFF)
    expect(named.read.blocks[0]?.wavelengthNm).toBe(492)
    expect(templateOf(named)['heading']).toBe('Filter: {nm} nm')
  })

  it('whether a reference was taken off', () => {
    expect(() => learn(plate, { wavelength: ['450'] })).toThrow(/took a reference wavelength off/)
    const { read } = learn(plate, { wavelength: ['450'], reference: ['630'] })
    expect(read.blocks[0]).toMatchObject({ referenceNm: 630, subtractedByInstrument: true })
  })

  it('what a mark means', () => {
    const cell = (row: number) => (row === 2 ? '>3.5' : '1.000')
    const marked = printed(matrixLines(cell))
    expect(() => learn(marked, KNOWN)).toThrow(/has '>3.5' in the place of numbers/)
    const { read } = learn(marked, { ...KNOWN, overflow: ['>3.5'] })
    expect(read.blocks[0]?.wells.filter(({ value }) => value === 'overflow')).toHaveLength(12)
  })

  it('when the person and the print disagree on the wavelength', () => {
    const named = printed(['Filter: 492 nm', ...matrixLines()])
    expect(() => learn(named, KNOWN)).toThrow(/The print says 492 nm, and --wavelength 450 nm/)
  })

  it.each<[string, Answers]>([
    ['--wavelength', { wavelength: ['blue'] }],
    ['--reference', { reference: ['maybe'] }],
    ['--order', { order: ['upwards'] }],
    ['--print', { print: ['last'] }],
    ['--heading', { heading: ['Filter'] }],
  ])('and answers that are none are refused: %s', (name, answers) => {
    expect(() => learn(plate, { ...KNOWN, ...answers })).toThrow(name)
  })
})

describe('nothing is proposed', () => {
  it.each([
    ['a plate with a row too few', printed(matrixLines().slice(0, -1))],
    ['a plate with decimals of two lengths', printed(matrixLines((row) => (row ? '0.1' : '0.12')))],
    ['text alone', printed(['Hello', 'world'])],
  ])('for %s', (_, text) => {
    expect(() => learn(text, KNOWN)).toThrow(/No shape of plate/)
  })

  it('for garbage', () => {
    expect(() => learn('\u0001\u0002\n\r\r\n', KNOWN)).toThrow(/end in different ways/)
  })
})
