import type { LapsedVerdict } from '../core/lapsed-verdict.ts'
import type { Verdict } from './decisions.ts'
import type { Binding } from './store.ts'

/** Which plates are listed; what is left out does not matter. */
export interface PlateQuery {
  readonly plate?: string
  readonly readerId?: string
  /** Days on which the last read came, `2026-11-23`, both included. */
  readonly since?: string
  readonly until?: string
  /** So many of those that were read last. */
  readonly newestMax?: number
}

/** Which earlier plates are asked for. */
export interface HistoryQuery {
  readonly assayId: string
  readonly kitLot: string
  /** The plate that is judged; it is not its own history. */
  readonly plate: string
  /** Its read: what was read later is no history, also when it is computed again. */
  readonly readId: number
  /** So many of the lot's first plates, and so many of its newest. */
  readonly firstMax: number
  readonly newestMax: number
}

/** One line of `assayd plates`. */
export interface PlateSummary {
  readonly plate: string
  readonly readerId: string
  readonly receivedAt: string
  readonly layoutId: string
  readonly assayId: string
  readonly kitLot: string
  readonly binding: Binding
  /** Its reads were all given to other plates. */
  readonly isEmptied: boolean
  /** Newest analysis, 0 when there is none. */
  readonly version: number
  /** Of that analysis; null while nobody has signed. */
  readonly verdict: Verdict['verdict'] | null
  /** The last one for an analysis that stands no longer: the plate is to be reviewed again. */
  readonly lapsed: LapsedVerdict | null
  readonly warnings: number
  readonly blocks: number
  /** Its newest read. */
  readonly readId: number
}
