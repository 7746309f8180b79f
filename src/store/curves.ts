import type { Curve, Estimate, StandardResult, WorkingRange } from '../core/analysis.ts'
import { CURVE_MODELS } from '../core/curve/curve-models.ts'
import { AssaydError } from '../core/errors.ts'
import { flagAt, jsonAt, jsonFrom, numberAt, numberOrNullAt, textAt, wordAt } from './rows.ts'
import type { Row } from './rows.ts'
import type { Session } from './session.ts'
import { MODELS, POINTS, WEIGHTS, isMatrix, isTexts } from './words.ts'

export function insertCurve(session: Session, analysisId: string, curve: Curve): void {
  session.insert('curves', {
    analysis_id: analysisId,
    model: curve.model,
    weights: curve.weights,
    points: curve.points,
    converged: Number(curve.converged),
    reason: curve.reason,
    covariance_json: jsonFrom(curve.covariance),
    wrss: curve.wrss,
    rss: curve.rss,
    sigma: curve.sigma,
    df: curve.df,
    r2: curve.r2,
    condition_number: curve.condition,
    od_floor: curve.odFloor,
  })
  for (const [parameter, { value, se }] of Object.entries(curve.parameters)) {
    session.insert('curve_parameters', { analysis_id: analysisId, parameter, value, se })
  }
}

function loadParameters(session: Session, analysisId: string): Curve['parameters'] {
  const sql = 'SELECT parameter, value, se FROM curve_parameters WHERE analysis_id = ?'
  const rows = session
    .all(sql, analysisId)
    .map((row): [string, Estimate] => [
      textAt(row, 'parameter'),
      { value: numberAt(row, 'value'), se: numberOrNullAt(row, 'se') },
    ])
  return Object.fromEntries(rows)
}

/**
 * The parameters of the model must all be there; those of a curve through its standards have no
 * names.
 */
function checkParameters(curve: Curve, analysisId: string): Curve {
  for (const { name } of CURVE_MODELS[curve.model].parameters) {
    if (curve.parameters[name] !== undefined) continue
    throw new AssaydError('store-damaged', `The curve of '${analysisId}' lacks '${name}'.`)
  }
  return curve
}

export function loadCurve(session: Session, analysisId: string): Curve | null {
  const row = session.first('SELECT * FROM curves WHERE analysis_id = ?', analysisId)
  if (row === undefined) return null
  const curve: Curve = {
    model: wordAt(row, 'model', MODELS),
    weights: wordAt(row, 'weights', WEIGHTS),
    points: wordAt(row, 'points', POINTS),
    converged: flagAt(row, 'converged'),
    reason: textAt(row, 'reason'),
    parameters: loadParameters(session, analysisId),
    covariance: jsonAt(row, 'covariance_json', isMatrix),
    wrss: numberAt(row, 'wrss'),
    rss: numberAt(row, 'rss'),
    sigma: numberAt(row, 'sigma'),
    df: numberAt(row, 'df'),
    r2: numberAt(row, 'r2'),
    condition: numberAt(row, 'condition_number'),
    odFloor: numberAt(row, 'od_floor'),
  }
  return checkParameters(curve, analysisId)
}

export function rangeAt(row: Row): WorkingRange | null {
  const [lloq, uloq] = [numberOrNullAt(row, 'lloq'), numberOrNullAt(row, 'uloq')]
  return lloq === null || uloq === null ? null : { lloq, uloq }
}

export function rowFromStandard(from: StandardResult): Row {
  return {
    level: from.level,
    nominal: from.nominal,
    wells_json: jsonFrom(from.wells),
    mean_od: from.meanOd,
    sd_od: from.sdOd,
    cv_od_percent: from.cvOdPercent,
    back_fit: from.backFit,
    recovery_percent: from.recoveryPercent,
    passes: Number(from.passes),
  }
}

export function standardFromRow(row: Row): StandardResult {
  return {
    level: numberAt(row, 'level'),
    nominal: numberAt(row, 'nominal'),
    wells: jsonAt(row, 'wells_json', isTexts),
    meanOd: numberOrNullAt(row, 'mean_od'),
    sdOd: numberOrNullAt(row, 'sd_od'),
    cvOdPercent: numberOrNullAt(row, 'cv_od_percent'),
    backFit: numberOrNullAt(row, 'back_fit'),
    recoveryPercent: numberOrNullAt(row, 'recovery_percent'),
    passes: flagAt(row, 'passes'),
  }
}
