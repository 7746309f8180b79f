import type { Assay } from '../assay.ts'
import type { BaselineKind } from '../layout/layout.ts'
import type { Layout, LayoutWell } from '../layout/layout.ts'
import type { Well } from '../well.ts'
import { syntheticAmounts, syntheticOd } from './signal.ts'

/** What is really in one supernatant of a synthetic plate. */
export interface SyntheticTruth {
  readonly specimen: string
  readonly slot: number
  readonly condition: string
  /** In the unit of the assay, undiluted. */
  readonly concentration: number
}

/** A plate that nobody pipetted: what a reader finds in it, and what really is in it. */
export interface SyntheticPlate {
  readonly baselineKind: BaselineKind
  readonly wavelengthsNm: readonly number[]
  /** OD of each wavelength, in their order, by well. */
  readonly ods: ReadonlyMap<Well, readonly number[]>
  readonly truths: readonly SyntheticTruth[]
}

/** The folder in the data folder that everything of synthetic plates lies in. */
export const QUARANTINE = 'synthetic'

/** The plastic, which a reference wavelength takes off again. */
const PLASTIC_OD = 0.04

/**
 * A plate of this layout and assay from concentrations that differ in every supernatant, each
 * where the assay quantifies. There is no noise: what comes out wrong is the way's own fault.
 */
export function syntheticPlate(layout: Layout, assay: Assay): SyntheticPlate {
  const { wavelengthNm, referenceNm } = assay
  const truths = truthsOf(layout, assay)
  const known = new Map(truths.map((truth) => [keyOf(truth), truth.concentration]))
  const ofControls = syntheticAmounts(assay)(0)
  const amountIn = (place: LayoutWell): number => {
    if (place.role === 'standard') return assay.standards[(place.level ?? 0) - 1] ?? 0
    if (place.role === 'control') return ofControls / place.dilution
    return (known.get(keyOf(place)) ?? 0) / place.dilution
  }
  const plastic = referenceNm === null ? 0 : PLASTIC_OD
  const ods = layout.wells.map((place): [Well, readonly number[]] => {
    const signal = place.role === 'empty' ? 0 : syntheticOd(assay, amountIn(place))
    return [place.well, referenceNm === null ? [signal] : [signal + plastic, plastic]]
  })
  const wavelengthsNm = referenceNm === null ? [wavelengthNm] : [wavelengthNm, referenceNm]
  return { baselineKind: layout.baselineKind, wavelengthsNm, ods: new Map(ods), truths }
}

/** The name of the specimen in a slot, on the run sheet and in the results. */
export function syntheticSpecimen(slot: number): string {
  return `SYNTHETIC-S${String(slot).padStart(2, '0')}`
}

/** The least diluted well of a supernatant is the one that lies where the assay quantifies. */
function truthsOf({ wells }: Layout, assay: Assay): readonly SyntheticTruth[] {
  const amountOf = syntheticAmounts(assay)
  const least = new Map<string, LayoutWell>()
  for (const place of wells.filter(({ role }) => role === 'sample')) {
    const known = least.get(keyOf(place))
    if (known === undefined || place.dilution < known.dilution) least.set(keyOf(place), place)
  }
  return [...least.values()].map(({ slot, condition, dilution }, at) => ({
    specimen: syntheticSpecimen(slot ?? 0),
    slot: slot ?? 0,
    condition: condition ?? '',
    concentration: amountOf(at + 1) * dilution,
  }))
}

function keyOf({ slot, condition }: Pick<LayoutWell, 'slot' | 'condition'>): string {
  return `${slot}/${condition}`
}
