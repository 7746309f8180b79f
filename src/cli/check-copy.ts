import type { Finding } from '../core/verify/finding.ts'
import type { Tools } from './command.ts'

/** So many of the newest plates of a copy are computed again. */
const PLATES_MAX = 20

/**
 * Opens a copied data folder and looks whether it can be lived with: what SQLite says of the whole
 * file, and whether the newest plates come out again from the copied bytes. Analyses of another
 * version that come out otherwise are no fault of the copy, nor is an archive that is away.
 */
export function checkCopy(
  tools: Pick<Tools, 'backups' | 'openStore' | 'verify'>,
  folder: string,
): { readonly plates: number; readonly troubles: readonly string[] } {
  const ofSqlite = tools.backups.troubles(folder)
  if (ofSqlite.length > 0) return { plates: 0, troubles: ofSqlite }
  const store = tools.openStore(folder)
  try {
    const scope = { plate: null, since: null, until: null, newestMax: PLATES_MAX }
    const steps = [...tools.verify({ store, dataFolder: folder }, scope)]
    const findings = steps.flatMap((step) => step.findings).filter(isOfCopy)
    return { plates: steps.length, troubles: findings.map(({ message }) => message) }
  } finally {
    store.close()
  }
}

function isOfCopy({ kind }: Finding): boolean {
  return kind !== 'version' && kind !== 'archive'
}
