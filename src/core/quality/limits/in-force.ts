import type { Assay, RuleChoice } from '../../assay.ts'
import type { Flag } from '../../analysis.ts'
import type { JudgedPlate, QualityRule } from '../rule.ts'
import { limitsOf, type LimitGroup } from './limit.ts'

/** A group of limits as the assay file knows it. */
export interface KnownGroup extends LimitGroup {
  /** What the rule finds, or what the limits are shared for. */
  readonly about: string
  /** False of limits that several rules share, which have no severity. */
  readonly isRule: boolean
}

/** Everything that can be set under `quality`: what rules share, once, and then every rule. */
export function groupsOf(rules: readonly QualityRule[]): readonly KnownGroup[] {
  const shared = new Map(rules.flatMap(({ shares = [] }) => shares.map((one) => [one.id, one])))
  const own = rules.map(({ id, about, limits = {}, ascending = [] }) => {
    return { id, about, limits, ascending, isRule: true }
  })
  return [...[...shared.values()].map((group) => ({ ...group, isRule: false })), ...own]
}

/** What holds of one group: how severe its findings are (of a rule), and its limits. */
type InForce = { readonly severity?: 'as-found' | RuleChoice['severity'] } & Pick<
  RuleChoice,
  'limits'
>

/** All limits by which a plate of an assay is judged, set or usual, by group and name. */
export function limitsInForce(
  rules: readonly QualityRule[],
  assay: Pick<Assay, 'quality'>,
): Readonly<Record<string, InForce>> {
  const entries = groupsOf(rules).map((group): [string, InForce] => {
    const limit = limitsOf(group, assay)
    const limits = Object.fromEntries(Object.keys(group.limits).map((name) => [name, limit(name)]))
    const severity = assay.quality?.[group.id]?.severity ?? 'as-found'
    return [group.id, group.isRule ? { severity, limits } : { limits }]
  })
  return Object.fromEntries(entries)
}

/**
 * What a rule finds on a plate, as severe as the assay says. A rule that the assay switches off is
 * not asked.
 */
export function flagsOf(rule: QualityRule, plate: JudgedPlate): readonly Flag[] {
  const severity = plate.assay.quality?.[rule.id]?.severity
  if (severity === 'off') return []
  const found = rule.check(plate)
  return found.map((finding) => ({
    rule: rule.id,
    ...finding,
    ...(severity === undefined ? {} : { severity }),
  }))
}
