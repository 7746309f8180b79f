/**
 * A quick four-parameter logistic through standard wells: a coarse grid of slopes and midpoints,
 * then a few halving steps around the best. Not the plate's curve, but an answer that never fails
 * to whether standards lie on any.
 */

/** The standard wells of a hypothesis, level by level. */
export interface StandardOds {
  /** Concentrations of the levels, rising. */
  readonly nominals: Float64Array
  /** The position of each well's level among them. */
  readonly levels: Int16Array
  readonly ods: Float64Array
  /** Reciprocal variances of the ODs. */
  readonly weights: Float64Array
}

/** Logarithms of slope, and of midpoint over the highest standard. */
interface Shape {
  readonly slope: number
  readonly midpoint: number
}

const SLOPES = [-0.3, 0, 0.3]
const MIDPOINTS = [-4, -3, -2, -1, 0, 1.5]
/** Slopes of sandwich ELISAs lie around 1.1, within some tens of percent. */
const USUAL_SLOPE = { centre: 0.1, spread: 0.25 }
const FIRST_STEP = { slope: 0.15, midpoint: 0.5 }
const HALVINGS = 4
/**
 * Rounds in which wells far off a curve lose their weight; the grid needs fewer to show where to go
 * on.
 */
const ROUNDS = { grid: 2, refined: 3 }

/** A four-parameter logistic: `foot + height · t / (1 + t)` with `t = (x / centre) ^ power`. */
export interface QuickCurve {
  readonly foot: number
  readonly height: number
  readonly centre: number
  readonly power: number
}

/** The OD that a curve expects at a concentration. */
export function odAt({ foot, height, centre, power }: QuickCurve, concentration: number): number {
  const powered = (concentration / centre) ** power
  return foot + height * (powered / (1 + powered))
}

/** The standards with the logarithms that every shape is tried on. */
interface Wells extends StandardOds {
  /** Of the concentrations over the highest. */
  readonly logs: Float64Array
}

/** The best curve through standard wells. Its foot and height are free, the height not negative. */
export function nearestCurve(given: StandardOds): QuickCurve {
  const top = topOf(given)
  const wells = { ...given, logs: given.nominals.map((nominal) => Math.log(nominal / top)) }
  let best = SLOPES.flatMap((slope) =>
    MIDPOINTS.map((midpoint) => tried({ slope, midpoint }, wells, ROUNDS.grid)),
  ).reduce(better)
  for (let halving = 0; halving < HALVINGS; halving += 1) best = refined(best, wells, halving)
  const { slope, midpoint } = best.shape
  return { ...best.line, power: Math.exp(slope), centre: Math.exp(midpoint) * top }
}

function topOf({ nominals }: StandardOds): number {
  return nominals.at(-1) || 1
}

interface Tried {
  readonly shape: Shape
  /** How far up the curve each level lies, from 0 to 1. */
  readonly shares: Float64Array
  readonly line: Line
  readonly loss: number
}

function tried(shape: Shape, wells: Wells, rounds: number): Tried {
  const shares = sharesOf(shape, wells.logs)
  let line = robustLine(wells, shares, undefined)
  for (let round = 0; round < rounds; round += 1) line = robustLine(wells, shares, line)
  const unusual = (shape.slope - USUAL_SLOPE.centre) / USUAL_SLOPE.spread
  return { shape, shares, line, loss: lossOf(wells, shares, line) + 0.5 * unusual ** 2 }
}

function better(a: Tried, b: Tried): Tried {
  return b.loss < a.loss ? b : a
}

function refined(best: Tried, wells: Wells, halving: number): Tried {
  const { slope, midpoint } = best.shape
  const bySlope = FIRST_STEP.slope / 2 ** halving
  const byMidpoint = FIRST_STEP.midpoint / 2 ** halving
  const around = [
    { slope: slope + bySlope, midpoint },
    { slope: slope - bySlope, midpoint },
    { slope, midpoint: midpoint + byMidpoint },
    { slope, midpoint: midpoint - byMidpoint },
    { slope: slope + bySlope, midpoint: midpoint - byMidpoint },
    { slope: slope - bySlope, midpoint: midpoint + byMidpoint },
  ]
  return around.map((shape) => tried(shape, wells, ROUNDS.refined)).reduce(better, best)
}

function sharesOf({ slope, midpoint }: Shape, logs: Float64Array): Float64Array {
  const power = Math.exp(slope)
  const shares = new Float64Array(logs.length)
  for (let at = 0; at < logs.length; at += 1) {
    shares[at] = 1 / (1 + Math.exp(power * (midpoint - (logs[at] ?? 0))))
  }
  return shares
}

interface Line {
  readonly foot: number
  readonly height: number
}

/**
 * Weighted least squares of OD on share; wells count less the further they were off the line
 * before.
 */
function robustLine(wells: StandardOds, shares: Float64Array, before?: Line): Line {
  const { levels, ods, weights } = wells
  const foot = before?.foot ?? 0
  const slope = before?.height ?? 0
  let w = 0
  let wx = 0
  let wy = 0
  let wxx = 0
  let wxy = 0
  for (let at = 0; at < ods.length; at += 1) {
    const x = shares[levels[at] ?? 0] ?? 0
    const y = ods[at] ?? 0
    const plain = weights[at] ?? 0
    const off = y - foot - slope * x
    const weight = before === undefined ? plain : plain / (1 + plain * off * off)
    w += weight
    wx += weight * x
    wy += weight * y
    wxx += weight * x * x
    wxy += weight * x * y
  }
  const spread = w * wxx - wx * wx
  const height = spread > 0 ? Math.max(0, (w * wxy - wx * wy) / spread) : 0
  return { foot: (wy - height * wx) / w, height }
}

/** Grows with the logarithm of large residuals, so that no single well chooses the shape. */
function lossOf({ levels, ods, weights }: StandardOds, shares: Float64Array, line: Line): number {
  let product = 1
  let loss = 0
  for (let at = 0; at < ods.length; at += 1) {
    const residual = (ods[at] ?? 0) - line.foot - line.height * (shares[levels[at] ?? 0] ?? 0)
    product *= 1 + (weights[at] ?? 0) * residual * residual
    if (product < 1e200) continue
    loss += Math.log(product)
    product = 1
  }
  return loss + Math.log(product)
}
