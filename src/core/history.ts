import type { Analysis, SampleResult } from './analysis.ts'
import { odAt } from './curve/read-curve.ts'
import { crossing } from './limits/crossing.ts'

/**
 * What earlier plates of the same assay and kit lot looked like, oldest first: enough to notice
 * that today's plate is another. A plate that lacks a landmark is left out of that list alone.
 */
export interface PlateHistory {
  /** Mean ODs of the zero standard. */
  readonly zeroOds: readonly number[]
  /** Mean ODs of the highest standard. */
  readonly topOds: readonly number[]
  /** Steepness of the curve in the middle of the standards; see `Landmarks`. */
  readonly slopes: readonly number[]
  /** Concentrations at which the curve is half-way up; see `Landmarks`. */
  readonly midpoints: readonly number[]
  /** Base-10 logarithms of each control's concentration, by `controlName`. */
  readonly controls: ReadonlyMap<string, readonly number[]>
}

/** The history of an assay and lot without an earlier plate. */
export const NO_HISTORY: PlateHistory = {
  zeroOds: [],
  topOds: [],
  slopes: [],
  midpoints: [],
  controls: new Map(),
}

/**
 * Places by which a plate's calibration is recognised. The curve is looked at between its own
 * standards and not by its parameters: those trade against one another (an asymptote nobody saw, an
 * inflection far away), while the OD between the standards is well known under any model.
 */
export interface Landmarks {
  readonly zeroOd: number | null
  readonly topOd: number | null
  /**
   * d(OD)/d(ln concentration) at the geometric mean of the lowest and highest standard, over the
   * rise from the one to the other: dimensionless, positive on a falling curve too.
   */
  readonly slope: number | null
  /** Where the curve is half-way between its ODs at the lowest and highest standard. */
  readonly midpoint: number | null
}

/** What of an analysis a history is made of. */
export type HistoricPlate = Pick<Analysis, 'curve' | 'standards' | 'samples'>

/** The landmarks of one plate; null where it has no such standard or no curve. */
export function landmarksOf(plate: HistoricPlate): Landmarks {
  return { ...endsOf(plate), ...shapeOf(plate) }
}

/** The landmarks that are ODs of standards. */
export function endsOf({ standards }: HistoricPlate): Pick<Landmarks, 'zeroOd' | 'topOd'> {
  const meanOdOf = (nominal: number): number | null =>
    standards.find((standard) => standard.nominal === nominal)?.meanOd ?? null
  const highest = Math.max(...standards.map(({ nominal }) => nominal))
  return { zeroOd: meanOdOf(0), topOd: highest > 0 ? meanOdOf(highest) : null }
}

/** A step in ln concentration small enough for a derivative and large enough for its digits. */
const STEP = 1e-3

/** The landmarks of the curve between its lowest and highest standard. */
export function shapeOf({
  curve,
  standards,
}: HistoricPlate): Pick<Landmarks, 'slope' | 'midpoint'> {
  const positive = standards.map(({ nominal }) => nominal).filter((nominal) => nominal > 0)
  const [lowest, highest] = [Math.min(...positive), Math.max(...positive)]
  const none = { slope: null, midpoint: null }
  if (curve === null || !curve.converged || !(highest > lowest)) return none
  const [from, to] = [odAt(curve, lowest), odAt(curve, highest)]
  const rise = to - from
  if (!Number.isFinite(rise) || rise === 0) return none
  const middle = Math.sqrt(lowest * highest)
  const [below, above] = [-STEP, STEP].map((step) => odAt(curve, middle * Math.exp(step)))
  const slope = ((above ?? NaN) - (below ?? NaN)) / (2 * STEP) / rise
  const half = crossing(
    (log) => odAt(curve, Math.exp(log)) - from - rise / 2,
    Math.log(lowest),
    Math.log(highest),
  )
  return { slope: Number.isFinite(slope) ? slope : null, midpoint: Math.exp(half) }
}

/** What a control is called from plate to plate: its id, and its dilution where it has one. */
export function controlName({ specimen, dilution }: SampleResult): string {
  return dilution === 1 ? specimen : `${specimen} 1:${dilution}`
}

/**
 * The base-10 logarithm of a control's concentration as read, in range or not, because limits that
 * are drawn from good days alone are too narrow; null where the curve gave none.
 */
export function controlLog10({ role, concentration }: SampleResult): number | null {
  const { value } = concentration
  return role !== 'control' || value === null || value <= 0 ? null : Math.log10(value)
}

/** The history that earlier plates make, given oldest first. */
export function historyOf(plates: readonly HistoricPlate[]): PlateHistory {
  const landmarks = plates.map(landmarksOf)
  const known = (name: keyof Landmarks): readonly number[] =>
    landmarks.flatMap((plate) => plate[name] ?? [])
  const controls = new Map<string, readonly number[]>()
  for (const sample of plates.flatMap(({ samples }) => samples)) {
    const log10 = controlLog10(sample)
    if (log10 === null) continue
    const name = controlName(sample)
    controls.set(name, [...(controls.get(name) ?? []), log10])
  }
  return {
    zeroOds: known('zeroOd'),
    topOds: known('topOd'),
    slopes: known('slope'),
    midpoints: known('midpoint'),
    controls,
  }
}
