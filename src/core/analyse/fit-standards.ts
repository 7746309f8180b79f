import type { Curve, StandardResult, WorkingRange } from '../analysis.ts'
import type { Assay } from '../assay.ts'
import { fitCurve } from '../curve/fit-curve.ts'
import { invert } from '../curve/invert.ts'
import { isOd } from '../plate-read.ts'
import { odSpread } from '../quality/evidence/replicates.ts'
import { cvPercent, mean, sampleSd } from '../stats/moments.ts'
import type { MappedWell } from './map-wells.ts'

/** The standard curve of one plate with what it may be used for. */
export interface FittedPlate {
  /** Null when the plate has no standards at all. */
  readonly curve: Curve | null
  readonly standards: readonly StandardResult[]
  /** Null when no standard level passes: then nothing can be quantified. */
  readonly range: WorkingRange | null
}

/** Fits the plate's standards and finds the range in which they come back as what they are. */
export function fitStandards(wells: readonly MappedWell[], assay: Assay): FittedPlate {
  const placed = wells.filter((well) => well.role === 'standard' && well.level !== null)
  const points = placed.flatMap(({ level, od }) => {
    const concentration = assay.standards[(level ?? 0) - 1]
    return isOd(od) && concentration !== undefined ? [{ concentration, od }] : []
  })
  if (points.length === 0) return { curve: null, standards: [], range: null }
  const curve = fitCurve(points, assay.curve)
  const standards = assay.standards
    .map((nominal, index) => {
      const ofLevel = placed.filter((well) => well.level === index + 1)
      return standardResult({ nominal, level: index + 1, ofLevel, curve, assay })
    })
    .filter((standard) => standard.wells.length > 0)
  return { curve, standards, range: workingRange(standards, assay) }
}

interface OneLevel {
  readonly nominal: number
  readonly level: number
  readonly ofLevel: readonly MappedWell[]
  readonly curve: Curve
  readonly assay: Assay
}

function standardResult({ nominal, level, ofLevel, curve, assay }: OneLevel): StandardResult {
  const ods = ofLevel.map((well) => well.od).filter(isOd)
  const meanOd = mean(ods)
  const backFit =
    meanOd === null || !curve.converged ? null : invert(curve, meanOd, ods.length).concentration
  const recoveryPercent = backFit === null || nominal === 0 ? null : (100 * backFit) / nominal
  const cvOdPercent = cvPercent(ods)
  const { standardCvMaxPercent, odDifferenceAlwaysFine } = assay.limits
  const isWide = cvOdPercent !== null && cvOdPercent > standardCvMaxPercent
  return {
    level,
    nominal,
    wells: ofLevel.map(({ well }) => well),
    meanOd,
    sdOd: sampleSd(ods),
    cvOdPercent,
    backFit,
    recoveryPercent,
    // Near the blank a CV explodes, and a small difference says nothing against a standard.
    passes:
      !(isWide && odSpread(ods) > odDifferenceAlwaysFine) &&
      recovers(recoveryPercent, nominal, assay),
  }
}

/**
 * Back-fit within limits; the standards at the lower and the upper limit of quantification have
 * wider ones, the zero standard none (ICH M10, 4.2.3). Standards below the kit's own lower limit
 * are anchors, and the lowest standard that is not one stands at the limit.
 */
function recovers(recoveryPercent: number | null, nominal: number, assay: Assay): boolean {
  if (recoveryPercent === null) return false
  const { limits, standards } = assay
  const kitLloq = limits.kitLloq ?? 0
  const judged = standards.filter((standard) => standard > 0 && standard >= kitLloq)
  const isEdge = nominal <= Math.min(...judged) || nominal === Math.max(...judged)
  const low = isEdge ? limits.edgeRecoveryMinPercent : limits.recoveryMinPercent
  const high = isEdge ? limits.edgeRecoveryMaxPercent : limits.recoveryMaxPercent
  return recoveryPercent >= low && recoveryPercent <= high
}

/** The range in which the plate quantifies, by the assay's rule; in its unit, in the well. */
function workingRange(
  standards: readonly StandardResult[],
  { limits, range: rule }: Assay,
): WorkingRange | null {
  if (rule === 'back-fit') {
    const passing = standards.filter(({ passes }) => passes).map(({ nominal }) => nominal)
    if (passing.length === 0) return null
    return {
      lloq: Math.max(Math.min(...passing), limits.kitLloq ?? 0),
      uloq: Math.max(...passing),
    }
  }
  const used = standards.filter(({ meanOd }) => meanOd !== null).map(({ nominal }) => nominal)
  const counted = rule === 'standards' ? used.filter((nominal) => nominal > 0) : used
  if (counted.length === 0) return null
  const [least, most] = [Math.min(...counted), Math.max(...counted)]
  const beyond = rule === 'standards' ? 0 : 0.05 * (most - least)
  return { lloq: Math.max(0, least - beyond), uloq: most + beyond }
}
