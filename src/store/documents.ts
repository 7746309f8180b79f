import { createHash } from 'node:crypto'

import type { StoredDocument } from '../ports/store.ts'
import { textAt, wordAt } from './rows.ts'
import type { Session } from './session.ts'
import { DOCUMENT_KINDS } from './words.ts'

/** A text with its SHA-256, in hex. */
type KeptText = Pick<StoredDocument, 'hash' | 'text'>

/**
 * A hash that is not the text's own would make the evidence worthless, so it is never taken on
 * trust.
 */
function insistOnHash({ hash, text }: KeptText): void {
  const actual = createHash('sha256').update(text).digest('hex')
  if (actual === hash) return
  const first = text.split('\n', 1)[0] ?? ''
  throw new RangeError(`Expected '${first}…' to have the SHA-256 '${actual}', got '${hash}'.`)
}

/** A text is kept once however often it was used. */
export function insertText(session: Session, document: KeptText): void {
  const known = session.first('SELECT 1 FROM documents WHERE hash = ?', document.hash)
  if (known !== undefined) return
  insistOnHash(document)
  session.insert('documents', { hash: document.hash, text: document.text })
}

/** The documents of an analysis. */
export function insertDocuments(
  session: Session,
  analysisId: string,
  documents: readonly StoredDocument[],
): void {
  for (const [index, document] of documents.entries()) {
    insertText(session, document)
    session.insert('analysis_documents', {
      analysis_id: analysisId,
      position: index + 1,
      kind: document.kind,
      document_id: document.id,
      hash: document.hash,
    })
  }
}

/** LEFT, so that a text that is gone is an error and not a document fewer. */
const OF_ANALYSIS = `
  SELECT kind, document_id, analysis_documents.hash, text
  FROM analysis_documents LEFT JOIN documents USING (hash)
  WHERE analysis_id = ? ORDER BY position`

export function loadDocuments(session: Session, analysisId: string): readonly StoredDocument[] {
  return session.all(OF_ANALYSIS, analysisId).map((row) => ({
    hash: textAt(row, 'hash'),
    kind: wordAt(row, 'kind', DOCUMENT_KINDS),
    id: textAt(row, 'document_id'),
    text: textAt(row, 'text'),
  }))
}
