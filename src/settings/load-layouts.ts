import type { Assay } from '../core/assay.ts'
import { assembleLayout } from '../core/layout/assemble-layout.ts'
import { checkAgainstAssay, checkBaseline, checkSpecimens } from '../core/layout/check-layout.ts'
import type { ExpandedLayout } from '../core/layout/expand-layouts.ts'
import { expandLayouts, includedIds } from '../core/layout/expand-layouts.ts'
import type { Layout } from '../core/layout/layout.ts'
import type { LayoutMistake, LayoutPlan } from '../core/layout/plan.ts'
import type { Sourced } from '../ports/settings.ts'
import { checkHead, checkLeftOutWells, checkReferences } from './check-layout-file.ts'
import type { Definition } from './config-folder.ts'
import type { LayoutFile } from './layout-schema.ts'
import { planFromFile } from './layout-schema.ts'
import type { Mistake } from './mistake.ts'
import { sha256 } from './text-file.ts'

type LayoutDefinition = Definition<LayoutFile>

/** What layouts refer to. */
export interface LayoutSurroundings {
  readonly assays: ReadonlyMap<string, Sourced<Assay>>
  readonly assayIds: readonly string[]
  /** Null when the organisms could not be read, so that conditions cannot be checked. */
  readonly organismIds: readonly string[] | null
}

/** The layouts that plates can have, and the mistakes of meaning in all of them. */
export interface LoadedLayouts {
  readonly layouts: ReadonlyMap<string, Sourced<Layout>>
  readonly mistakes: readonly Mistake[]
}

/** Expands the layout files and checks them against one another, the assays and the organisms. */
export function loadLayouts(
  definitions: readonly LayoutDefinition[],
  surroundings: LayoutSurroundings,
): LoadedLayouts {
  const plans = plansOf(definitions)
  const context = { definitions, surroundings, plans, expanded: expandLayouts(plans) }
  const mistakes = definitions.flatMap((definition) => layoutMistakes(definition, context))
  const layouts = definitions.flatMap((definition) => sourcedLayout(definition, context))
  return { mistakes, layouts: new Map(layouts.map((layout) => [layout.value.id, layout])) }
}

interface Context {
  readonly definitions: readonly LayoutDefinition[]
  readonly surroundings: LayoutSurroundings
  readonly plans: ReadonlyMap<string, LayoutPlan | null>
  readonly expanded: ReadonlyMap<string, ExpandedLayout>
}

/** Plans by id, and by file name where that is another, so that includers do not complain. */
function plansOf(definitions: readonly LayoutDefinition[]): Map<string, LayoutPlan | null> {
  const plans = new Map<string, LayoutPlan | null>(definitions.map(({ name }) => [name, null]))
  for (const { id, reading } of definitions) {
    if (reading !== null) plans.set(id, planFromFile(reading.part))
  }
  return plans
}

function layoutMistakes(definition: LayoutDefinition, context: Context): readonly Mistake[] {
  const { id, reading } = definition
  if (reading === null) return []
  const plan = context.plans.get(id)
  const known = { ...context.surroundings, layoutIds: [...context.plans.keys()] }
  const wrong: readonly LayoutMistake[] = [
    ...checkHead(reading),
    ...(plan ? checkSpecimens(plan) : []),
    ...(context.expanded.get(id)?.mistakes ?? []),
    ...checkPlate(definition, context),
  ]
  const told = wrong.map(({ path, what }) => reading.mistake(path, what))
  return [...told, ...checkReferences(reading.source, known), ...checkLeftOutWells(reading)]
}

/** What can be said only of a plate that is whole: its standards and its baselines. */
function checkPlate({ id, reading }: LayoutDefinition, context: Context): readonly LayoutMistake[] {
  const layout = context.expanded.get(id)
  if (layout === undefined || reading?.part.part === true || !isSound(id, context)) return []
  const { assay, baseline } = reading?.part ?? {}
  const sourced = assay === undefined ? undefined : context.surroundings.assays.get(assay)
  return [
    ...(baseline === undefined ? [] : checkBaseline(layout.board, baseline)),
    ...(sourced === undefined ? [] : checkAgainstAssay(layout.board, sourced.value)),
  ]
}

function isSound(id: string, { plans, expanded, definitions }: Context): boolean {
  return [id, ...includedIds(plans, id)].every((each) => {
    const whole = definitions.find((definition) => definition.id === each)?.reading?.whole
    return expanded.get(each)?.sound === true && whole !== undefined && whole !== null
  })
}

function sourcedLayout({ id, reading }: LayoutDefinition, context: Context): Sourced<Layout>[] {
  const file = reading?.whole
  const layout = context.expanded.get(id)
  if (!reading || !file || layout === undefined) return []
  if (file.part || file.assay === undefined || file.baseline === undefined) return []
  const { name, plate: format, assay, baseline: baselineKind } = file
  const value = assembleLayout({ id, name, format, assay, baselineKind }, layout.board)
  const text = textWithIncludes(id, context)
  return [{ value, file: reading.source.file, text, hash: sha256(text) }]
}

/**
 * The text a layout's hash covers: its own file, then every layout it includes, directly or not, in
 * the order they are met, each after a comment line with its id.
 */
function textWithIncludes(id: string, { plans, definitions }: Context): string {
  const textOf = (each: string) =>
    definitions.find((definition) => definition.id === each)?.reading?.source.text ?? ''
  const included = includedIds(plans, id).map((each) => `\n# included: ${each}\n${textOf(each)}`)
  return [textOf(id), ...included].join('')
}
