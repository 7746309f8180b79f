import type { Analysis, Flag } from '../analysis.ts'
import type { Assay } from '../assay.ts'
import type { PlateHistory } from '../history.ts'
import type { Layout } from '../layout/layout.ts'
import type { PlateRead } from '../plate-read.ts'
import type { LimitGroup, SharedLimits } from './limits/limit.ts'

/**
 * What a quality rule may look at: everything computed from the plate, the assay's limits, and the
 * read itself.
 */
export interface JudgedPlate extends Omit<Analysis, 'flags'> {
  readonly assay: Assay
  readonly read: PlateRead
  /** Earlier plates of the same assay and kit lot. */
  readonly history: PlateHistory
  readonly layout: Layout
  /** Layouts the plate could be of instead; see `couldBeInstead`. */
  readonly otherLayouts: readonly Layout[]
}

/**
 * One quality rule: one file in this folder, exported as `rule`, found by itself. With its limits
 * it states what the assay file can set under its id; a rule without any can still be switched off
 * there, or made more or less severe.
 */
export interface QualityRule extends Partial<Omit<LimitGroup, 'id'>> {
  /** Kebab-case, stored with each flag, never renamed. */
  readonly id: string
  /** One sentence for the documentation: what it finds and why that matters. */
  readonly about: string
  /** Limits that it has in common with other rules. */
  readonly shares?: readonly SharedLimits[]
  /**
   * The findings on this plate, without the rule's own name. Each says what it found, the limit it
   * is beyond, the wells that tell of it, and what to do.
   */
  check(plate: JudgedPlate): readonly Omit<Flag, 'rule'>[]
}
