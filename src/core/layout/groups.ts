import { counted } from '../counted.ts'
import type { Condition } from './layout.ts'
import type { SpecimensPlan, StandardsPlan, WellContent } from './plan.ts'
import { EMPTY_CONTENT } from './plan.ts'

/** The contents of a standard series, one a group, in the order the groups are laid out. */
export function standardGroups({ levels }: StandardsPlan): readonly WellContent[] {
  return levels.map((level) => ({ ...EMPTY_CONTENT, role: 'standard', level }))
}

/** The contents of a specimen area, one a group: by slot, then condition, then dilution. */
export function specimenGroups(plan: SpecimensPlan): readonly WellContent[] {
  return Array.from({ length: plan.slots }, (_, at) => plan.firstSlot + at).flatMap((slot) =>
    plan.conditions.flatMap((condition) =>
      dilutionsOf(plan, condition).map((dilution) => ({
        ...EMPTY_CONTENT,
        role: 'sample' as const,
        slot,
        condition,
        dilution,
      })),
    ),
  )
}

/** The dilution factors of one condition; a condition that the plan leaves out has none. */
export function dilutionsOf(plan: SpecimensPlan, condition: Condition): readonly number[] {
  const { dilutions } = plan
  if (isList(dilutions)) return dilutions
  return Object.hasOwn(dilutions, condition) ? (dilutions[condition] ?? []) : []
}

/** How many groups an area asks for, in words that show where the number comes from. */
export function groupsInWords(plan: SpecimensPlan | StandardsPlan): string {
  if ('levels' in plan) return counted(plan.levels.length, 'level')
  const { dilutions, conditions } = plan
  const slots = counted(plan.slots, 'slot')
  if (!isList(dilutions)) {
    const perSlot = conditions.reduce((sum, each) => sum + dilutionsOf(plan, each).length, 0)
    return `${slots} × ${perSlot} conditions with their dilutions`
  }
  const diluted = dilutions.length > 1 ? ` × ${dilutions.length} dilutions` : ''
  return `${slots} × ${counted(conditions.length, 'condition')}${diluted}`
}

/** A narrowing of readonly arrays that Array.isArray does not give. */
export function isList(dilutions: SpecimensPlan['dilutions']): dilutions is readonly number[] {
  return Array.isArray(dilutions)
}
