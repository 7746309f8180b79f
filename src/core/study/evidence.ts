import type { Flag, Response } from '../analysis.ts'
import type { Well } from '../well.ts'
import type { StudyPlate, StudySample } from './study.ts'

/** Every well that either side of the response was read from. */
export function wellsBehind(samples: readonly StudySample[], response: Response): readonly Well[] {
  const { slot, organism, baselineKind, baselineDilution, challengeDilution } = response
  return samples
    .filter((sample) => {
      if (sample.slot !== slot) return false
      const isBaseline = sample.condition === baselineKind && sample.dilution === baselineDilution
      return isBaseline || (sample.condition === organism && sample.dilution === challengeDilution)
    })
    .flatMap(({ wells }) => wells)
}

/** The rules, each once, of the flags on any of the wells or on the plate as a whole. */
export function rulesTouching(flags: readonly Flag[], wells: readonly Well[]): readonly string[] {
  const touching = flags.filter(
    (flag) => flag.wells.length === 0 || flag.wells.some((well) => wells.includes(well)),
  )
  return [...new Set(touching.map(({ rule }) => rule))]
}

/** True when the plate's results should not be used before a person has looked. */
export function isBlocked({ flags }: StudyPlate): boolean {
  return flags.some(({ severity }) => severity === 'block')
}
