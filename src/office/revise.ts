import type { Bench } from '../bench.ts'
import { revisionOf, type Revision } from '../core/revision/revision.ts'
import type { BoundRead } from '../pipeline.ts'
import type { Plate } from '../plates/plates.ts'
import { lapsedBy } from '../plates/lapsed.ts'
import { owedAfter } from './owed.ts'
import type { Deed } from '../ports/audit.ts'
import type { ExportInput } from '../ports/exporter.ts'
import type { PlateChange } from '../ports/office.ts'
import type { StoredAnalysis } from '../ports/store.ts'
import { compute, documentsOf, storeAnalysis, writeOut, type Computed } from '../plates/steps.ts'

/** A plate computed again, with nothing stored yet. */
export interface Recomputed {
  readonly computed: Computed
  /** The newest analysis so far. */
  readonly before: StoredAnalysis | undefined
  /** Null where there was no analysis. */
  readonly revision: Revision | null
}

/** Computes a bound read, compared with what is stored. Throws AssaydError `read-mismatch`. */
export function recomputed(
  bench: Bench,
  bound: BoundRead<Plate>,
  before: StoredAnalysis | undefined,
): Recomputed {
  const computed = compute(bench, bound)
  const after = {
    codeVersion: bench.codeVersion,
    readId: bound.stored.readId,
    documents: documentsOf(computed),
    analysis: computed.analysis,
  }
  return { computed, before, revision: before === undefined ? null : revisionOf(before, after) }
}

/** Stores it as the plate's next version, and has it written out. */
export async function revise(
  bench: Bench,
  { computed, before, revision }: Recomputed,
  deed: Deed,
): Promise<PlateChange> {
  const input = stored(bench, computed, deed)
  const change = {
    plate: input.record.plate,
    before: before?.analysisId ?? null,
    after: input.stored.analysisId,
    revision,
    lapsed: lapsedBy(bench, input.stored),
  }
  bench.tell({ kind: 'revised', plate: change.plate, analysis: change.after, ...deed })
  await writeOut(bench, input)
  return { ...change, outcome: 'changed', error: null }
}

function stored(bench: Bench, computed: Computed, deed: Deed): ExportInput {
  const { plate } = computed.bound.plate.record
  try {
    return bench.gate.attempt(() => storeAnalysis(bench, computed, deed))
  } catch (error) {
    throw owedAfter(bench, plate, { deed, error })
  }
}
