import type { ArchivedCapture, OldCapture } from '../ports/archive.ts'
import type { Session } from './session.ts'
import { sealFromRow } from './captures.ts'
import { flagAt, textAt, textOrNullAt } from './rows.ts'

const BY_FILE = `
  SELECT captures.capture_id, started_at, settled, bytes, seals.sha256, folder FROM captures
  LEFT JOIN capture_seals AS seals USING (capture_id)
  LEFT JOIN archived_captures USING (capture_id)
  WHERE file = ?`

/** What is known of the capture of that file; undefined when no row names it. */
export function loadOldCapture(session: Session, file: string): OldCapture | undefined {
  const row = session.first(BY_FILE, file)
  if (row === undefined) return undefined
  return {
    captureId: textAt(row, 'capture_id'),
    startedAt: textAt(row, 'started_at'),
    isSettled: flagAt(row, 'settled'),
    seal: sealFromRow(row),
    archivedIn: textOrNullAt(row, 'folder'),
  }
}

/** From here on the file in the data folder may go. A capture is archived once. */
export function saveArchived(session: Session, archived: ArchivedCapture): void {
  const { captureId, folder, sha256, at } = archived
  session.insert('archived_captures', { capture_id: captureId, folder, sha256, at })
  session.record({
    who: 'assayd',
    reason: '',
    act: 'capture-archived',
    subject: { kind: 'archive', key: captureId },
    before: null,
    after: { folder, sha256 },
  })
}

/** The archive of each archived capture, by its file; none in a form that knows no archives. */
export function loadArchives(session: Session): ReadonlyMap<string, string> {
  const known = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'archived_captures'"
  if (session.first(known) === undefined) return new Map()
  const sql = 'SELECT file, folder FROM archived_captures JOIN captures USING (capture_id)'
  return new Map(session.all(sql).map((row) => [textAt(row, 'file'), textAt(row, 'folder')]))
}
