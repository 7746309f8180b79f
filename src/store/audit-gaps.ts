import { textAt } from './rows.ts'
import type { Session } from './session.ts'

/** Every text that an analysis, a configuration or the binding of a plate names. */
const GONE = `
  SELECT hash FROM analysis_documents
  UNION SELECT hash FROM configuration_files
  UNION SELECT CASE WHEN json_valid(after_json) THEN json_extract(after_json, '$.sheet') END
    FROM audit WHERE act = 'plate-bound'
  EXCEPT SELECT hash FROM documents`

const UNSENT = `
  SELECT analysis_id FROM analyses
  WHERE NOT EXISTS (SELECT 1 FROM exports WHERE exports.analysis_id = analyses.analysis_id)
    AND NOT EXISTS (SELECT 1 FROM analyses_to_export AS waiting
      WHERE waiting.analysis_id = analyses.analysis_id)
  ORDER BY rowid`

/** What is missing though no digest covers it: kept texts, and work that was to be done. */
export function gapsIn(session: Session): readonly string[] {
  const texts = session.all(GONE).flatMap((row) => {
    return row['hash'] === null ? [] : [`The kept text '${textAt(row, 'hash')}' is gone.`]
  })
  const unsent = session.all(UNSENT).map((row) => {
    return `Analysis '${textAt(row, 'analysis_id')}' was never exported, and waits for it no more.`
  })
  return [...texts, ...unsent]
}
