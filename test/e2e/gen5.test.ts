import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify, stripVTControlCharacters } from 'node:util'

import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'

import { wellsOf } from '../../src/core/well.ts'
import { hasReference, referenceRows, WITHOUT_REFERENCE } from '../core/curve/reference.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const run = promisify(execFile)

type Row = Readonly<Record<string, string>>

/** What a user's folder holds besides the shipped configuration. */
interface Bench {
  readonly files: Readonly<Record<string, string>>
  readonly layout: string
}

/** The program as a user starts it, on a copy of the shipped configuration. */
function benchWith({ files, layout }: Bench) {
  const folder = temporaryFolder()
  for (const part of ['assays', 'layouts', 'organisms.yaml']) {
    cpSync(join(ROOT, 'config', part), join(folder, part), { recursive: true })
  }
  mkdirSync(join(folder, 'run-sheets'))
  const main = `lab: Test lab
folders: { data: data, exports: exports, run_sheets: run-sheets }
readers:
  - id: elx
    driver: biotek-elx
    port: tcp://127.0.0.1:0
    trigger: on-connect
    default_layout: ${layout}
    simulator: { plate: plate.csv, pace: fast }
`
  for (const [name, text] of Object.entries({ 'assayd.yaml': main, ...files })) {
    writeFileSync(join(folder, name), text)
  }
  const assayd = async (...args: readonly string[]) => {
    const config = ['--config', join(folder, 'assayd.yaml')]
    const all = [join(ROOT, 'src/main.ts'), ...args, ...config]
    const { stdout } = await run(process.execPath, all, { cwd: folder })
    return stripVTControlCharacters(stdout)
  }
  const wells = (): ReadonlyMap<string, Row> => {
    const name = readdirSync(join(folder, 'exports')).find((one) => one.endsWith('_wells.csv'))
    const text = readFileSync(join(folder, 'exports', name ?? ''), 'utf8')
    const rows: readonly Row[] = parse(text, { columns: true })
    return new Map(rows.map((row) => [row['well'] ?? '', row]))
  }
  return { assayd, wells }
}

const WELLS = wellsOf(96)
const BLANK = 0.047
const STANDARDS = [300, 150, 75, 37.5, 18.8, 9.4, 4.7, 0]

/** The OD over the blank that a concentration has on the plate of the test. */
function odOf(concentration: number): number {
  return 2.6 + (0.01 - 2.6) / (1 + (concentration / 250) ** 1.3)
}

/** A plate for the layout milk-13x3-before: standards in columns 11 and 12, blanks G10 and H10. */
function plateFile(change: Readonly<Record<string, string>>): string {
  const lines = WELLS.map((well) => {
    const [row = '', column] = [well[0], Number(well.slice(1))]
    const standard = column > 10 ? STANDARDS['ABCDEFGH'.indexOf(row)] : undefined
    const isBlank = well === 'G10' || well === 'H10'
    const over = isBlank ? 0 : odOf(standard ?? 60)
    return `${well},${change[well] ?? (0.04 + BLANK + over).toFixed(3)},0.040`
  })
  return ['well,450,570', ...lines, ''].join('\n')
}

/** Slot 1 has a specimen, the others are empty. */
const SHEET = [
  'plate,layout,assay,reader,barcode,kit_lot,operator,slot,specimen,mother,visit,date',
  ...Array.from({ length: 13 }, (_, at) => {
    const who = at === 0 ? 'S1,M1,first,2026-11-02' : '-,,,'
    return `P1,milk-13x3-before,il6-opteia-555220-gen5,elx,,L1,Op,${at + 1},${who}`
  }),
  '',
].join('\n')

describe('An assay with the profile of Gen5', () => {
  // Specimens go across the rows in pairs below one another: slot 1 begins in A1 and B1.
  const change = {
    A1: (0.04 + BLANK - 0.02).toFixed(3),
    B1: (0.04 + BLANK + 2.4).toFixed(3),
    A2: 'overflow',
  }
  const bench = benchWith({
    layout: 'milk-13x3-before',
    files: { 'plate.csv': plateFile(change), 'run-sheets/p1.csv': SHEET },
  })

  it('computes a plate on the wire as Gen5 does, and prints its texts', async () => {
    await bench.assayd('run', '--once')
    const wells = bench.wells()
    const of = (well: string) => wells.get(well) ?? {}
    expect(of('G10')).toMatchObject({ profile: 'gen5', role: 'blank', od: '0' })
    expect(Number(of('A11')['od'])).toBeCloseTo(odOf(300), 3)
    // The mean blank alone is taken off: nothing else moves the standards.
    expect(of('A11')['as_printed']).toBe(Number(of('A11')['concentration_in_well']).toFixed(3))
    expect(Number(of('B2')['as_printed'])).toBeCloseTo(60, 0)
    expect(of('A1')).toMatchObject({ as_printed: '<0.000', state: 'below_curve' })
    expect(of('B1')).toMatchObject({ as_printed: '>315.000', state: 'above_uloq' })
    expect(of('A2')).toMatchObject({ as_printed: '', state: 'saturated', od: 'overflow' })
    // A place that the run sheet leaves empty has nothing to print.
    expect(of('A5')).toMatchObject({ role: 'empty', as_printed: '' })
    const shown = await bench.assayd('show', 'P1')
    expect(shown).toContain('Gen5, in the well')
    expect(shown).toMatch(/S1 +baseline .* <0\.000 >315\.000/u)
  })
})

/** A plate of Gen5's with three blanks in H1 to H3 and seven standards above them. */
function linearBench(rows: readonly Row[], nominal: ReadonlySet<number>) {
  const raw = new Map(rows.map((row) => [row['well'] ?? '', Number(row['y']) + BLANK]))
  const lines = WELLS.map((well) => `${well},${(raw.get(well) ?? BLANK).toFixed(3)}`)
  const levels = [...nominal].toSorted((a, b) => b - a)
  const shipped = readFileSync(join(ROOT, 'config/assays/il6-opteia-555220-gen5.yaml'), 'utf8')
  const limits = shipped.slice(shipped.indexOf('limits:'))
  const assay = `id: linear
name: A straight line
analyte: protein
unit: ug/mL
wavelength_nm: 450
standards: [${levels.join(', ')}]
profile: gen5
curve: { model: linear, weights: none, points: wells }
${limits}`
  const layout = `id: bca
name: As the layout of the export
plate: 96
assay: linear
baseline: unstimulated
standards: { wells: A1-G3, levels: 7, replicates: 3 }
blanks: H1-H3
specimens: { wells: A4-H12, slots: 24, conditions: [unstimulated], replicates: 3 }
`
  return benchWith({
    layout: 'bca',
    files: {
      'plate.csv': ['well,450', ...lines, ''].join('\n'),
      'assays/linear.yaml': assay,
      'layouts/bca.yaml': layout,
    },
  })
}

describe.skipIf(!hasReference)(`A real plate of Gen5's on the wire${WITHOUT_REFERENCE}`, () => {
  it('gives what Gen5 printed, within the rounding of its ODs', async () => {
    const isOfPlate = ({ dataset, curve }: Row) => dataset === 'Gen5_linear' && curve === 'single2'
    const rows = referenceRows('curves/unknowns.csv').filter(isOfPlate)
    const standards = referenceRows('curves/curves.csv').filter(isOfPlate)
    const bench = linearBench(rows, new Set(standards.map((row) => Number(row['x']))))
    await bench.assayd('run', '--once')
    const wells = bench.wells()
    const differences = rows
      .filter(({ reported }) => reported !== '')
      .map(({ well = '', reported }) =>
        Math.abs(Number(wells.get(well)?.['as_printed']) - Number(reported)),
      )
    expect(differences.length).toBeGreaterThan(90)
    // The export's ODs have three decimals, and a thousandth is 0.3 ug/mL on this line.
    expect(Math.max(...differences)).toBeLessThan(0.3)
  })
})
