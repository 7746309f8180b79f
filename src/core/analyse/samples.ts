import type { SampleResult } from '../analysis.ts'
import type { Assay } from '../assay.ts'
import { isOd, type WellValue } from '../plate-read.ts'
import { cvPercent, mean, sampleSd } from '../stats/moments.ts'
import type { FittedPlate } from './fit-standards.ts'
import type { MappedWell } from './map-wells.ts'
import { movedTo, quantify, type Quantified } from './quantify.ts'

/** A sample with what its response needs beside the result. */
export interface QuantifiedSample {
  readonly result: SampleResult
  readonly quantified: Quantified
}

/** Wells that should agree, together: specimens and controls by condition and dilution. */
export function quantifySamples(
  wells: readonly MappedWell[],
  plate: FittedPlate,
  assay: Assay,
): readonly QuantifiedSample[] {
  const groups = new Map<string, MappedWell[]>()
  for (const well of wells) {
    if (well.role !== 'sample' && well.role !== 'control') continue
    const key = JSON.stringify([well.role, well.slot, well.specimen, well.condition, well.dilution])
    groups.set(key, [...(groups.get(key) ?? []), well])
  }
  const samples = [...groups.values()].flatMap((group) =>
    group[0] === undefined ? [] : [quantifyGroup({ first: group[0], group, plate, assay })],
  )
  return inOrder(samples)
}

/**
 * Specimens by slot, controls after them; conditions in the order in which the first specimen's
 * wells name them.
 */
function inOrder(samples: readonly QuantifiedSample[]): readonly QuantifiedSample[] {
  const slotOf = ({ result }: QuantifiedSample): number => result.slot ?? Number.MAX_SAFE_INTEGER
  const bySlot = samples.toSorted((left, right) => slotOf(left) - slotOf(right))
  const conditions = [...new Set(bySlot.map(({ result }) => result.condition))]
  const placeOf = ({ result }: QuantifiedSample): number => conditions.indexOf(result.condition)
  return bySlot.toSorted(
    (left, right) =>
      slotOf(left) - slotOf(right) ||
      placeOf(left) - placeOf(right) ||
      left.result.dilution - right.result.dilution,
  )
}

interface Group {
  readonly first: MappedWell
  readonly group: readonly MappedWell[]
  readonly plate: FittedPlate
  readonly assay: Assay
}

function quantifyGroup({ first, group, plate, assay }: Group): QuantifiedSample {
  const ods = group.map(({ od }) => od).filter(isOd)
  const { dilution } = first
  const od = commonOd(group, mean(ods))
  const ofMeanOd = quantify(plate, { od, wells: Math.max(1, ods.length), dilution })
  const ofWells = concentrationsOf(group, plate)
  const meanOfWells = ofWells === null ? null : mean(ofWells)
  const byWells = assay.report.pointEstimate === 'mean-of-wells' && meanOfWells !== null
  const quantified = byWells ? movedTo(ofMeanOd, meanOfWells / dilution, plate) : ofMeanOd
  const { role, slot, specimen, mother, visit, date, condition } = first
  return {
    quantified,
    result: {
      role,
      slot,
      specimen,
      mother,
      visit,
      date,
      condition,
      dilution,
      wells: group.map(({ well }) => well),
      n: ods.length,
      meanOd: mean(ods),
      sdOd: sampleSd(ods),
      cvOdPercent: cvPercent(ods),
      concentration: quantified.concentration,
      ofMeanOd: ofMeanOd.concentration.value,
      meanOfWells,
      sdOfWells: ofWells === null ? null : sampleSd(ofWells),
      cvOfWellsPercent: ofWells === null ? null : cvPercent(ofWells),
    },
  }
}

/**
 * The OD that stands for the wells: their mean. One saturated well makes the whole sample
 * saturated, because the mean of the others would be too low; unread and masked wells are left out
 * as long as one has an OD.
 */
function commonOd(group: readonly MappedWell[], meanOd: number | null): WellValue {
  const marks = group.map(({ od }) => od).filter((od) => !isOd(od))
  if (marks.includes('overflow')) return 'overflow'
  return meanOd ?? marks[0] ?? 'unread'
}

/** The wells' own concentrations, or null unless every one that has an OD has a concentration. */
function concentrationsOf(
  group: readonly MappedWell[],
  plate: FittedPlate,
): readonly number[] | null {
  const values = group
    .filter(({ od }) => isOd(od))
    .map(({ od, dilution }) => quantify(plate, { od, wells: 1, dilution }).concentration.value)
  const numbers = values.filter((value) => value !== null)
  return numbers.length === values.length && numbers.length > 0 ? numbers : null
}
