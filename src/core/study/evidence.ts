import type { Flag, Response } from '../analysis.ts'
import type { Well } from '../well.ts'
import type { StudySample, StudySpecimen } from './study.ts'

/** What a plate says of its supernatants: the wells of each, and the dilutions reported. */
export interface Supernatants {
  readonly samples: readonly StudySample[]
  readonly specimens: readonly StudySpecimen[]
}

/** Every well that either side of the response was read from, at the dilutions it comes from. */
export function wellsBehind(
  { samples, specimens }: Supernatants,
  { slot, organism, baselineKind }: Response,
): readonly Well[] {
  const sides = specimens.filter(
    ({ slot: at, condition }) =>
      at === slot && (condition === baselineKind || condition === organism),
  )
  return samples
    .filter((sample) =>
      sides.some(
        ({ condition, dilutionsUsed }) =>
          sample.slot === slot &&
          sample.condition === condition &&
          dilutionsUsed.includes(sample.dilution),
      ),
    )
    .flatMap(({ wells }) => wells)
}

/**
 * The rules, each once, of the flags on any of the wells or on the plate as a whole. A flag that
 * blocks touches every well, whichever it names: what is wrong with a standard is wrong with every
 * concentration read off the curve.
 */
export function rulesTouching(flags: readonly Flag[], wells: readonly Well[]): readonly string[] {
  const touching = flags.filter(
    (flag) =>
      flag.severity === 'block' ||
      flag.wells.length === 0 ||
      flag.wells.some((well) => wells.includes(well)),
  )
  return [...new Set(touching.map(({ rule }) => rule))]
}

/** True when no result of the analysis should be used before a person has looked. */
export function isBlocked({ flags }: { readonly flags: readonly Flag[] }): boolean {
  return flags.some(({ severity }) => severity === 'block')
}
