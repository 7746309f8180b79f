import type { Assay, RuleChoice } from '../core/assay.ts'
import type { PlateHistory } from '../core/history.ts'
import type { Layout } from '../core/layout/layout.ts'
import type { WellMask } from '../core/masks.ts'
import type { RunSheet } from '../core/run-sheet.ts'
import type { Finding } from '../core/verify/finding.ts'
import type { StoredDocument, StoreView } from './store.ts'

/** All limits by which a plate was judged, also those that its assay does not name. */
export interface LimitsHeld extends Required<Pick<Assay, 'direction' | 'limits'>> {
  readonly quality: Readonly<
    Record<
      string,
      {
        readonly severity?: 'as-found' | RuleChoice['severity']
        readonly limits: RuleChoice['limits']
      }
    >
  >
}

/** What the kept texts of an analysis say. */
export interface PlateDocuments {
  readonly layout: Layout
  readonly assay: Assay
  readonly sheet: RunSheet | null
  readonly otherLayouts: readonly Layout[]
  readonly history: PlateHistory
  readonly masks: readonly WellMask[]
  /** Null for an analysis from before they were kept. */
  readonly limits: LimitsHeld | null
}

/** Reads kept texts as the configuration was read. Throws AssaydError with every mistake. */
export type ReadDocuments = (documents: readonly StoredDocument[]) => PlateDocuments

/** Which plates are verified. */
export interface VerifyScope {
  /** One plate, or null for all. */
  readonly plate: string | null
  /** Days on which the last read came, `2026-11-23`, both included; null is open. */
  readonly since: string | null
  readonly until: string | null
  /** So many of the plates that were read last; null for all. */
  readonly newestMax: number | null
}

/**
 * One step of a verification: a plate, or at the end captures that no plate led to; and, when
 * everything is verified, the evidence as a whole: audit trail, database, capture folder.
 */
export interface Verified {
  readonly phase: 'plates' | 'evidence'
  /** Of the phase's things: plates; entries and rows. */
  readonly done: number
  readonly total: number
  readonly reads: number
  /** The analyses of the plate: who computed them, and whether they come out the same. */
  readonly analyses: readonly { readonly codeVersion: string; readonly isSame: boolean }[]
  readonly findings: readonly Finding[]
}

/** Verifies what is stored in a data folder, plate by plate; nothing is changed. */
export type Verify = (
  from: { readonly store: StoreView; readonly dataFolder: string },
  scope: VerifyScope,
) => Iterable<Verified>

/** The same with several processors at once; plates come in no order. */
export type VerifyAtOnce = (
  from: { readonly store: StoreView; readonly dataFolder: string },
  scope: VerifyScope,
) => AsyncIterable<Verified>
