import type { PlateFormat, Well } from '../well.ts'

/** What a well is there for. */
export type Role = 'standard' | 'blank' | 'control' | 'sample' | 'empty'

/** What challenges are compared with: before incubation, or after it without an organism. */
export type BaselineKind = 'baseline' | 'unstimulated'

/** What a specimen was incubated with: a baseline kind, or the id of a challenge organism. */
export type Condition = string

/** One well of a layout. Fields that do not belong to the role are null. */
export interface LayoutWell {
  readonly well: Well
  readonly role: Role
  /** Standards: position in the assay's list of standards, from 1. */
  readonly level: number | null
  /** Controls: the control's id. */
  readonly control: string | null
  /** Samples: the specimen slot that a run sheet fills, from 1. */
  readonly slot: number | null
  readonly condition: Condition | null
  /** How often the specimen was diluted in this well: 1 is undiluted, 10 is one part in ten. */
  readonly dilution: number
  /** Position among the wells that should agree, from 1. */
  readonly replicate: number
}

/** What each well of a kind of plate is. */
export interface Layout {
  readonly id: string
  readonly name: string
  readonly format: PlateFormat
  /** Id of the assay these plates are read with, unless the run sheet names another. */
  readonly assay: string
  readonly baselineKind: BaselineKind
  /** Every well of the plate in row-major order; wells nobody mentioned are `empty`. */
  readonly wells: readonly LayoutWell[]
}

/** The highest specimen slot of the layout, 0 when it has none. */
export function slotCount(layout: Layout): number {
  return layout.wells.reduce((most, { slot }) => Math.max(most, slot ?? 0), 0)
}
