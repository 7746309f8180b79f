import type { AssaydError } from '../core/errors.ts'
import type { WellMask } from '../core/masks.ts'
import type { Revision } from '../core/revision/revision.ts'
import type { Well } from '../core/well.ts'
import type { Deed } from './audit.ts'

/** What a plate became when it was computed again. */
export interface PlateChange {
  readonly plate: string
  /** `unchanged`: no input and no result differs, so that no version was made. */
  readonly outcome: 'changed' | 'unchanged' | 'failed'
  /** The id of the newest analysis before; null where there was none. */
  readonly before: string | null
  /** The id of the new analysis; null where none was made. */
  readonly after: string | null
  /** Null where there is nothing to compare. */
  readonly revision: Revision | null
  readonly error: AssaydError | null
}

/** Wells to be taken out of a plate's computation, or back in. */
export interface MaskWish {
  readonly plate: string
  /** As people write them; `a01` is `A1`. */
  readonly wells: readonly string[]
  readonly isMasked: boolean
  readonly deed: Deed
}

/** What became of it. */
export interface MaskReport {
  readonly plate: string
  /** Wells that were not so before. */
  readonly changed: readonly Well[]
  /** All wells that are masked now. */
  readonly masks: readonly WellMask[]
  /** Null where nothing changed, or where the plate has no layout yet. */
  readonly change: PlateChange | null
}

/** Which plates are computed again: those that fit everything that is not null. */
export interface ReanalysisScope {
  readonly plate: string | null
  /** Days on which the last read came, `2026-11-23`, both included. */
  readonly since: string | null
  readonly until: string | null
  readonly kitLot: string | null
  readonly assay: string | null
  readonly layout: string | null
}

/** A wish to compute plates again. */
export interface ReanalysisWish {
  readonly scope: ReanalysisScope
  /** Nothing is stored, and each plate is compared with the others as they are stored now. */
  readonly isDryRun: boolean
  readonly deed: Deed
}

/** How far a reanalysis has come. */
export interface ReanalysisReport extends ReanalysisWish {
  /** Counts from 1 since the daemon started. */
  readonly id: number
  readonly state: 'running' | 'done' | 'cancelled' | 'failed'
  /** ISO 8601 with offset. */
  readonly startedAt: string
  readonly endedAt: string | null
  readonly total: number
  readonly changed: number
  readonly unchanged: number
  readonly failed: number
  /** Of all concentrations that have a number before and after: how far they moved. */
  readonly compared: number
  readonly median: number | null
  readonly worst: {
    readonly plate: string
    readonly where: string
    readonly relative: number
  } | null
  /** Changed results beyond what is kept; they are counted, and not in the list of changes. */
  readonly resultsLeftOff: number
  /** What ended it before its time. */
  readonly error: AssaydError | null
}

/** Where people have stored plates seen to while the daemon runs. */
export interface Office {
  /**
   * Masks wells, or takes masks off, and computes the plate again. Rejects with AssaydError
   * `plate-unknown`, `request-invalid` for a well that the plate does not use, `read-mismatch` when
   * the plate cannot be computed so; then nothing has changed.
   */
  mask(wish: MaskWish): Promise<MaskReport>
  /**
   * Begins to compute plates again, in the order they were read. Throws AssaydError
   * `reanalysis-running`, `plate-unknown`.
   */
  reanalyse(wish: ReanalysisWish): ReanalysisReport
  /** Throws AssaydError `reanalysis-unknown`. */
  reanalysis(id: number): ReanalysisReport
  /** Its plates from one position on, counted from 0; throws as above. */
  reanalysed(id: number, from: number): readonly PlateChange[]
  /**
   * Ends it after the plate under way. Throws AssaydError `reanalysis-unknown`, `reanalysis-over`.
   */
  cancelReanalysis(id: number): ReanalysisReport
}
