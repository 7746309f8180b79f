import { AssaydError } from '../core/errors.ts'
import { finding, type Finding } from '../core/verify/finding.ts'
import type { Capture } from '../ports/capture.ts'
import type { StoreView } from '../ports/store.ts'
import type { Verified } from '../ports/verify.ts'

/** What a verification of everything looks at beside the plates. */
export interface EvidenceParts {
  readonly store: StoreView
  /** Files in the capture folder, by their names in it. */
  readonly captureFiles: () => readonly string[]
  /** What SQLite finds wrong with the file as a whole. */
  readonly troubles: () => readonly string[]
  readonly readCapture: (file: string, archive: string | null) => Capture
}

/**
 * The database as a whole, the chain of audit entries with every row it answers for, and captures
 * that nothing names.
 */
export function* evidenceVerified(parts: EvidenceParts): Generator<Verified> {
  // Listed first: a capture is named in the database a moment after its file is there.
  const files = parts.captureFiles()
  let end = { done: 0, total: 0 }
  for (const { done, total, findings } of parts.store.auditChecked(null)) {
    end = { done, total }
    yield step({ ...end, findings: findings.map((message) => about('audit', message)) })
  }
  const ofDatabase = parts.troubles().map((message) => about('store', `SQLite says: ${message}`))
  yield step({ ...end, findings: ofDatabase })
  yield step({ ...end, findings: strangers(parts, files) })
}

function step(from: Pick<Verified, 'done' | 'total' | 'findings'>): Verified {
  return { phase: 'evidence', reads: 0, analyses: [], ...from }
}

function about(kind: Finding['kind'], message: string): Finding {
  return finding({ kind, plate: '', message })
}

/** Its row was removed, or somebody put it there. */
const STRANGER =
  'When it is a copy of another one, move it out of the folder; else compare the database with ' +
  'a backup.'

/** A capture that a crash left before its row was written holds no byte yet. */
function strangers(parts: EvidenceParts, files: readonly string[]): readonly Finding[] {
  const named = new Set(parts.store.captures().map(({ file }) => file))
  return files
    .filter((file) => !named.has(file) && !isEmpty(parts, file))
    .map((file) => {
      const message = `Capture '${file}' lies in its folder, and no row names it.`
      return finding({ kind: 'capture', plate: '', message, hint: STRANGER })
    })
}

function isEmpty({ readCapture }: EvidenceParts, file: string): boolean {
  try {
    return readCapture(file, null).events.every(({ kind }) => kind === 'opened')
  } catch (error) {
    if (!(error instanceof AssaydError)) throw error
    return error.code === 'capture-empty'
  }
}
