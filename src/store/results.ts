import type { Flag, Response, SampleResult, WellResult } from '../core/analysis.ts'
import {
  boundedAt,
  cellsFromBounded,
  cellsFromConcentration,
  cellsFromSubject,
  concentrationAt,
  subjectAt,
} from './concentrations.ts'
import { cellsFromValue, valueAt } from './reads.ts'
import { flagAt, jsonAt, jsonFrom, numberAt, numberOrNullAt, textAt, wordAt } from './rows.ts'
import type { Row } from './rows.ts'
import {
  BASELINE_KINDS,
  RESPONDER_CALLS,
  RESPONSE_STATES,
  SEVERITIES,
  isTexts,
  isWellValues,
} from './words.ts'

export function rowFromWell(from: WellResult): Row {
  return {
    well: from.well,
    ...cellsFromSubject(from),
    level: from.level,
    replicate: from.replicate,
    ...cellsFromValue(from.od),
    od_by_nm_json: jsonFrom(from.odByNm),
    ...cellsFromConcentration('concentration', from.concentration),
    concentration_in_well: from.concentrationInWell,
  }
}

export function wellFromRow(row: Row): WellResult {
  return {
    well: textAt(row, 'well'),
    ...subjectAt(row),
    level: numberOrNullAt(row, 'level'),
    replicate: numberAt(row, 'replicate'),
    od: valueAt(row),
    odByNm: jsonAt(row, 'od_by_nm_json', isWellValues),
    concentration: concentrationAt(row, 'concentration'),
    concentrationInWell: numberOrNullAt(row, 'concentration_in_well'),
  }
}

export function rowFromSample(from: SampleResult): Row {
  return {
    ...cellsFromSubject(from),
    wells_json: jsonFrom(from.wells),
    n: from.n,
    mean_od: from.meanOd,
    sd_od: from.sdOd,
    cv_od_percent: from.cvOdPercent,
    ...cellsFromConcentration('concentration', from.concentration),
    of_mean_od: from.ofMeanOd,
    mean_of_wells: from.meanOfWells,
    sd_of_wells: from.sdOfWells,
    cv_of_wells_percent: from.cvOfWellsPercent,
  }
}

export function sampleFromRow(row: Row): SampleResult {
  return {
    ...subjectAt(row),
    wells: jsonAt(row, 'wells_json', isTexts),
    n: numberAt(row, 'n'),
    meanOd: numberOrNullAt(row, 'mean_od'),
    sdOd: numberOrNullAt(row, 'sd_od'),
    cvOdPercent: numberOrNullAt(row, 'cv_od_percent'),
    concentration: concentrationAt(row, 'concentration'),
    ofMeanOd: numberOrNullAt(row, 'of_mean_od'),
    meanOfWells: numberOrNullAt(row, 'mean_of_wells'),
    sdOfWells: numberOrNullAt(row, 'sd_of_wells'),
    cvOfWellsPercent: numberOrNullAt(row, 'cv_of_wells_percent'),
  }
}

export function rowFromResponse(from: Response): Row {
  const { slot, specimen, mother, visit, date, organism } = from
  return {
    slot,
    specimen,
    mother,
    visit,
    date,
    organism,
    baseline_kind: from.baselineKind,
    ...cellsFromConcentration('baseline', from.baseline),
    baseline_dilution: from.baselineDilution,
    ...cellsFromConcentration('challenge', from.challenge),
    challenge_dilution: from.challengeDilution,
    ...cellsFromBounded('delta', from.delta),
    ...cellsFromBounded('fold', from.fold),
    ...cellsFromBounded('log2_fold', from.log2Fold),
    state: from.state,
    reason: from.reason,
    responder: from.responder,
    is_replicated: Number(from.isReplicated),
  }
}

export function responseFromRow(row: Row): Response {
  return {
    slot: numberAt(row, 'slot'),
    specimen: textAt(row, 'specimen'),
    mother: textAt(row, 'mother'),
    visit: textAt(row, 'visit'),
    date: textAt(row, 'date'),
    organism: textAt(row, 'organism'),
    baselineKind: wordAt(row, 'baseline_kind', BASELINE_KINDS),
    baseline: concentrationAt(row, 'baseline'),
    challenge: concentrationAt(row, 'challenge'),
    baselineDilution: numberAt(row, 'baseline_dilution'),
    challengeDilution: numberAt(row, 'challenge_dilution'),
    delta: boundedAt(row, 'delta'),
    fold: boundedAt(row, 'fold'),
    log2Fold: boundedAt(row, 'log2_fold'),
    state: wordAt(row, 'state', RESPONSE_STATES),
    reason: textAt(row, 'reason'),
    responder: wordAt(row, 'responder', RESPONDER_CALLS),
    isReplicated: flagAt(row, 'is_replicated'),
  }
}

export function rowFromFlag(from: Flag): Row {
  return {
    rule: from.rule,
    severity: from.severity,
    message: from.message,
    hint: from.hint,
    value: from.value,
    limit_value: from.limit,
    wells_json: jsonFrom(from.wells),
  }
}

export function flagFromRow(row: Row): Flag {
  return {
    rule: textAt(row, 'rule'),
    severity: wordAt(row, 'severity', SEVERITIES),
    message: textAt(row, 'message'),
    hint: textAt(row, 'hint'),
    value: numberOrNullAt(row, 'value'),
    limit: numberOrNullAt(row, 'limit_value'),
    wells: jsonAt(row, 'wells_json', isTexts),
  }
}
