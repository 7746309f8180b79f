import type { Analysis, Flag } from '../analysis.ts'
import type { Assay } from '../assay.ts'
import type { PlateHistory } from '../history.ts'
import type { Layout } from '../layout/layout.ts'
import type { PlateRead } from '../plate-read.ts'

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

/** One quality rule: one file in this folder, exported as `rule`, found by itself. */
export interface QualityRule {
  /** Kebab-case, stored with each flag, never renamed. */
  readonly id: string
  /** One sentence for the documentation: what it finds and why that matters. */
  readonly about: string
  /** The findings on this plate, without the rule's own name. */
  check(plate: JudgedPlate): readonly Omit<Flag, 'rule'>[]
}
