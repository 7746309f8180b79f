import { BASELINE_KINDS } from '../core/layout/check-layout.ts'
import { parsePattern } from '../core/layout/parse-pattern.ts'
import type { LayoutMistake } from '../core/layout/plan.ts'
import type { LayoutFile } from './layout-schema.ts'
import type { Mistake } from './mistake.ts'
import type { Reading } from './read-closed.ts'
import { mistakeAt } from './read-closed.ts'
import { unknownIds } from './references.ts'
import type { Source } from './source.ts'
import { valueAt } from './source.ts'

/** Ids a layout may refer to; null when they could not be read. */
export interface KnownIds {
  readonly assayIds: readonly string[]
  readonly layoutIds: readonly string[]
  readonly organismIds: readonly string[] | null
}

/** A layout that plates have names its assay and its baseline; a part has neither. */
export function checkHead({ part, source }: Reading<LayoutFile>): readonly LayoutMistake[] {
  const written = (key: string) => valueAt(source.value, [key]) !== undefined
  const isPart = part.part === true
  const phrases = { assay: 'the id of an assay', baseline: 'baseline or unstimulated' }
  return Object.entries(phrases).flatMap(([key, phrase]) => {
    if (written(key) !== isPart) return []
    const what = isPart
      ? 'is given although this is a part, expected it in the layouts that include it'
      : `is missing, expected ${phrase} (or 'part: true' when other layouts include this one)`
    return [{ path: [key], what }]
  })
}

/** Every assay, layout and organism that the file names must exist. */
export function checkReferences(source: Source, known: KnownIds): readonly Mistake[] {
  const conditionIds = known.organismIds && [...BASELINE_KINDS, ...known.organismIds]
  return [
    ...unknownIds(source, ['assay'], known.assayIds),
    ...unknownIds(source, ['include', '*', 'layout'], known.layoutIds),
    ...unknownIds(source, ['specimens', '*', 'conditions', '*'], conditionIds),
    ...unknownIds(source, ['exceptions', '*', 'condition'], conditionIds),
  ]
}

/** Areas with another mistake are not laid out, but their well patterns are looked at. */
export function checkLeftOutWells({
  part,
  source,
  leftOut,
}: Reading<LayoutFile>): readonly Mistake[] {
  const { plate } = part
  if (plate === undefined) return []
  return leftOut.flatMap((path) => {
    const wells = [...path, 'wells']
    const pattern = valueAt(source.value, wells)
    if (typeof pattern !== 'string' || pattern === '') return []
    const { mistakes } = parsePattern(pattern, plate)
    return mistakes.map((what) => mistakeAt(source, wells, what))
  })
}
