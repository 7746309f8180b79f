import { groupsOf } from '../core/quality/limits/in-force.ts'
import { limitsOf } from '../core/quality/limits/limit.ts'
import type { QualityRule } from '../core/quality/rule.ts'
import type { AssayFile } from './assay-schema.ts'
import type { Meant } from './check-assay.ts'
import { keyFromLimit, qualityFromFile } from './quality-schema.ts'
import type { Part } from './read-closed.ts'

/** Limits of a rule that contradict one another, those that are left out with their usual value. */
export function checkQuality(
  { quality: file = {} }: Part<AssayFile>,
  rules: readonly QualityRule[],
): readonly Meant[] {
  const quality = qualityFromFile(file)
  return groupsOf(rules).flatMap((group) => {
    const limit = limitsOf(group, { quality })
    const { ascending = [] } = group
    return ascending.slice(1).flatMap((name, index) => {
      const before = ascending[index] ?? name
      const isSet = [before, name].map((one) => quality[group.id]?.limits[one] !== undefined)
      if (!isSet.includes(true) || limit(before) <= limit(name)) return []
      const wrong = isSet[1] === true ? name : before
      const [least, most] = [before, name].map((one) => `${keyFromLimit(one)} (${limit(one)})`)
      const what = `'${limit(wrong)}' does not fit, expected ${least} not above ${most}`
      return [{ path: ['quality', group.id, keyFromLimit(wrong)], what }]
    })
  })
}
