import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'

import { studyColumns } from '../../src/core/study/columns.ts'
import { compileStudy } from '../../src/core/study/compile-study.ts'
import type { AdjustmentChoice, Substitution } from '../../src/core/study/study.ts'
import { studyFiles, writeStudy } from '../../src/export/study.ts'
import type { TextDialect } from '../../src/core/text-dialect.ts'
import { adjustablePlate } from '../support/adjustable-plate.ts'
import {
  belowRange,
  censoredResponse,
  flagOf,
  known,
  measured,
  responseOf,
  studyOptions,
  studyPlate,
} from '../support/sample-study.ts'
import { simulatedStudy } from '../support/simulated-study.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const ENGLISH: TextDialect = { separator: ',', decimal: '.' }
const CONTINENTAL: TextDialect = { separator: ';', decimal: ',' }
const GOLDEN = join(import.meta.dirname, 'golden', 'study')

/** Set to rewrite the expected files from the code; look at the difference before keeping it. */
const REWRITE = process.env['ASSAYD_REWRITE_GOLDENS'] === '1'

/** Every kind of row: known, censored on either side, rerun, blocked, of a forgotten organism. */
function smallStudy(substitution: Substitution | null = null) {
  const forgotten = { organism: 'lactobacillus', specimen: 'KI-099', mother: 'M199' }
  const below = { organism: 'escherichia-coli', mother: '', specimen: '=S1' }
  const first = studyPlate('P1', 9, {
    responses: [
      responseOf(known(20.5), known(41), { mother: 'M101', date: '' }),
      responseOf(belowRange(9.375), known(30), { ...below, date: '' }),
    ],
  })
  const second = studyPlate('P2', 11, {
    analysisId: 'P2/3',
    responses: [
      censoredResponse({ mother: 'M101' }),
      responseOf(known(50), known(49.5), forgotten),
    ],
    flags: [flagOf('replicate-cv', 'warn', ['C3']), flagOf('standards', 'block')],
  })
  return compileStudy(measured(first, second), studyOptions({ substitution }))
}

const SHIFT: AdjustmentChoice = { kind: 'curve-shift', control: '', reference: null }
const RATIO: AdjustmentChoice = { kind: 'bridging-control', control: 'QC1', reference: 'P1' }

/** Two lots, the second reading 1.6 times high; a third plate is a blocked rerun. */
function adjustedStudy(adjustment: AdjustmentChoice, substitution: Substitution | null = null) {
  const lot = (plate: string, hour: number, readsHighBy: number) =>
    adjustablePlate({ plate, hour, readsHighBy, controls: { QC1: known(50 * readsHighBy) } })
  const below = { specimen: 'S-below', mother: 'M-below' }
  const second = lot('P2', 11, 1.6)
  const censored = responseOf(belowRange(9.375), known(160), below)
  const plates = measured(lot('P1', 9, 1), {
    ...second,
    responses: [...second.responses, censored],
  })
  return compileStudy(plates, studyOptions({ adjustment, substitution }))
}

/** Lines of a file of the study by column name, and its header. */
function readBack(name: string, files = studyFiles(smallStudy(), ENGLISH), delimiter = ',') {
  const text = files.find((file) => file.name === name)?.text ?? ''
  const [header = [], ...lines] = parse(text, { delimiter })
  const records = lines.map((line) =>
    Object.fromEntries(line.map((cell, at) => [header[at] ?? '', cell])),
  )
  return { header, records }
}

describe('the files of a study', () => {
  it('are byte for byte what is expected', async () => {
    const folder = REWRITE ? GOLDEN : join(temporaryFolder(), 'deep', 'study')
    const files = await writeStudy(smallStudy(), { folder, dialect: ENGLISH })
    expect(readdirSync(folder).toSorted()).toStrictEqual([
      'study_README.txt',
      'study_dictionary.csv',
      'study_responses.csv',
    ])
    for (const file of files) {
      const golden = readFileSync(join(GOLDEN, file.slice(folder.length + 1)), 'utf8')
      expect(readFileSync(file, 'utf8')).toBe(golden)
    }
  })

  it('are byte for byte what is expected when plates are brought to one scale', async () => {
    const golden = join(import.meta.dirname, 'golden', 'study-adjusted')
    const folder = REWRITE ? golden : temporaryFolder()
    const files = await writeStudy(adjustedStudy(RATIO), { folder, dialect: ENGLISH })
    expect(files.map((file) => file.slice(folder.length + 1))).toStrictEqual([
      'study_responses.csv',
      'study_dictionary.csv',
      'study_README.txt',
      'study_adjustments.csv',
    ])
    for (const file of files) {
      const expected = readFileSync(join(golden, file.slice(folder.length + 1)), 'utf8')
      expect(readFileSync(file, 'utf8')).toBe(expected)
    }
  })

  it('are refused where they cannot be written, without a piece left behind', async () => {
    const folder = join(temporaryFolder(), 'file')
    writeFileSync(folder, '')
    const failed = writeStudy(smallStudy(), { folder, dialect: ENGLISH })
    await expect(failed).rejects.toMatchObject({ code: 'export-write' })
  })

  it.each([null, 'lod/2', 'lod/sqrt2'] as const)(
    'have a dictionary that says what every column means, and no column else: %s',
    (substitution) => {
      const files = studyFiles(smallStudy(substitution), ENGLISH)
      const { header } = readBack('study_responses.csv', files)
      const dictionary = readBack('study_dictionary.csv', files)
      expect(dictionary.header).toStrictEqual(['column', 'type', 'unit', 'meaning'])
      expect(dictionary.records.map(({ column }) => column)).toStrictEqual(header)
      expect(new Set(header).size).toBe(header.length)
      for (const { type, meaning } of dictionary.records) {
        expect(['text', 'number', 'date', 'time', 'yes/no']).toContain(type)
        expect(meaning).not.toBe('')
      }
    },
  )

  it.each([ENGLISH, CONTINENTAL])('hold in each column what its type says: %o', (dialect) => {
    const files = studyFiles(simulatedStudy(20, { substitution: 'lod/2' }), dialect)
    const { records } = readBack('study_responses.csv', files, dialect.separator)
    const { records: columns } = readBack('study_dictionary.csv', files, dialect.separator)
    const patterns: Readonly<Record<string, RegExp>> = {
      number: /^(?:NA|-?\d+(?:[.,]\d+)?(?:e-?\d+)?)$/u,
      date: /^(?:\d{4}-\d\d-\d\d)?$/u,
      time: /^\d{4}-\d\d-\d\dT[\d:.]+\+\d\d:\d\d$/u,
      'yes/no': /^(?:yes|no)$/u,
      text: /^(?!NA$|null$|undefined$)/u,
    }
    expect(records).toHaveLength(81)
    for (const { column = '', type = '' } of columns) {
      for (const record of records) expect(record[column]).toMatch(patterns[type] ?? /$^/u)
    }
    expect(files[0]?.text).not.toMatch(/NaN|Inf|null|undefined/u)
  })
})

describe('a row', () => {
  const row = (key: string, substitution: Substitution | null = null) => {
    const files = studyFiles(smallStudy(substitution), ENGLISH)
    const { records } = readBack('study_responses.csv', files)
    return records.find(({ specimen, organism }) => `${specimen} ${organism}` === key)
  }

  it('says where the number is from when there were several plates', () => {
    expect(row('KI-014 salmonella-enterica')).toMatchObject({
      mother: 'M101',
      organism_name: 'Salmonella enterica',
      organism_taxon: '28901',
      organism_kind: 'pathogen',
      delta: '20.5',
      delta_lower: '20.5',
      delta_upper: '20.5',
      log2_fold: '1',
      state: 'ok',
      replicated: 'yes',
      flags: '',
      blocked: 'no',
      plate: 'P1',
      analysis: 'P1/1',
      other_plates: 'P2',
    })
  })

  it('has limits and no number when one side is only a bound, and NA is unbounded', () => {
    const censored = row("'=S1 escherichia-coli")
    expect(censored).toMatchObject({
      mother: '',
      date: '',
      baseline_state: 'below_lloq',
      baseline_lower: '0',
      baseline_upper: '9.375',
      delta: 'NA',
      delta_se: 'NA',
      delta_lower: '20.625',
      delta_upper: '30',
      fold: 'NA',
      fold_lower: '3.2',
      fold_upper: 'NA',
      log2_fold: 'NA',
      log2_fold_upper: 'NA',
      state: 'baseline_censored',
    })
    expect(Object.keys(censored ?? {})).not.toContain('baseline_substituted')
  })

  it('says when its plate is blocked, and which rules touched it', () => {
    expect(row('KI-099 lactobacillus')).toMatchObject({
      organism_name: '',
      organism_taxon: '',
      organism_kind: '',
      flags: 'standards',
      blocked: 'yes',
      delta: '-0.5',
    })
  })

  it('has numbers and says so when they were substituted, and the same limits', () => {
    const substituted = row("'=S1 escherichia-coli", 'lod/2')
    expect(substituted).toMatchObject({
      baseline: '4.6875',
      baseline_state: 'below_lloq',
      baseline_se: 'NA',
      delta: '25.3125',
      delta_se: 'NA',
      fold: '6.4',
      fold_se: 'NA',
      log2_fold_se: 'NA',
      delta_lower: '20.625',
      delta_upper: '30',
      baseline_substituted: 'yes',
      challenge_substituted: 'no',
    })
    const untouched = row('KI-014 salmonella-enterica', 'lod/2')
    expect(untouched).toMatchObject({ delta: '20.5', baseline_substituted: 'no' })
  })
})

describe('a row of an adjusted study', () => {
  const rowsOf = (adjustment: AdjustmentChoice | null) => {
    const study =
      adjustment === null
        ? { ...adjustedStudy(RATIO), adjustment: null, adjustments: [] }
        : adjustedStudy(adjustment)
    return readBack('study_responses.csv', studyFiles(study, ENGLISH))
  }

  it('keeps every other column as it was', () => {
    const plain = rowsOf(null)
    for (const adjustment of [RATIO, SHIFT]) {
      const { header, records } = rowsOf(adjustment)
      expect(header.slice(0, plain.header.length)).toStrictEqual(plain.header)
      expect(records.map((one) => plain.header.map((name) => one[name]))).toStrictEqual(
        plain.records.map((one) => plain.header.map((name) => one[name])),
      )
    }
  })

  it('has numbers, limits, the factor and the plate they are brought to', () => {
    const row = rowsOf(RATIO).records.find(({ specimen }) => specimen === 'S-P2')
    expect(row).toMatchObject({
      baseline: '32',
      delta: '128',
      adjustment: 'bridging-control',
      adjustment_reference: 'P1',
      adjustment_factor: '0.625',
      adjusted_baseline: '20',
      adjusted_delta: '80',
      adjusted_delta_lower: '80',
      adjusted_delta_upper: '80',
    })
    const censored = rowsOf(RATIO).records.find(({ specimen }) => specimen === 'S-below')
    expect(censored).toMatchObject({
      baseline_upper: '9.375',
      adjusted_baseline_lower: '0',
      adjusted_baseline_upper: '5.859375',
      adjusted_delta: 'NA',
      adjusted_delta_upper: '100',
    })
  })

  it('has numbers in the number columns, whatever else was asked for', () => {
    const files = studyFiles(adjustedStudy(SHIFT, 'lod/2'), CONTINENTAL)
    const { records } = readBack('study_responses.csv', files, ';')
    const { records: columns } = readBack('study_dictionary.csv', files, ';')
    const numbers = columns.filter(({ type }) => type === 'number')
    expect(numbers.map(({ column }) => column)).toContain('adjusted_delta_upper')
    for (const { column = '' } of numbers) {
      for (const record of records) expect(record[column]).toMatch(/^(?:NA|-?\d[\d,]*(?:e-\d+)?)$/u)
    }
  })
})

describe('the note beside the rows', () => {
  it('is plain text that speaks of substitution only when there is any', () => {
    const note = (substitution: Substitution | null) =>
      studyFiles(smallStudy(substitution), CONTINENTAL)[2]?.text ?? ''
    const adjusted = (choice: AdjustmentChoice) =>
      studyFiles(adjustedStudy(choice), CONTINENTAL)[2]?.text ?? ''
    const notes = [note(null), note('lod/2'), note('lod/sqrt2'), adjusted(RATIO), adjusted(SHIFT)]
    for (const text of notes) {
      expect(text).toMatch(/^[\n\x20-\x7e]+$/u)
      expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100)
      expect(text).toContain('sep = ";", dec = ","')
    }
    expect(note(null)).not.toMatch(/substitut/iu)
    expect(note('lod/2')).toContain('--substitute lod/2')
    expect(note(null)).not.toMatch(/adjust/iu)
    expect(adjusted(RATIO)).toContain('--adjust bridging-control=QC1 --adjust-reference P1.')
    expect(adjusted(SHIFT)).toContain('--adjust curve-shift.')
    expect(note('lod/sqrt2')).toContain('the square root of 2')
  })

  it('uses only columns that there are', () => {
    const [plain, adjusted] = [smallStudy(), adjustedStudy(SHIFT)]
    const text = [plain, adjusted].map((one) => studyFiles(one, ENGLISH)[2]?.text ?? '').join('\n')
    const names = new Set(
      studyColumns({ substitution: 'lod/2', adjustment: SHIFT }).map(({ name }) => name),
    )
    const used = [...text.matchAll(/\b[a-z0-9]+(?:_[a-z0-9]+)+\b/gu)].map(([name]) => name)
    const files = ['study_responses', 'study_dictionary', 'study_adjustments']
    const states = ['below_lloq', 'above_uloq', 'xmid_i']
    expect(used.filter((name) => ![...names, ...files, ...states].includes(name))).toStrictEqual([])
    expect(used).toContain('log2_fold_lower')
  })
})
