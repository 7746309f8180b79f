import { mean } from '../../stats/moments.ts'
import { isBlocked } from '../evidence.ts'
import type { Calibration, PlateAdjustment, StudyPlate } from '../study.ts'
import { sharedShape, type SharedShape } from './shared-shape.ts'
import { UNADJUSTED, type Brought, type ScaleGroup } from './scale.ts'

/**
 * Brings the plates of one assay to the kit lot of a reference plate, as ELISAtools does: all
 * standard curves share one shape, a lot whose standards are not what they are said to be lies
 * beside the others on ln concentration, and that shift is taken off (x_adj = x - S_lot).
 *
 * The shift of a lot is the mean over its plates. A plate's own shift is not: beside its lot it is
 * what the plate's own standards have corrected already. A blocked plate takes no part in the fit.
 *
 * Gives a sentence for each plate that has rows and whose lot has no shift.
 */
export function byLotShift(
  { plates, reference }: ScaleGroup,
  used: readonly StudyPlate[],
): Brought {
  const fitted = plates.flatMap((plate) => {
    const calibration = fittable(plate)
    return calibration === null ? [] : [{ plate, calibration }]
  })
  const problems = [reference, ...used.filter((plate) => plate !== reference)].flatMap((plate) =>
    problemOf(plate, fitted),
  )
  if (problems.length > 0) return { adjustments: [], problems }
  const shape = fitted.find(({ plate }) => plate.kitLot === reference.kitLot)?.calibration.curve
  const calibrations = fitted.map(({ calibration }) => calibration)
  const shared = shape === undefined ? null : sharedShape(calibrations, shape)
  if (shared === null) return { adjustments: [], problems: [unshared(fitted)] }
  const all = fitted.map(({ plate }) => plate)
  const adjustments = used.map((plate) => ofLot(plate, { all, shared, reference }))
  return { adjustments, problems }
}

interface Fitted {
  readonly plate: StudyPlate
  readonly calibration: Calibration
}

/** The calibration of a plate that can be shifted: a logistic, of a known lot, not blocked. */
function fittable(plate: StudyPlate): Calibration | null {
  const { calibration, kitLot } = plate
  const isLogistic =
    calibration?.curve.converged === true && calibration.curve.parameters['C'] !== undefined
  return isLogistic && kitLot !== '' && !isBlocked(plate) ? calibration : null
}

function problemOf({ plate, kitLot }: StudyPlate, fitted: readonly Fitted[]): readonly string[] {
  if (kitLot === '') return [`No run sheet says of which kit lot plate '${plate}' is.`]
  if (fitted.some((one) => one.plate.kitLot === kitLot)) return []
  const what = 'no plate with a logistic curve that is not blocked'
  return [`Kit lot '${kitLot}' of plate '${plate}' has ${what}.`]
}

function unshared(fitted: readonly Fitted[]): string {
  const names = fitted.map(({ plate }) => `'${plate.plate}'`).join(', ')
  return `No curve fits the standards of these plates but for a shift: ${names}.`
}

interface Known {
  /** The plates of the fit, in the order of its shifts. */
  readonly all: readonly StudyPlate[]
  readonly shared: SharedShape
  readonly reference: StudyPlate
}

function ofLot(plate: StudyPlate, { all, shared, reference }: Known): PlateAdjustment {
  const { shifts, covariance } = shared
  const ofReference = all.map(({ kitLot }) => kitLot === reference.kitLot)
  const origin = mean(shifts.filter((_, at) => ofReference[at])) ?? NaN
  const own = shifts[all.indexOf(plate)]
  const common = {
    plate,
    reference,
    kind: 'curve-shift',
    control: null,
    ownShift: own === undefined ? null : own - origin,
  } as const
  if (plate.kitLot === reference.kitLot) return { ...UNADJUSTED, ...common }
  const ofPlate = all.map(({ kitLot }) => kitLot === plate.kitLot)
  const lot = mean(shifts.filter((_, at) => ofPlate[at])) ?? NaN
  const contrast = all.map((_, at) => share(ofPlate, at) - share(ofReference, at))
  const shift = lot - origin
  return { ...common, shift, shiftSe: errorOf(contrast, covariance), factor: Math.exp(-shift) }
}

/** What a plate counts in the mean of its lot. */
function share(isOfLot: readonly boolean[], at: number): number {
  return isOfLot[at] === true ? 1 / isOfLot.filter(Boolean).length : 0
}

function errorOf(contrast: readonly number[], covariance: SharedShape['covariance']): number {
  const variance = contrast.reduce(
    (sum, row, i) =>
      sum + row * contrast.reduce((part, by, j) => part + by * (covariance[i]?.[j] ?? NaN), 0),
    0,
  )
  return Math.sqrt(Math.max(0, variance))
}
