import type { Assay } from '../assay.ts'
import type { Layout } from '../layout/layout.ts'
import { TRANSFORMATIONS, type Transformation } from './transform.ts'

/** What might be on the plate: a layout, lying in some way. */
export interface Hypothesis {
  readonly layout: Layout
  readonly transformation: Transformation
}

/** What is compared. */
export interface Suspects {
  readonly declared: Layout
  /** Other layouts of the same format whose standards come in the same order. */
  readonly others: readonly Layout[]
  /**
   * Concentrations of the standards, level 1 first; a higher one is expected to read higher, as in
   * a sandwich ELISA. A falling curve is made one that rises by `asRising`.
   */
  readonly standards: readonly number[]
}

/** A layout with its assay. */
export interface LayoutOfAssay {
  readonly layout: Layout
  readonly assay: Assay
}

/**
 * Whether a plate could be of another layout instead: it has as many wells, and its standards come
 * in the same order, whatever their concentrations, on a curve of the same direction.
 */
export function couldBeInstead(other: LayoutOfAssay, declared: LayoutOfAssay): boolean {
  if (other.layout.id === declared.layout.id) return false
  if (other.layout.format !== declared.layout.format) return false
  if (directionOf(other) !== directionOf(declared)) return false
  return orderOf(other.assay).join() === orderOf(declared.assay).join()
}

function directionOf({ assay: { direction = 'rising' } }: LayoutOfAssay): string {
  return direction
}

/** The levels by rising concentration. */
function orderOf({ standards }: Assay): readonly number[] {
  return standards.map((_, at) => at).toSorted((a, b) => (standards[a] ?? 0) - (standards[b] ?? 0))
}

/**
 * Everything that is tried: the declared layout in every way, as declared first, and the other
 * layouts as they should lie.
 */
export function hypothesesOf({ declared, others }: Suspects): readonly Hypothesis[] {
  return [
    ...TRANSFORMATIONS.map((transformation) => ({ layout: declared, transformation })),
    ...others.map((layout) => ({ layout, transformation: 'as-declared' as const })),
  ]
}

const PHRASES: Readonly<Record<Transformation, string>> = {
  'as-declared': 'it lies as declared',
  'turned-180': 'it was loaded turned by 180°',
  'mirrored-left-right': 'it is mirrored left to right',
  'mirrored-top-bottom': 'it is mirrored top to bottom',
  'shifted-up': 'everything lies one row too high',
  'shifted-down': 'everything lies one row too low',
  'shifted-left': 'everything lies one column too far left',
  'shifted-right': 'everything lies one column too far right',
}

/**
 * The hypothesis after 'Looks like': `it was loaded turned by 180°`,
 * `it is layout 'x' and not 'y'`.
 */
export function phraseOf({ layout, transformation }: Hypothesis, declared: Layout): string {
  if (layout === declared) return PHRASES[transformation]
  return `it is layout '${layout.id}' and not '${declared.id}'`
}

/** So many times the reciprocal of the lowest concentration stands for that of zero. */
const BEYOND_LOWEST = 4

/**
 * Suspects on a falling curve as if it rose: concentrations and dilutions by their reciprocals, in
 * which a falling four-parameter logistic is a rising one and the more dilute well reads lower.
 */
export function asRising({ declared, others, standards }: Suspects): Suspects {
  const lowest = Math.min(...standards.filter((one) => one > 0))
  const upended = (layout: Layout): Layout => ({
    ...layout,
    wells: layout.wells.map((well) => ({ ...well, dilution: 1 / well.dilution })),
  })
  return {
    declared: upended(declared),
    others: others.map(upended),
    standards: standards.map((one) => (one > 0 ? 1 / one : BEYOND_LOWEST / lowest)),
  }
}
