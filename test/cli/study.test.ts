import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'

import { addStudy } from '../../src/cli/study.ts'
import type { Analysis } from '../../src/core/analysis.ts'
import type { Concentration } from '../../src/core/result.ts'
import { studyColumns } from '../../src/core/study/columns.ts'
import type { TextDialect } from '../../src/core/text-dialect.ts'
import type { PlateRecord } from '../../src/ports/store.ts'
import { openStore } from '../../src/store/open-store.ts'
import { cliProgram } from '../support/cli-program.ts'
import { sampleHeardRead, sampleNewAnalysis, sampleRecord } from '../support/sample-records.ts'
import { fillStore } from '../support/sample-store.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

function filled(csv?: TextDialect) {
  const folder = temporaryFolder()
  fillStore(folder)
  const out = join(temporaryFolder(), 'study')
  const program = cliProgram(addStudy, folder, csv)
  const run = async (...args: readonly string[]) => {
    const lines = await program.run('study', 'export', ...args)
    return lines.map((line) => stripVTControlCharacters(line))
  }
  return { folder, out, run }
}

/** One more plate in the data folder, as the sample plate but for what is said. */
function addPlate(
  folder: string,
  plate: string,
  change: {
    readonly analysis?: (analysis: Analysis) => Analysis
    readonly withoutSheet?: boolean
    readonly record?: Partial<PlateRecord>
    readonly isAnalysed?: boolean
  } = {},
): void {
  const store = openStore(folder)
  const lastByte = 10_000 + store.counts().reads
  const { readId } = store.saveRead(sampleHeardRead({ lastByte })).stored
  store.savePlate({ ...sampleRecord(plate), ...change.record }, readId)
  const fresh = sampleNewAnalysis({ plate, readId, record: { ...change.record } })
  const documents = fresh.documents.filter(
    ({ kind }) => kind !== 'run-sheet' || change.withoutSheet !== true,
  )
  const analysis = change.analysis?.(fresh.analysis) ?? fresh.analysis
  if (change.isAnalysed !== false) store.saveAnalysis({ ...fresh, documents, analysis })
  store.close()
}

/** The control of another plate, which reads twice as high there. */
function twice(concentration: Concentration): Concentration {
  const { value, lower, upper } = concentration
  return { ...concentration, value: 2 * (value ?? 0), lower: 2 * (lower ?? 0), upper }
}

function rowsIn(out: string, delimiter = ','): readonly Readonly<Record<string, string>>[] {
  const text = readFileSync(join(out, 'study_responses.csv'), 'utf8')
  return parse(text, { delimiter, columns: true })
}

interface Printed {
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}

describe('assayd study export', () => {
  it('writes one row a specimen and organism, and says what it did', async () => {
    const { out, run } = filled()
    const lines = await run('--out', out)
    expect(lines.slice(0, 3).map((line) => basename(line))).toStrictEqual([
      'study_responses.csv',
      'study_dictionary.csv',
      'study_README.txt',
    ])
    expect(readdirSync(out)).toHaveLength(3)
    const rows = rowsIn(out)
    expect(rows).toHaveLength(24)
    // Both plates hold the same specimens; IL6-08 was read last, and IL6-07 is blocked.
    const plates = new Set(rows.map((row) => `${row['analysis']} ${row['other_plates']}`))
    expect(plates).toStrictEqual(new Set(['IL6-08/1 IL6-07']))
    expect(rows[0]).toMatchObject({
      specimen: "'=cmd",
      organism: 'escherichia-coli',
      organism_kind: 'benign',
      baseline_kind: 'unstimulated',
      assay: 'il6-dy206',
      kit_lot: 'P352211',
    })
    expect(lines.slice(3)).toStrictEqual([
      '24 rows: 12 specimens, 12 mothers, 2 organisms, 1 plate',
      'states: 15 ok, 7 challenge_censored, 2 both_censored',
      'measured on several plates: 24 rows',
      'left out: 1 unassigned plate: bench-1-0900',
    ])
  })

  it('takes the newest analysis of a plate, and says when that is blocked', async () => {
    const { folder, out, run } = filled()
    addPlate(folder, 'IL6-07', { isAnalysed: false })
    const other = (analysis: Analysis): Analysis => ({
      ...analysis,
      flags: [],
      responses: analysis.responses.map((one) => ({ ...one, specimen: `X-${one.slot}` })),
    })
    addPlate(folder, 'IL6-08', { analysis: other })
    const lines = await run('--out', out)
    expect(new Set(rowsIn(out).map((row) => `${row['analysis']} ${row['blocked']}`))).toStrictEqual(
      new Set(['IL6-07/2 yes', 'IL6-08/2 no']),
    )
    expect(lines).toContain('blocked: 24 rows, of IL6-07')
    const without = await run('--out', out, '--without-blocked')
    expect(rowsIn(out)).toHaveLength(24)
    expect(without).toContain('left out: 1 blocked plate: IL6-07')
  })

  it('leaves out and counts what nobody named or analysed', async () => {
    const { folder, out, run } = filled()
    addPlate(folder, 'bench-1-1000', { withoutSheet: true, record: { binding: 'reader-default' } })
    addPlate(folder, 'IL6-09', { isAnalysed: false })
    const lines = await run('--out', out)
    expect(lines).toContain('left out: 12 specimens without a run sheet: bench-1-1000')
    expect(lines).toContain('left out: 1 plate without an analysis: IL6-09')
    expect(rowsIn(out)).toHaveLength(24)
  })

  it('writes no file when two plates disagree on whose milk a specimen is', async () => {
    const { folder, out, run } = filled()
    const analysis = (from: Analysis): Analysis => ({
      ...from,
      responses: from.responses.map((one) =>
        one.specimen === 'KI-014' ? { ...one, mother: 'M999', visit: 'other' } : one,
      ),
    })
    addPlate(folder, 'IL6-09', { analysis })
    await expect(run('--out', out)).rejects.toMatchObject({
      code: 'study-contradiction',
      message:
        "Specimen 'KI-014' has mother 'M101' on IL6-07, IL6-08 and 'M999' on IL6-09.\n" +
        "Specimen 'KI-014' has visit 'initial' on IL6-07, IL6-08 and 'other' on IL6-09.",
    })
    expect(existsSync(out)).toBe(false)
  })

  it('holds one organism, with substituted numbers, in any dialect', async () => {
    const { out, run } = filled({ separator: ';', decimal: ',' })
    const lines = await run('--out', out, '--organism', 'escherichia-coli', '--substitute', 'lod/2')
    expect(lines).toContain('substituted by lod/2: 5 rows')
    const rows = rowsIn(out, ';')
    expect(rows).toHaveLength(12)
    const changed = (side: string) =>
      rows
        .filter((row) => row[`${side}_substituted`] === 'yes')
        .map((row) => `${row['specimen']} ${row[side]} of ${row[`${side}_upper`]}`)
    expect(changed('baseline')).toStrictEqual(['KI-018 4,6875 of 9,375'])
    // The challenges were diluted four times.
    expect(changed('challenge')).toStrictEqual([
      'KI-014 18,75 of 37,5',
      'KI-016 18,75 of 37,5',
      'KI-018 18,75 of 37,5',
      'KI-022 18,75 of 37,5',
      'Åse, "twin" 18,75 of 37,5',
    ])
    await run('--out', out, '--separator', ',', '--decimal', '.')
    expect(rowsIn(out)[1]?.['delta']).toMatch(/^-?\d+\.\d+$/u)
    await expect(run('--out', out, '--organism', 'e-coli')).rejects.toMatchObject({
      code: 'organism-unknown',
    })
  })

  it('prints the rows as JSON and writes nothing unless told', async () => {
    const { out, run } = filled()
    const lines = await run('--json')
    expect(lines).toHaveLength(1)
    const printed: Printed = JSON.parse(lines[0] ?? '')
    expect(printed).toMatchObject({
      files: [],
      substitution: null,
      warnings: [],
      leftOut: { unassignedPlates: ['bench-1-0900'] },
    })
    const { rows } = printed
    expect(rows).toHaveLength(24)
    expect(Object.keys(rows[0] ?? {})).toStrictEqual(
      studyColumns({ substitution: null, adjustment: null }).map(({ name }) => name),
    )
    const censored = rows.find(({ challenge_state: state }) => state === 'saturated')
    expect(censored).toMatchObject({ delta: null, delta_upper: null })
    expect(existsSync(out)).toBe(false)
    const [both] = await run('--json', '--out', out)
    expect(JSON.parse(both ?? '')).toMatchObject({
      files: [join(out, 'study_responses.csv'), {}, {}],
    })
  })

  it('brings plates to one scale in columns and a file of their own, when asked', async () => {
    const { folder, out, run } = filled()
    const apart = (analysis: Analysis): Analysis => ({
      ...analysis,
      responses: analysis.responses.map((one) => ({ ...one, specimen: `Y-${one.slot}` })),
      samples: analysis.samples.map((one) =>
        one.role === 'control' ? { ...one, concentration: twice(one.concentration) } : one,
      ),
    })
    addPlate(folder, 'IL6-09', { analysis: apart, record: { kitLot: 'another' } })
    const control = ['--adjust', 'bridging-control=kit-control'] as const
    const lines = await run('--out', out, ...control)
    expect(readdirSync(out)).toHaveLength(4)
    expect(lines).toContain('adjusted by bridging-control: IL6-08, its own reference')
    expect(lines.find((line) => line.includes(': IL6-09'))).toMatch(/times 0\.5000 .* IL6-08$/u)
    const row = rowsIn(out).find(({ plate, delta }) => plate === 'IL6-09' && delta !== 'NA')
    expect(Number(row?.['adjusted_delta'])).toBeCloseTo(Number(row?.['delta']) / 2, 10)
    const [json] = await run('--json', '--adjust', 'curve-shift', '--adjust-reference', 'IL6-09')
    expect(JSON.parse(json ?? '')).toMatchObject({
      adjustment: { kind: 'curve-shift', reference: 'IL6-09' },
      adjustments: [
        { plate: 'IL6-08', reference: 'IL6-09', adjustment: 'curve-shift' },
        { plate: 'IL6-09', factor: 1 },
      ],
    })
  })

  it('lists every plate that cannot be adjusted, and writes nothing', async () => {
    const { out, run } = filled()
    await expect(run('--out', out, '--adjust', 'bridging-control=QC9')).rejects.toMatchObject({
      code: 'study-unadjustable',
      message: "Plate 'IL6-08' has no control 'QC9'; it has 'kit-control'.",
    })
    expect(existsSync(out)).toBe(false)
  })

  it('says so when there is nothing yet', async () => {
    const out = join(temporaryFolder(), 'study')
    const folder = temporaryFolder()
    openStore(folder).close()
    const lines = await cliProgram(addStudy, folder).run('study', 'export', '--out', out)
    expect(lines.at(-1)).toBe('0 rows: there is no response to export.')
    expect(rowsIn(out)).toStrictEqual([])
  })

  it('refuses unsuited options', async () => {
    const { out, run } = filled()
    await expect(run()).rejects.toMatchObject({
      code: 'option-unsuited',
      hint: 'Name a folder by --out, or print it by --json.',
    })
    for (const args of [
      ['--adjust', 'scale'],
      ['--adjust-reference', 'IL6-08'],
    ]) {
      await expect(run('--out', out, ...args)).rejects.toMatchObject({ code: 'option-unsuited' })
    }
    await expect(run('--out', out, '--substitute', '0')).rejects.toThrow('Allowed choices')
    await expect(run('--out', out, '--decimal', ',')).rejects.toMatchObject({
      code: 'option-unsuited',
    })
  })
})
