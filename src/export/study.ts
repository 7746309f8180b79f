import { adjustmentTable } from '../core/study/adjustment-table.ts'
import { studyColumns } from '../core/study/columns.ts'
import type { Study } from '../core/study/study.ts'
import type { TextDialect } from '../core/text-dialect.ts'
import { sweepLeftovers, writeWhole, type NewFile } from './atomic-write.ts'
import { csvText } from './csv-text.ts'
import { studyNotes } from './study-notes.ts'

/** Where a study is written, and how. */
export interface StudyTarget {
  readonly folder: string
  readonly dialect: TextDialect
}

const DICTIONARY_HEADER = ['column', 'type', 'unit', 'meaning'] as const

/**
 * The rows, their data dictionary, a note on how to compute with them, and what brings each plate
 * to its reference when an adjustment was asked for.
 */
export function studyFiles(study: Study, dialect: TextDialect): readonly NewFile[] {
  const columns = studyColumns(study)
  const header = columns.map(({ name }) => name)
  const rows = study.rows.map((row) => columns.map(({ cell }) => cell(row)))
  const dictionary = columns.map(({ name, type, unit, meaning }) => [name, type, unit, meaning])
  return [
    { name: 'study_responses.csv', text: csvText(header, rows, dialect) },
    { name: 'study_dictionary.csv', text: csvText(DICTIONARY_HEADER, dictionary, dialect) },
    { name: 'study_README.txt', text: studyNotes(dialect, study) },
    ...adjustmentFiles(study, dialect),
  ]
}

function adjustmentFiles(study: Study, dialect: TextDialect): readonly NewFile[] {
  if (study.adjustment === null) return []
  const { header, rows } = adjustmentTable(study.adjustments)
  return [{ name: 'study_adjustments.csv', text: csvText(header, rows, dialect) }]
}

/**
 * Writes the files of a study; each appears whole or not at all. Resolves to their paths.
 * Rejects with AssaydError `export-write`.
 */
export async function writeStudy(
  study: Study,
  { folder, dialect }: StudyTarget,
): Promise<readonly string[]> {
  await sweepLeftovers(folder)
  return writeWhole(folder, studyFiles(study, dialect))
}
