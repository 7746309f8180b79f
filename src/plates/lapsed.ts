import type { Bench } from '../bench.ts'
import type { LapsedVerdict } from '../core/lapsed-verdict.ts'
import type { StoredAnalysis } from '../ports/store.ts'

/** The verdict that lapsed by this very analysis; null where the one before had none. */
export function lapsedBy(
  { store }: Pick<Bench, 'store'>,
  { plate, version }: Pick<StoredAnalysis, 'plate' | 'version'>,
): LapsedVerdict | null {
  const [now] = version === 1 ? [] : store.plates({ plate })
  const lapsed = now?.lapsed ?? null
  return lapsed?.version === version - 1 ? lapsed : null
}

/** Tells of a signed plate whose only read was given to another. */
export function tellEmptied({ store, tell }: Pick<Bench, 'store' | 'tell'>, plate: string): void {
  const [now] = store.plates({ plate })
  if (now === undefined || !now.isEmptied || now.lapsed?.version !== now.version) return
  tell({ kind: 'lapsed', plate, stands: null, lapsed: now.lapsed })
}
