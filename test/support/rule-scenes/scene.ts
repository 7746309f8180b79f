import type { AcceptanceLimits, Assay, ReportChoice } from '../../../src/core/assay.ts'
import type { JudgedPlate } from '../../../src/core/quality/rule.ts'

/** A plate on which a rule finds something, and values of limits with which it finds another. */
export interface RuleScene {
  /** The plate as an assay judges it. */
  readonly plate: (assay: Assay) => JudgedPlate
  /** By the names of the rule's own limits, or of those it shares. */
  readonly changes?: Readonly<Record<string, number>>
  /** The same for limits that are the analysis' too. */
  readonly limits?: Partial<AcceptanceLimits>
  readonly report?: Partial<ReportChoice>
}

/** By the id of the rule. */
export type RuleScenes = Readonly<Record<string, readonly RuleScene[]>>
