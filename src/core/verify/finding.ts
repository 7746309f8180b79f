import type { Difference } from './differences.ts'

/**
 * What is wrong. `capture`: the recorded bytes are missing or damaged; `archive`: they are archived
 * where nobody can look now, which says nothing against them; `read`: the stored read is
 * not what the bytes say; `read-absent`: the bytes hold a read that is not stored; `document`: a
 * kept text is not what its hash says, or cannot be read; `record`: what is said of the plate is
 * not what its documents say; `analysis`: the stored results do not follow from the stored read and
 * documents; `version`: they do not, but another version of assayd computed them, which may be why;
 * `store`: rows are missing or cannot be read; `audit`: the audit trail is broken, or a row is not
 * what its entry answers for.
 */
export type FindingKind =
  | 'capture'
  | 'archive'
  | 'read'
  | 'read-absent'
  | 'document'
  | 'record'
  | 'analysis'
  | 'version'
  | 'store'
  | 'audit'

/** One thing that does not agree, with what was stored, what comes out, and what to do. */
export interface Finding {
  readonly kind: FindingKind
  /** Empty where no plate is known. */
  readonly plate: string
  /** `PLATE/VERSION`; null where it is not one analysis that is wrong. */
  readonly analysisId: string | null
  /** Which version of assayd computed the analysis; null as above. */
  readonly codeVersion: string | null
  readonly message: string
  /** The first of them; see `differenceCount`. */
  readonly differences: readonly Difference[]
  readonly differenceCount: number
  readonly hint: string
}

/** More differences of one finding are counted and not listed. */
const LISTED_MAX = 20

const HINTS: Readonly<Record<FindingKind, string>> = {
  capture: 'Restore this capture from a backup; do not edit the one that is there.',
  archive: 'Connect the disk or share with the archive, and verify again.',
  read:
    'Either the capture or the database was changed after the read: compare both with a backup, ' +
    'and keep the damaged files.',
  'read-absent':
    'The row was removed, or the capture was changed: compare both with a backup before anything ' +
    'is read again.',
  document: 'Restore the database from a backup: without its text the analysis proves nothing.',
  record: 'Restore the database from a backup, and find out who wrote into it.',
  analysis:
    'Do not use these results: restore the database from a backup, and find out who wrote into it.',
  version:
    'Verify with the version that computed it: when it agrees there, the computation has changed ' +
    'since and nothing is damaged.',
  store: 'Keep the database as it is, and restore a backup beside it.',
  audit:
    'Somebody or something wrote into the database past assayd: keep it, compare it with a ' +
    'backup, and find out who.',
}

/** A finding with the hint of its kind; of many differences the first are listed. */
export function finding(
  from: Pick<Finding, 'kind' | 'plate' | 'message'> &
    Partial<Pick<Finding, 'analysisId' | 'codeVersion' | 'differences' | 'hint'>>,
): Finding {
  const { kind, plate, message, differences = [] } = from
  return {
    kind,
    plate,
    analysisId: from.analysisId ?? null,
    codeVersion: from.codeVersion ?? null,
    message,
    differences: differences.slice(0, LISTED_MAX),
    differenceCount: differences.length,
    hint: from.hint ?? HINTS[kind],
  }
}
