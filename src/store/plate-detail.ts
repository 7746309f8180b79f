import type { PlateDetail } from '../ports/store.ts'
import { loadAnalysesOfPlate } from './analyses.ts'
import { loadAssignmentsOfPlate, loadMasks, loadVerdicts } from './decisions.ts'
import { loadSummaries } from './plate-list.ts'
import { loadRecord } from './plates.ts'
import { loadRead } from './reads.ts'
import { numberAt } from './rows.ts'
import type { Session } from './session.ts'

const MOVED = `
  SELECT read_id FROM plate_reads WHERE plate = ? AND NOT EXISTS (
    SELECT 1 FROM plate_reads_now AS now
    WHERE now.read_id = plate_reads.read_id AND now.plate = plate_reads.plate)
  ORDER BY read_number`

/** Everything about one plate; undefined when there is none of that name. */
export function loadPlate(session: Session, plate: string): PlateDetail | undefined {
  const record = loadRecord(session, plate)
  if (record === undefined) return undefined
  const reads = session
    .all('SELECT read_id FROM plate_reads WHERE plate = ? ORDER BY read_number', plate)
    .map((row) => loadRead(session, numberAt(row, 'read_id')))
  return {
    record,
    reads,
    movedReads: session.all(MOVED, plate).map((row) => numberAt(row, 'read_id')),
    analyses: loadAnalysesOfPlate(session, plate),
    masks: loadMasks(session, plate),
    assignments: loadAssignmentsOfPlate(session, plate),
    verdicts: loadVerdicts(session, plate),
    lapsed: loadSummaries(session, { plate })[0]?.lapsed ?? null,
  }
}
