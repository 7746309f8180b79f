import type { CaptureSeal } from '../ports/capture.ts'
import type { StoredCapture } from '../ports/store.ts'
import { captureFromRow } from './heard.ts'
import { flagAt, numberAt, textAt, textOrNullAt } from './rows.ts'
import type { Row } from './rows.ts'
import type { Session } from './session.ts'

const READS = 'SELECT read_id, capture_id, last_byte FROM reads ORDER BY read_id'

const CAPTURES = `
  SELECT captures.*, bytes, seals.sha256, folder FROM captures
  LEFT JOIN capture_seals AS seals USING (capture_id)
  LEFT JOIN archived_captures USING (capture_id)
  ORDER BY captures.rowid`

/** The seal of a capture, where it has one. */
export function sealFromRow(row: Row): CaptureSeal | null {
  if (row['sha256'] === null) return null
  return { bytes: numberAt(row, 'bytes'), sha256: textAt(row, 'sha256') }
}

/** Every capture with the places of its reads, oldest first. */
export function loadCaptures(session: Session): readonly StoredCapture[] {
  const reads = Map.groupBy(session.all(READS), (row) => textAt(row, 'capture_id'))
  return session.all(CAPTURES).map((row) => ({
    ...captureFromRow(row),
    isSettled: flagAt(row, 'settled'),
    seal: sealFromRow(row),
    archivedIn: textOrNullAt(row, 'folder'),
    reads: (reads.get(textAt(row, 'capture_id')) ?? []).map((read) => ({
      readId: numberAt(read, 'read_id'),
      lastByte: numberAt(read, 'last_byte'),
    })),
  }))
}

/** The files of all captures, as they are stored. */
export function loadCaptureNames(session: Session): readonly string[] {
  return session.all('SELECT file FROM captures').map((row) => textAt(row, 'file'))
}

const ENDS = `
  SELECT file, settled, bytes, seals.sha256 FROM captures
  LEFT JOIN capture_seals AS seals USING (capture_id)`

/** How each capture ended, by its file; also in a form that knows no archives. */
export function loadCaptureEnds(session: Session) {
  return new Map(
    session.all(ENDS).map((row) => {
      return [textAt(row, 'file'), { isSettled: flagAt(row, 'settled'), seal: sealFromRow(row) }]
    }),
  )
}
