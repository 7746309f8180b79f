import { controlName } from '../core/history.ts'
import type {
  Calibration,
  Measured,
  StudyControl,
  StudyPlate,
  StudySample,
  StudySpecimen,
  WaitingPlate,
} from '../core/study/study.ts'
import { loadCurve } from './curves.ts'
import { flagFromRow, responseFromRow, sampleFromRow } from './results.ts'
import { flagAt, jsonAt, numberAt, numberOrNullAt, textAt, wordAt } from './rows.ts'
import type { Row } from './rows.ts'
import type { Session } from './session.ts'
import { isNumbers, isTexts, VERDICTS } from './words.ts'

/**
 * Without a run sheet among its documents, an analysis is of placeholders, whatever is known of the
 * plate by now.
 */
const NEWEST = `
  SELECT analyses.analysis_id, analyses.plate, analyses.code_version, analyses.read_id,
    analyses.analyte, analyses.unit, analyses.assay_id, analyses.kit_lot, reads.received_at,
    EXISTS (SELECT 1 FROM analysis_documents
      WHERE analysis_documents.analysis_id = analyses.analysis_id AND kind = 'run-sheet') AS named,
    (SELECT verdict FROM verdicts WHERE verdicts.analysis_id = analyses.analysis_id
      ORDER BY verdict_id DESC LIMIT 1) AS verdict,
    EXISTS (SELECT 1 FROM analyses AS one JOIN verdicts USING (analysis_id)
      WHERE one.plate = analyses.plate) AS judged
  FROM analyses
  JOIN analyses_now USING (analysis_id)
  JOIN reads ON reads.read_id = analyses.read_id
  ORDER BY analyses.read_id`

const WAITING = `
  SELECT plate, layout_id FROM plates
  WHERE EXISTS (SELECT 1 FROM plate_reads_now WHERE plate_reads_now.plate = plates.plate)
    AND NOT EXISTS (SELECT 1 FROM analyses_now WHERE analyses_now.plate = plates.plate)
  ORDER BY rowid`

const RESPONSES = 'SELECT * FROM responses WHERE analysis_id = ? ORDER BY position'
const FLAGS = 'SELECT * FROM flags WHERE analysis_id = ? ORDER BY position'
const SAMPLES = `
  SELECT slot, condition, dilution, wells_json FROM sample_results
  WHERE analysis_id = ? AND role = 'sample' ORDER BY position`
const CONTROLS = `
  SELECT * FROM sample_results WHERE analysis_id = ? AND role = 'control' ORDER BY position`
const STANDARD_WELLS = `
  SELECT standard_results.nominal, well_results.od
  FROM well_results JOIN standard_results USING (analysis_id, level)
  WHERE analysis_id = ? AND role = 'standard' AND od IS NOT NULL ORDER BY well_results.position`
const SPECIMENS = `
  SELECT slot, condition, dilutions_used_json FROM specimen_results
  WHERE analysis_id = ? ORDER BY position`

function studySampleFromRow(row: Row): StudySample {
  return {
    slot: numberOrNullAt(row, 'slot'),
    condition: textAt(row, 'condition'),
    dilution: numberAt(row, 'dilution'),
    wells: jsonAt(row, 'wells_json', isTexts),
  }
}

function specimenFromRow(row: Row): StudySpecimen {
  return {
    slot: numberAt(row, 'slot'),
    condition: textAt(row, 'condition'),
    dilutionsUsed: jsonAt(row, 'dilutions_used_json', isNumbers),
  }
}

function controlFromRow(row: Row): StudyControl {
  const sample = sampleFromRow(row)
  return { name: controlName(sample), concentration: sample.concentration }
}

function loadCalibration(session: Session, analysisId: string): Calibration | null {
  const curve = loadCurve(session, analysisId)
  if (curve === null) return null
  const points = session.all(STANDARD_WELLS, analysisId).map((row) => ({
    concentration: numberAt(row, 'nominal'),
    od: numberAt(row, 'od'),
  }))
  return { curve, points }
}

function plateFromRow(session: Session, row: Row): StudyPlate {
  const analysisId = textAt(row, 'analysis_id')
  return {
    plate: textAt(row, 'plate'),
    analysisId,
    codeVersion: textAt(row, 'code_version'),
    readId: numberAt(row, 'read_id'),
    readAt: textAt(row, 'received_at'),
    assayId: textAt(row, 'assay_id'),
    kitLot: textAt(row, 'kit_lot'),
    isNamed: flagAt(row, 'named'),
    analyte: textAt(row, 'analyte'),
    unit: textAt(row, 'unit'),
    samples: session.all(SAMPLES, analysisId).map(studySampleFromRow),
    specimens: session.all(SPECIMENS, analysisId).map(specimenFromRow),
    responses: session.all(RESPONSES, analysisId).map(responseFromRow),
    controls: session.all(CONTROLS, analysisId).map(controlFromRow),
    calibration: loadCalibration(session, analysisId),
    flags: session.all(FLAGS, analysisId).map(flagFromRow),
    verdict: row['verdict'] === null ? null : wordAt(row, 'verdict', VERDICTS),
    isLapsed: row['verdict'] === null && flagAt(row, 'judged'),
  }
}

function waitingFromRow(row: Row): WaitingPlate {
  return { plate: textAt(row, 'plate'), isAssigned: textAt(row, 'layout_id') !== '' }
}

/** The newest analysis of every plate, without its wells, and the plates that have none. */
export function loadMeasured(session: Session): Measured {
  return {
    plates: session.all(NEWEST).map((row) => plateFromRow(session, row)),
    waiting: session.all(WAITING).map(waitingFromRow),
  }
}
