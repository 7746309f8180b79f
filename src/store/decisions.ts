import type { WellMask } from '../core/masks.ts'
import type { RunSheet } from '../core/run-sheet.ts'
import type { AuditAct, AuditSubject } from '../ports/audit.ts'
import type { Sourced } from '../ports/settings.ts'
import type {
  Assignment,
  MaskChange,
  StoredAssignment,
  StoredVerdict,
  Verdict,
} from '../ports/decisions.ts'
import { digestOf } from './audit-scopes.ts'
import { isSheet } from './expectations.ts'
import {
  isRead,
  loadRecord,
  noteWhetherAnalysed,
  plateOfRead,
  shareRead,
  waitForAnalysis,
} from './plates.ts'
import { jsonAt, jsonFrom, numberAt, textAt, textOrNullAt, wordAt } from './rows.ts'
import type { Row } from './rows.ts'
import type { Session } from './session.ts'
import { VERDICTS } from './words.ts'

/**
 * The plate it leaves keeps its analyses; those of this read count no more, since it is another
 * plate's. Where the plate has no other read it keeps its record too, and no mask: they were of the
 * plastic that left.
 */
export function assign(session: Session, assignment: Assignment): void {
  const { readId, record, sheet, masks = [], at, deed } = assignment
  const from = plateOfRead(session, readId)
  const left = from === undefined ? undefined : loadRecord(session, from)
  if (left === undefined) throw new RangeError(`Expected a read of a plate, got ${readId}.`)
  shareRead(session, record, readId)
  session.insert('assignments', {
    read_id: readId,
    from_plate: left.plate,
    plate: record.plate,
    sheet_json: sheet === null ? null : jsonFrom(sheet),
    ...deed,
    at,
  })
  session.record({
    ...deed,
    act: 'assigned',
    subject: { kind: 'assignment', key: String(session.lastKey()) },
    before: { plate: left.plate, layout: left.layoutId },
    after: { plate: record.plate, layout: record.layoutId, sheet: sheet?.hash ?? null },
  })
  for (const { well, reason } of masks) {
    const mask = { plate: record.plate, wells: [well], isMasked: true, at }
    saveMasks(session, { ...mask, deed: { who: deed.who, reason } })
  }
  if (!isRead(session, left.plate)) unmaskAll(session, left.plate, assignment)
  noteWhetherAnalysed(session, left)
  if (assignment.left) {
    shareRead(session, assignment.left.record, assignment.left.readId)
    waitForAnalysis(session, assignment.left.record)
  }
  // Also one whose read was analysed before: what is said of it now is another.
  waitForAnalysis(session, record)
}

function unmaskAll(
  session: Session,
  plate: string,
  { readId, record, at, deed }: Assignment,
): void {
  const wells = loadMasks(session, plate).map(({ well }) => well)
  const reason = `${deed.reason} (read ${readId} was given to '${record.plate}')`
  saveMasks(session, { plate, wells, isMasked: false, at, deed: { who: deed.who, reason } })
}

const OF_PLATE = `
  SELECT read_id, from_plate, plate, who, reason, at FROM assignments
  WHERE from_plate = ? OR plate = ? ORDER BY assignment_id`
const OF_READ = `
  SELECT read_id, from_plate, plate, who, reason, at FROM assignments
  WHERE read_id = ? ORDER BY assignment_id`

/** What was given to the plate and taken from it, oldest first. */
export function loadAssignmentsOfPlate(
  session: Session,
  plate: string,
): readonly StoredAssignment[] {
  return session.all(OF_PLATE, plate, plate).map(assignmentFromRow)
}

/** Where the read went, oldest first. */
export function loadAssignmentsOfRead(
  session: Session,
  readId: number,
): readonly StoredAssignment[] {
  return session.all(OF_READ, readId).map(assignmentFromRow)
}

function assignmentFromRow(row: Row): StoredAssignment {
  return {
    readId: numberAt(row, 'read_id'),
    from: textAt(row, 'from_plate'),
    to: textAt(row, 'plate'),
    who: textAt(row, 'who'),
    reason: textAt(row, 'reason'),
    at: textAt(row, 'at'),
  }
}

const SHEET = `
  SELECT sheet_json FROM assignments WHERE read_id = ? ORDER BY assignment_id DESC LIMIT 1`

/** Undefined when nobody assigned the read, null when it was assigned without a sheet. */
export function loadAssignedSheet(
  session: Session,
  readId: number,
): Sourced<RunSheet> | null | undefined {
  const row = session.first(SHEET, readId)
  if (row === undefined || row['sheet_json'] === null) return row && null
  return jsonAt(row, 'sheet_json', isSheet)
}

/** A well that is as it should be already gets no row; a change asks for another analysis. */
export function saveMasks(
  session: Session,
  { plate, wells, isMasked, at, deed }: MaskChange,
): void {
  const masked = new Set(loadMasks(session, plate).map(({ well }) => well))
  const changed = wells.filter((one) => masked.has(one) !== isMasked)
  for (const well of changed) {
    session.insert('masks', { plate, well, is_masked: Number(isMasked), ...deed, at })
    const subject: AuditSubject = { kind: 'mask', key: String(session.lastKey()) }
    const act: AuditAct = isMasked ? 'masked' : 'unmasked'
    const [before, after] = [!isMasked, isMasked].map((one) => ({ plate, well, isMasked: one }))
    session.record({ ...deed, act, subject, before, after })
  }
  const record = loadRecord(session, plate)
  if (record !== undefined && changed.length > 0) waitForAnalysis(session, record)
}

const MASKS = `
  SELECT well, who, reason, at FROM masks AS mask WHERE plate = ? AND is_masked = 1
    AND NOT EXISTS (SELECT 1 FROM masks AS later
      WHERE later.plate = mask.plate AND later.well = mask.well AND later.mask_id > mask.mask_id)
  ORDER BY mask_id`

/** The wells that are masked now. */
export function loadMasks(session: Session, plate: string): readonly WellMask[] {
  return session.all(MASKS, plate).map((row) => ({
    well: textAt(row, 'well'),
    who: textAt(row, 'who'),
    reason: textAt(row, 'reason'),
    at: textAt(row, 'at'),
  }))
}

/** Throws RangeError when there is no such analysis. */
export function saveVerdict(session: Session, said: Verdict): void {
  const { analysisId, verdict, meaning, name, at, deed } = said
  const known = session.first('SELECT 1 FROM analyses WHERE analysis_id = ?', analysisId)
  if (known === undefined) throw new RangeError(`Expected a stored analysis, got '${analysisId}'.`)
  const before = verdictOf(session, analysisId)
  const row = { analysis_id: analysisId, verdict, meaning, ...deed, at, signed_name: name }
  session.insert('verdicts', row)
  session.record({
    ...deed,
    act: verdict,
    subject: { kind: 'verdict', key: String(session.lastKey()) },
    before: { analysis: analysisId, verdict: before },
    // What was signed is named by its digest: the signature holds for these rows and no others.
    after: {
      analysis: analysisId,
      digest: digestOf(session, { kind: 'analysis', key: analysisId }),
      verdict,
      meaning,
      name,
    },
  })
}

const VERDICT = `
  SELECT verdict FROM verdicts WHERE analysis_id = ? ORDER BY verdict_id DESC LIMIT 1`

/** What was signed last for the analysis; null while nobody has. */
export function verdictOf(session: Session, analysisId: string): Verdict['verdict'] | null {
  const row = session.first(VERDICT, analysisId)
  return row === undefined ? null : wordAt(row, 'verdict', VERDICTS)
}

const VERDICTS_OF_PLATE = `
  SELECT verdicts.* FROM verdicts JOIN analyses USING (analysis_id)
  WHERE plate = ? ORDER BY verdict_id`

/** Everything that was ever signed for the plate's analyses, oldest first. */
export function loadVerdicts(session: Session, plate: string): readonly StoredVerdict[] {
  return session.all(VERDICTS_OF_PLATE, plate).map((row) => ({
    analysisId: textAt(row, 'analysis_id'),
    verdict: wordAt(row, 'verdict', VERDICTS),
    meaning: textAt(row, 'meaning'),
    name: textOrNullAt(row, 'signed_name') ?? textAt(row, 'who'),
    who: textAt(row, 'who'),
    reason: textAt(row, 'reason'),
    at: textAt(row, 'at'),
  }))
}
