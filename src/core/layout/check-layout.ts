import type { Assay } from '../assay.ts'
import type { Board } from './board.ts'
import type { BaselineKind, Condition } from './layout.ts'
import { dilutionsOf, isList } from './groups.ts'
import type { LayoutMistake, LayoutPlan, SpecimensPlan } from './plan.ts'

/** The two incubations that are no challenge; no organism may be called so. */
export const BASELINE_KINDS: readonly BaselineKind[] = ['baseline', 'unstimulated']

/** Checks a finished plate against its assay: its standards, and a blank if one is taken off. */
export function checkAgainstAssay(board: Board, assay: Assay): readonly LayoutMistake[] {
  return [...checkLevels(board, assay), ...checkBlanks(board, assay)]
}

function checkBlanks(board: Board, { id, blank }: Assay): readonly LayoutMistake[] {
  const isMissing = ![...board.values()].some(({ role }) => role === 'blank')
  if (blank !== 'subtract-mean' || !isMissing) return []
  const what = `'${id}' subtracts the mean of the blank wells, expected at least one`
  return [{ path: ['assay'], what }]
}

/** Every level of the standards, no other. */
function checkLevels(board: Board, assay: Assay): readonly LayoutMistake[] {
  const levels = [...board.values()].flatMap(({ level }) => (level === null ? [] : [level]))
  const count = assay.standards.length
  const missing = Array.from({ length: count }, (_, at) => at + 1).filter(
    (level) => !levels.includes(level),
  )
  const beyond = [...new Set(levels.filter((level) => level > count))].toSorted((a, b) => a - b)
  const expected = `expected each of the ${count} standards of '${assay.id}'`
  return [
    ...(missing.length > 0 ? [`standard ${missing.join(', ')} is in no well, ${expected}`] : []),
    ...(beyond.length > 0 ? [`standard ${beyond.join(', ')} does not exist, ${expected}`] : []),
  ].map((what) => ({ path: ['assay'], what }))
}

/** Checks that whatever a slot's challenges are compared with is on the plate too. */
export function checkBaseline(board: Board, baseline: BaselineKind): readonly LayoutMistake[] {
  const conditions = new Map<number, Set<Condition>>()
  for (const { slot, condition } of board.values()) {
    if (slot === null || condition === null) continue
    conditions.set(slot, (conditions.get(slot) ?? new Set()).add(condition))
  }
  const without = [...conditions].filter(
    ([, of]) => !of.has(baseline) && [...of].some((each) => !isBaselineKind(each)),
  )
  const [first] = without
  if (first === undefined) return []
  const slots =
    without.length === 1 ? `slot ${first[0]}` : `slot ${first[0]} and ${without.length - 1} more`
  const what = `'${baseline}' is no condition of ${slots}, expected it beside every challenge`
  return [{ path: ['baseline'], what }]
}

/** Checks that conditions and dilutions are listed once, and that they fit one another. */
export function checkSpecimens(plan: LayoutPlan): readonly LayoutMistake[] {
  return plan.specimens.flatMap((area, at) => {
    const path = ['specimens', at]
    return [...listedTwice(area), ...unmatched(area)].map((mistake) => ({
      path: [...path, ...mistake.path],
      what: mistake.what,
    }))
  })
}

function listedTwice({ conditions, dilutions }: SpecimensPlan): readonly LayoutMistake[] {
  const lists: readonly (readonly [LayoutMistake['path'], readonly (string | number)[]])[] = [
    [['conditions'], conditions],
    ...(isList(dilutions)
      ? [[['dilutions'], dilutions] as const]
      : Object.entries(dilutions).map(([key, list]) => [['dilutions', key], list] as const)),
  ]
  return lists.flatMap(([path, list]) =>
    list.flatMap((item, at) => {
      if (list.indexOf(item) === at) return []
      return [{ path: [...path, at], what: `'${item}' is listed before, expected each once` }]
    }),
  )
}

/** Dilutions given condition by condition name every condition and no other. */
function unmatched(area: SpecimensPlan): readonly LayoutMistake[] {
  const { conditions, dilutions } = area
  if (isList(dilutions)) return []
  const none = conditions.filter((condition) => dilutionsOf(area, condition).length === 0)
  const extra = Object.keys(dilutions).filter((key) => !conditions.includes(key))
  return [
    ...none.map((condition) => `nothing for '${condition}', expected a list for every condition`),
    ...extra.map((key) => `'${key}' is not among the conditions, expected one of them`),
  ].map((what) => ({ path: ['dilutions'], what }))
}

function isBaselineKind(condition: Condition): boolean {
  return BASELINE_KINDS.some((kind) => kind === condition)
}
