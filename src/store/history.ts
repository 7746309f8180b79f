import type { HistoricPlate } from '../core/history.ts'
import type { HistoryQuery } from '../ports/queries.ts'
import { loadCurve, standardFromRow } from './curves.ts'
import { sampleFromRow } from './results.ts'
import { textAt } from './rows.ts'
import type { Session } from './session.ts'

/**
 * The newest analysis of each plate of the assay and lot that was read before this one, that no
 * rule blocked and nobody rejected: the first of the lot, which fix the control limits, and the
 * newest.
 */
const EARLIER = `
  WITH earlier AS (
    SELECT analyses.analysis_id, analyses.read_id
    FROM analyses JOIN analyses_now USING (analysis_id)
    WHERE analyses.assay_id = ? AND analyses.kit_lot = ?
      AND analyses.plate <> ? AND analyses.read_id < ?
      AND NOT EXISTS (SELECT 1 FROM flags
        WHERE flags.analysis_id = analyses.analysis_id AND severity = 'block')
      AND NOT EXISTS (SELECT 1 FROM verdicts
        WHERE verdicts.analysis_id = analyses.analysis_id AND verdict = 'rejected'
          AND NOT EXISTS (SELECT 1 FROM verdicts AS later
            WHERE later.analysis_id = verdicts.analysis_id
              AND later.verdict_id > verdicts.verdict_id)))
  SELECT analysis_id, read_id FROM (SELECT * FROM earlier ORDER BY read_id LIMIT ?)
  UNION
  SELECT analysis_id, read_id FROM (SELECT * FROM earlier ORDER BY read_id DESC LIMIT ?)
  ORDER BY read_id`

const STANDARDS = 'SELECT * FROM standard_results WHERE analysis_id = ? ORDER BY position'
const CONTROLS = `
  SELECT * FROM sample_results WHERE analysis_id = ? AND role = 'control' ORDER BY position`

/** What quality rules compare a plate with, oldest first; standards, curve and controls alone. */
export function loadHistory(
  session: Session,
  { assayId, kitLot, plate, readId, firstMax, newestMax }: HistoryQuery,
): readonly (HistoricPlate & { readonly analysisId: string })[] {
  return session
    .all(EARLIER, assayId, kitLot, plate, readId, firstMax, newestMax)
    .map((row) => textAt(row, 'analysis_id'))
    .map((analysisId) => ({
      analysisId,
      curve: loadCurve(session, analysisId),
      standards: session.all(STANDARDS, analysisId).map((row) => standardFromRow(row)),
      samples: session.all(CONTROLS, analysisId).map((row) => sampleFromRow(row)),
    }))
}
