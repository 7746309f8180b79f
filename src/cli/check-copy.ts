import { AssaydError } from '../core/errors.ts'
import type { Finding } from '../core/verify/finding.ts'
import type { StoreView } from '../ports/store.ts'
import type { Tools } from './command.ts'

/** So many of the newest plates of a copy are computed again. */
const PLATES_MAX = 20

/** What was looked at in a copy, and what is wrong with it. */
export interface CheckedCopy {
  /** So many were computed again; null where only a newer form of the database allows it. */
  readonly plates: number | null
  readonly troubles: readonly string[]
}

/**
 * Opens a copied data folder and looks whether it can be lived with: what SQLite says of the whole
 * file, and whether the newest plates come out again from the copied bytes. Analyses of another
 * version that come out otherwise are no fault of the copy, nor is an archive that is away. Nothing
 * in it is changed: what its manifest says holds on, so that a database of an older form is not
 * brought forward for it.
 */
export function checkCopy(
  tools: Pick<Tools, 'backups' | 'openView' | 'verify'>,
  folder: string,
): CheckedCopy {
  const ofSqlite = tools.backups.troubles(folder)
  if (ofSqlite.length > 0) return { plates: 0, troubles: ofSqlite }
  const store = viewOf(tools, folder)
  if (store === null) return { plates: null, troubles: [] }
  try {
    const scope = { plate: null, since: null, until: null, newestMax: PLATES_MAX }
    const steps = [...tools.verify({ store, dataFolder: folder }, scope)]
    const findings = steps.flatMap((step) => step.findings).filter(isOfCopy)
    return { plates: steps.length, troubles: findings.map(({ message }) => message) }
  } finally {
    store.close()
  }
}

function viewOf({ openView }: Pick<Tools, 'openView'>, folder: string): StoreView | null {
  try {
    return openView(folder)
  } catch (error) {
    if (error instanceof AssaydError && error.code === 'store-older') return null
    throw error
  }
}

function isOfCopy({ kind }: Finding): boolean {
  return kind !== 'version' && kind !== 'archive'
}
