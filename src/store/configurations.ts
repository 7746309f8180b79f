import type { KeptConfiguration } from '../ports/store.ts'
import { insertText } from './documents.ts'
import { numberAt, textAt } from './rows.ts'
import type { Session } from './session.ts'

/** Keeps a configuration; the one that was taken last is not kept twice. */
export function saveConfiguration(session: Session, taken: KeptConfiguration): void {
  const { hash, files } = taken.version
  const newest = session.first(
    'SELECT hash FROM configurations ORDER BY configuration_id DESC LIMIT 1',
  )
  if (newest !== undefined && textAt(newest, 'hash') === hash) return
  session.insert('configurations', {
    taken_at: taken.takenAt,
    code_version: taken.codeVersion,
    hash,
  })
  const id = session.lastKey()
  for (const [index, file] of files.entries()) {
    insertText(session, file)
    session.insert('configuration_files', {
      configuration_id: id,
      position: index + 1,
      name: file.name,
      hash: file.hash,
    })
  }
  session.record({
    who: 'assayd',
    reason: '',
    act: 'configured',
    subject: { kind: 'configuration', key: String(id) },
    before: newest === undefined ? null : textAt(newest, 'hash'),
    after: hash,
  })
}

/** LEFT, so that a text that is gone is an error and not a file fewer. */
const FILES = `
  SELECT name, configuration_files.hash, text
  FROM configuration_files LEFT JOIN documents USING (hash)
  WHERE configuration_id = ? ORDER BY position`

/** Every configuration that was in force, newest last. */
export function loadConfigurations(session: Session): readonly KeptConfiguration[] {
  return session.all('SELECT * FROM configurations ORDER BY configuration_id').map((row) => {
    const files = session.all(FILES, numberAt(row, 'configuration_id')).map((file) => ({
      name: textAt(file, 'name'),
      hash: textAt(file, 'hash'),
      text: textAt(file, 'text'),
    }))
    return {
      takenAt: textAt(row, 'taken_at'),
      codeVersion: textAt(row, 'code_version'),
      version: { hash: textAt(row, 'hash'), files },
    }
  })
}
