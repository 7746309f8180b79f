import type { PlateFormat } from '../well.ts'
import type { Condition, LayoutWell } from './layout.ts'

/** Down the rows of a column, or across the columns of a row. */
export type Direction = 'down' | 'across'

/** An area of wells filled with groups; a group is the `replicates` wells that should agree. */
export interface AreaPlan {
  /** Well pattern: `A1-H2`, `A1, B1, C1`, `A1, A3, ..., A11`. */
  readonly wells: string
  /** Which way one group follows the other. */
  readonly fill: Direction
  /** Which way the wells of one group lie. */
  readonly run: Direction
  readonly replicates: number
}

/** A series of standards; `levels` are positions in the assay's list, in order of the groups. */
export interface StandardsPlan extends AreaPlan {
  readonly levels: readonly number[]
}

/** Dilution factors of every condition alike, or condition by condition. */
export type DilutionsPlan = readonly number[] | Readonly<Record<Condition, readonly number[]>>

/** Specimens: groups are nested slot, then condition, then dilution. */
export interface SpecimensPlan extends AreaPlan {
  readonly slots: number
  readonly firstSlot: number
  readonly conditions: readonly Condition[]
  readonly dilutions: DilutionsPlan
}

/** A control sample; all its wells are replicates. */
export interface ControlPlan {
  readonly id: string
  readonly wells: string
  readonly dilution: number
}

/** What a well holds, apart from where it is and which replicate it is. */
export type WellContent = Omit<LayoutWell, 'well' | 'replicate'>

/** Wells that are something else than the areas make them. */
export interface ExceptionPlan {
  readonly wells: string
  readonly content: WellContent
}

/** Rows and columns by which an included layout is moved; negative is up and left. */
export interface Shift {
  readonly rows: number
  readonly columns: number
}

/** Another layout whose wells come along. */
export interface IncludePlan {
  readonly layout: string
  readonly shift: Shift
}

/** A layout as it is written: areas and patterns, not yet wells. */
export interface LayoutPlan {
  readonly plate: PlateFormat
  readonly include: readonly IncludePlan[]
  readonly standards: readonly StandardsPlan[]
  readonly specimens: readonly SpecimensPlan[]
  readonly controls: readonly ControlPlan[]
  readonly blanks: string | null
  /** Wells that nothing may use. */
  readonly empty: string | null
  readonly exceptions: readonly ExceptionPlan[]
}

/** Something wrong in a layout: where in the written plan, and what, quoting the offending text. */
export interface LayoutMistake {
  readonly path: readonly (string | number)[]
  readonly what: string
}

/** A well with nothing in it; the start of every other content. */
export const EMPTY_CONTENT: WellContent = {
  role: 'empty',
  level: null,
  control: null,
  slot: null,
  condition: null,
  dilution: 1,
}
