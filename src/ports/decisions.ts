import type { WellMask } from '../core/masks.ts'
import type { RunSheet } from '../core/run-sheet.ts'
import type { Well } from '../core/well.ts'
import type { Deed } from './audit.ts'
import type { Sourced } from './settings.ts'
import type { PlateRecord } from './store.ts'

/** A read given to the plate it is of, by a person. */
export interface Assignment {
  readonly readId: number
  /** What is said of the plate from now on. */
  readonly record: PlateRecord
  /** Where the plate that it leaves is that of another read again. */
  readonly left?: PlateLeft | null
  /** Its run sheet, kept as it was; null for placeholders. */
  readonly sheet: Sourced<RunSheet> | null
  /** Wells that were masked where the read was before; they stay so, each with its reason. */
  readonly masks?: readonly Pick<WellMask, 'well' | 'reason'>[]
  /** ISO 8601 with offset. */
  readonly at: string
  readonly deed: Deed
}

/** A plate that has another read than the one that leaves it, and what is said of it again. */
export interface PlateLeft {
  readonly record: PlateRecord
  readonly readId: number
}

/** An assignment as stored. */
export interface StoredAssignment extends Deed {
  readonly readId: number
  /** The plate that the read was of, and the one that it was given to. */
  readonly from: string
  readonly to: string
  /** ISO 8601 with offset. */
  readonly at: string
}

/** Wells that a person takes out of a plate's computation, or back in. */
export interface MaskChange {
  readonly plate: string
  readonly wells: readonly Well[]
  readonly isMasked: boolean
  /** ISO 8601 with offset. */
  readonly at: string
  readonly deed: Deed
}

/** What a person makes of an analysis, signed. */
export interface Verdict {
  readonly analysisId: string
  readonly verdict: 'accepted' | 'rejected'
  /** What the signature means, in the words that were shown to whoever signed. */
  readonly meaning: string
  /** The printed name of whoever signed. */
  readonly name: string
  /** ISO 8601 with offset. */
  readonly at: string
  readonly deed: Deed
}

/** A verdict as stored. */
export type StoredVerdict = Omit<Verdict, 'deed'> & Deed
