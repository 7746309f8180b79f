import type { Analysis, WellResult } from '../analysis.ts'
import { NO_HISTORY } from '../history.ts'
import { maskReason, withMasks, type WellMask } from '../masks.ts'
import { flagsOf } from '../quality/limits/in-force.ts'
import type { JudgedPlate, QualityRule } from '../quality/rule.ts'
import { fitStandards, type FittedPlate } from './fit-standards.ts'
import { mapWells, type MappedWell, type PlateInputs } from './map-wells.ts'
import { quantify } from './quantify.ts'
import { reportSpecimens } from './reportable.ts'
import { responsesOf } from './responses.ts'
import { quantifySamples } from './samples.ts'

/**
 * Everything that follows from one read of one plate: wells to specimens, standards to a curve, ODs
 * to concentrations, concentrations to responses, and what the quality rules make of it. Pure: the
 * same inputs give the same analysis, today and years later. Throws AssaydError `read-mismatch`
 * when the read cannot be of this layout.
 */
export function analyse(inputs: PlateInputs, rules: readonly QualityRule[]): Analysis {
  const { assay, layout, masks = [] } = inputs
  const read = withMasks(inputs.read, masks)
  const mapped = mapWells({ ...inputs, read })
  const plate = fitStandards(mapped, assay)
  const samples = quantifySamples(mapped, plate, assay)
  const reported = reportSpecimens(samples, { assay, ...plate })
  const judged: JudgedPlate = {
    unit: assay.unit,
    analyte: assay.analyte,
    profile: assay.profile ?? 'default',
    ...plate,
    wells: mapped.map((well) => wellResult(well, plate, masks)),
    samples: samples.map(({ result }) => result),
    specimens: reported.map(({ result }) => result),
    responses: responsesOf(reported, { layout, assay, curve: plate.curve }),
    assay,
    read,
    history: inputs.history ?? NO_HISTORY,
    layout,
    otherLayouts: inputs.otherLayouts ?? [],
  }
  const flags = rules.flatMap((rule) => flagsOf(rule, judged))
  return { ...resultsOf(judged), flags }
}

/** The results alone, without what the rules looked at besides. */
function resultsOf(judged: JudgedPlate): Omit<Analysis, 'flags'> {
  const { unit, analyte, profile, curve, range, standards, wells, samples } = judged
  const { specimens, responses } = judged
  return { unit, analyte, profile, curve, range, standards, wells, samples, specimens, responses }
}

function wellResult(
  mapped: MappedWell,
  plate: FittedPlate,
  masks: readonly WellMask[],
): WellResult {
  const { od, dilution } = mapped
  const { concentration, inWell } = quantify(plate, { od, wells: 1, dilution })
  const mask = masks.find(({ well }) => well === mapped.well)
  const told = mask === undefined ? {} : { reason: maskReason(mask) }
  return {
    ...mapped,
    concentration: { ...concentration, ...told },
    concentrationInWell: inWell,
  }
}
