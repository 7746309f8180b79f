import type { Observable } from 'rxjs'

import type { AssaydError } from '../core/errors.ts'
import type { Finding } from '../core/verify/finding.ts'
import type { VerifyTotals } from '../core/verify/totals.ts'
import type { VerifyScope } from './verify.ts'

/** Which plates somebody wants verified; everything when all are null. */
export interface VerifyWish {
  readonly scope: VerifyScope
  readonly who: string
}

/** How far a verification has come. Times in ISO 8601 with offset. */
export interface VerifyReport extends VerifyWish {
  /** Counts from 1 since the daemon started. */
  readonly id: number
  readonly state: 'running' | 'done' | 'cancelled' | 'failed'
  readonly startedAt: string
  readonly endedAt: string | null
  /** What is looked at now: plates, then the evidence as a whole; and how far that is. */
  readonly phase: 'plates' | 'evidence'
  readonly done: number
  readonly total: number
  readonly totals: Readonly<VerifyTotals>
  /** Findings beyond what is kept: counted, and not in the list. */
  readonly findingsLeftOff: number
  /** What ended it before its time, or kept its end out of the audit trail. */
  readonly error: AssaydError | null
}

/** Where people have everything computed again while the daemon runs. */
export interface VerifyDesk {
  /** Throws AssaydError `verification-running`, `plate-unknown`. */
  begin(wish: VerifyWish): VerifyReport
  /** Those that are remembered, oldest first. */
  reports(): readonly VerifyReport[]
  /** Throws AssaydError `verification-unknown`. */
  report(id: number): VerifyReport
  /** Its findings from one position on, counted from 0; throws as above. */
  findings(id: number, from: number): readonly Finding[]
  /** Ends it. Throws AssaydError `verification-unknown`, `verification-over`. */
  cancel(id: number): VerifyReport
  /** Emits when the newest has come further, twice a second at most, and when it ends. */
  readonly changes$: Observable<void>
}
