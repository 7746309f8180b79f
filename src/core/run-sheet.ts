/** The milk specimen in one slot of a plate. */
export interface SlotSpecimen {
  readonly slot: number
  readonly specimen: string
  readonly mother: string
  readonly visit: string
  /**
   * The day the specimen was taken, ISO 8601 (`2026-11-23`), or empty when the sheet does not say.
   */
  readonly date: string
}

/** Which specimens and kit lot are on one real plate. */
export interface RunSheet {
  readonly plate: string
  readonly layout: string
  /** Another assay than the layout's own, or null. */
  readonly assay: string | null
  /** The reader that is expected to measure this plate next, or null. */
  readonly reader: string | null
  readonly barcode: string | null
  readonly kitLot: string
  readonly operator: string
  /** Slots of the layout that are not here are empty on this plate. */
  readonly specimens: readonly SlotSpecimen[]
}

/** A stand-in for a slot nobody named, so that a plate without a run sheet still has whole rows. */
export function placeholderSpecimen(slot: number): SlotSpecimen {
  return { slot, specimen: `slot-${slot}`, mother: '', visit: '', date: '' }
}
