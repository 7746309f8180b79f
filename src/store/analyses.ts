import type { Analysis } from '../core/analysis.ts'
import type { NewAnalysis, StoredAnalysis, StoredDocument } from '../ports/store.ts'
import { insertCurve, loadCurve, rangeAt, rowFromStandard, standardFromRow } from './curves.ts'
import { verdictOf } from './decisions.ts'
import { insertDocuments, loadDocuments } from './documents.ts'
import { cellsFromRecord, recordFromRow } from './records.ts'
import {
  flagFromRow,
  responseFromRow,
  rowFromFlag,
  rowFromResponse,
  rowFromSample,
  rowFromWell,
  sampleFromRow,
  wellFromRow,
} from './results.ts'
import { numberAt, textAt, wordAt } from './rows.ts'
import type { Row } from './rows.ts'
import type { Session } from './session.ts'
import { PROFILE_IDS } from './words.ts'
import { rowFromSpecimen, specimenFromRow } from './specimens.ts'

type Lists = 'standards' | 'wells' | 'samples' | 'specimens' | 'responses' | 'flags'

/** The tables that hold an analysis' lists, each with its way in. */
const LISTS = {
  standards: 'standard_results',
  wells: 'well_results',
  samples: 'sample_results',
  specimens: 'specimen_results',
  responses: 'responses',
  flags: 'flags',
} as const satisfies Record<Lists, string>

function insertList(session: Session, key: { table: string; id: string }, rows: readonly Row[]) {
  for (const [index, row] of rows.entries()) {
    session.insert(key.table, { analysis_id: key.id, position: index + 1, ...row })
  }
}

function insertLists(session: Session, id: string, analysis: Analysis): void {
  const into = (table: string) => ({ table, id })
  insertList(session, into(LISTS.standards), analysis.standards.map(rowFromStandard))
  insertList(session, into(LISTS.wells), analysis.wells.map(rowFromWell))
  insertList(session, into(LISTS.samples), analysis.samples.map(rowFromSample))
  insertList(session, into(LISTS.specimens), analysis.specimens.map(rowFromSpecimen))
  insertList(session, into(LISTS.responses), analysis.responses.map(rowFromResponse))
  insertList(session, into(LISTS.flags), analysis.flags.map(rowFromFlag))
}

function nextVersion(session: Session, plate: string): number {
  const sql = 'SELECT coalesce(max(version), 0) + 1 AS next FROM analyses WHERE plate = ?'
  const row = session.first(sql, plate)
  return row === undefined ? 1 : numberAt(row, 'next')
}

function insistOnOwnRecord({ plate, record }: NewAnalysis): void {
  if (record.plate === plate) return
  throw new RangeError(`Expected the record of plate '${plate}', got that of '${record.plate}'.`)
}

/** The version before, with what was signed for it: that is not of the new one. */
function whatStood(session: Session, plate: string, version: number) {
  const verdict = verdictOf(session, `${plate}/${version}`)
  return verdict === null ? { version } : { version, verdict }
}

/** Stores the analysis as the plate's next version, and notes that it waits to be exported. */
export function insertAnalysis(session: Session, from: NewAnalysis): StoredAnalysis {
  insistOnOwnRecord(from)
  const version = nextVersion(session, from.plate)
  const analysisId = `${from.plate}/${version}`
  const { analysis } = from
  session.insert('analyses', {
    analysis_id: analysisId,
    plate: from.plate,
    version,
    read_id: from.readId,
    analysed_at: from.analysedAt,
    code_version: from.codeVersion,
    ...cellsFromRecord(from.record),
    analyte: analysis.analyte,
    unit: analysis.unit,
    profile: analysis.profile,
    lloq: analysis.range?.lloq ?? null,
    uloq: analysis.range?.uloq ?? null,
  })
  insertDocuments(session, analysisId, from.documents)
  if (analysis.curve !== null) insertCurve(session, analysisId, analysis.curve)
  insertLists(session, analysisId, analysis)
  session.insert('analyses_to_export', { analysis_id: analysisId })
  session.record({
    who: from.deed?.who ?? 'assayd',
    reason: from.deed?.reason ?? '',
    act: 'analysis-stored',
    subject: { kind: 'analysis', key: analysisId },
    before: version === 1 ? null : whatStood(session, from.plate, version - 1),
    after: {
      version,
      read: from.readId,
      codeVersion: from.codeVersion,
      documents: Object.fromEntries(
        from.documents.map(({ kind, id, hash }) => [`${kind} ${id}`, hash]),
      ),
    },
  })
  return { ...from, analysisId, version }
}

function listOf<Item>(
  session: Session,
  key: { table: string; id: string },
  itemFromRow: (row: Row) => Item,
): readonly Item[] {
  const sql = `SELECT * FROM ${key.table} WHERE analysis_id = ? ORDER BY position`
  return session.all(sql, key.id).map((row) => itemFromRow(row))
}

function analysisFromRow(session: Session, row: Row): Analysis {
  const id = textAt(row, 'analysis_id')
  const from = (table: string) => ({ table, id })
  return {
    unit: textAt(row, 'unit'),
    analyte: textAt(row, 'analyte'),
    profile: row['profile'] === null ? null : wordAt(row, 'profile', PROFILE_IDS),
    curve: loadCurve(session, id),
    range: rangeAt(row),
    standards: listOf(session, from(LISTS.standards), standardFromRow),
    wells: listOf(session, from(LISTS.wells), wellFromRow),
    samples: listOf(session, from(LISTS.samples), sampleFromRow),
    specimens: listOf(session, from(LISTS.specimens), specimenFromRow),
    responses: listOf(session, from(LISTS.responses), responseFromRow),
    flags: listOf(session, from(LISTS.flags), flagFromRow),
  }
}

function storedFromRow(session: Session, row: Row): StoredAnalysis {
  const analysisId = textAt(row, 'analysis_id')
  const documents: readonly StoredDocument[] = loadDocuments(session, analysisId)
  return {
    analysisId,
    plate: textAt(row, 'plate'),
    version: numberAt(row, 'version'),
    record: recordFromRow(row),
    readId: numberAt(row, 'read_id'),
    analysedAt: textAt(row, 'analysed_at'),
    codeVersion: textAt(row, 'code_version'),
    documents,
    analysis: analysisFromRow(session, row),
  }
}

/** Every analysis of the plate, newest last. */
export function loadAnalysesOfPlate(session: Session, plate: string): readonly StoredAnalysis[] {
  return session
    .all('SELECT * FROM analyses WHERE plate = ? ORDER BY version', plate)
    .map((row) => storedFromRow(session, row))
}

/** CROSS JOIN has SQLite begin at the few that wait, not at the many that are stored. */
const TO_EXPORT = 'analyses_to_export CROSS JOIN analyses USING (analysis_id)'

/** The ids of analyses that were not exported, in the order they were made. */
export function loadExportsWaiting(session: Session): readonly string[] {
  const sql = `SELECT analysis_id FROM ${TO_EXPORT} ORDER BY analyses.rowid`
  return session.all(sql).map((row) => textAt(row, 'analysis_id'))
}

/** One of them; undefined when it was exported meanwhile. */
export function loadAnalysisToExport(session: Session, id: string): StoredAnalysis | undefined {
  const sql = `SELECT analyses.* FROM ${TO_EXPORT} WHERE analysis_id = ?`
  const row = session.first(sql, id)
  return row && storedFromRow(session, row)
}

/** Notes an export. Throws RangeError when there is no such analysis. */
export function insertExport(
  session: Session,
  analysisId: string,
  note: { readonly exported_at: string; readonly files_json: string },
): void {
  const known = session.first('SELECT 1 FROM analyses WHERE analysis_id = ?', analysisId)
  if (known === undefined) throw new RangeError(`Expected a stored analysis, got '${analysisId}'.`)
  session.insert('exports', { analysis_id: analysisId, ...note })
  const key = String(session.lastKey())
  session.run('DELETE FROM analyses_to_export WHERE analysis_id = ?', analysisId)
  session.record({
    who: 'assayd',
    reason: '',
    act: 'exported',
    subject: { kind: 'export', key },
    before: null,
    after: { analysis: analysisId },
  })
}
