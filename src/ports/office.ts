import type { Observable } from 'rxjs'

import type { AssaydError } from '../core/errors.ts'
import type { LapsedVerdict } from '../core/lapsed-verdict.ts'
import type { WellMask } from '../core/masks.ts'
import type { Revision } from '../core/revision/revision.ts'
import type { Well } from '../core/well.ts'
import type { Deed } from './audit.ts'
import type { StoredVerdict, Verdict } from './decisions.ts'
import type { Signature } from './people.ts'
import type { SheetText } from './sheets.ts'

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
  /** The verdict on the analysis before; it is not of the new one. Null where nobody signed. */
  readonly lapsed: LapsedVerdict | null
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

/** A read to be given to the plate that it is really of. */
export interface AssignWish {
  /** A plate, of which its newest read is meant, or the number of a read. */
  readonly target: string
  /** The run sheet of the real plate; null for placeholders by `layout`. */
  readonly sheet: SheetText | null
  readonly layout: string | null
  /** Although something speaks against it. */
  readonly isForced: boolean
  readonly deed: Deed
}

/** What became of it. */
export interface AssignReport {
  readonly readId: number
  readonly from: string
  readonly plate: string
  /** The former plate has no read any more: what was exported of it holds no longer. */
  readonly isFromEmptied: boolean
  /** What spoke against it, a sentence each. */
  readonly against: readonly string[]
  /** Wells that were masked on the former plate, and are so now. */
  readonly masksCarried: readonly Well[]
  readonly change: PlateChange
  /** The next version of the former plate, of the read it has still; null where it needs none. */
  readonly fromChange: PlateChange | null
}

/** A run sheet for the next plate of a reader. */
export interface ExpectWish {
  readonly readerId: string
  readonly sheet: SheetText
  readonly deed: Deed
}

/** Which plate the reader waits for now. */
export interface ExpectReport {
  readonly reader: string
  readonly plate: string
  readonly layout: string
  readonly kitLot: string
  /** Where the sheet lies. */
  readonly file: string
}

/** An analysis, and what is to be signed of it. */
export interface Judged {
  readonly plate: string
  readonly version: number
  readonly verdict: Verdict['verdict']
}

/** The same with the signature. */
export interface JudgeWish extends Judged {
  readonly reason: string
  readonly signature: Signature
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
  /** Changed plates that were signed, and are to be reviewed again. */
  readonly lapsed: number
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
   * Gives a read to a plate, computes it, and keeps the former plate as evidence. Rejects with
   * AssaydError `plate-unknown`, `read-unknown`, `layout-unknown`, `config-invalid` with every
   * mistake of the sheet, `plate-contradiction`, `read-mismatch`; then nothing has changed.
   */
  assign(wish: AssignWish): Promise<AssignReport>
  /**
   * Puts a run sheet into its folder. Throws AssaydError `reader-unknown`, `config-invalid` with
   * every mistake of the sheet, `sheet-unsuited`, `sheet-write`.
   */
  expect(wish: ExpectWish): ExpectReport
  /**
   * The id of an analysis that can be judged so. Throws AssaydError `plate-unknown`,
   * `analysis-unknown`, and `plate-contradiction` for accepting what was computed from a read that
   * is another plate's by now.
   */
  judgeable(judged: Judged): string
  /** Stores what was signed; throws as above. */
  judge(wish: JudgeWish): StoredVerdict
  /**
   * Begins to compute plates again, in the order they were read. Throws AssaydError
   * `reanalysis-running`, `plate-unknown`.
   */
  reanalyse(wish: ReanalysisWish): ReanalysisReport
  /** Those that are remembered, oldest first. */
  reanalyses(): readonly ReanalysisReport[]
  /** Emits when the newest has come further, twice a second at most, and when it ends. */
  readonly reanalysing$: Observable<void>
  /** Throws AssaydError `reanalysis-unknown`. */
  reanalysis(id: number): ReanalysisReport
  /** Its plates from one position on, counted from 0; throws as above. */
  reanalysed(id: number, from: number): readonly PlateChange[]
  /**
   * Ends it after the plate under way. Throws AssaydError `reanalysis-unknown`, `reanalysis-over`.
   */
  cancelReanalysis(id: number): ReanalysisReport
}
