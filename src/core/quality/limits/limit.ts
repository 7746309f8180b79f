import type { Assay } from '../../assay.ts'

/**
 * A number that a quality rule judges by. It stands beside its rule with the value that is usual
 * and where that comes from; the assay file may set another.
 */
export interface Limit {
  /** What it is, with its unit, as it follows "expected": `the highest CV, in percent`. */
  readonly about: string
  /** What holds where the assay file says nothing. */
  readonly usual: number
  /** Where the usual value comes from. */
  readonly source: string
  /** The least and the most that can be set, both included. */
  readonly min: number
  readonly max: number
  readonly isWhole?: true
}

/** The limits of one rule, or those that several rules share. */
export interface LimitGroup<Name extends string = string> {
  /** Under this the assay file sets them: the rule's id, or a name of what is shared. */
  readonly id: string
  readonly limits: Readonly<Record<Name, Limit>>
  /** Of these none may be below the one before it. */
  readonly ascending?: readonly Name[]
}

/** Limits that several rules judge by. */
export interface SharedLimits extends LimitGroup {
  /** What they are for, as it follows "expected". */
  readonly about: string
}

/** Of what `limitsOf` needs an assay. */
export type QualityOf = Pick<Assay, 'quality'>

/** The limits of a group that hold for an assay, by name. */
export function limitsOf<Name extends string>(
  { id, limits }: LimitGroup<Name>,
  { quality }: QualityOf,
): (name: Name) => number {
  const chosen = quality?.[id]?.limits ?? {}
  return (name) => chosen[name] ?? limits[name].usual
}
