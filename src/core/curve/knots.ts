import type { Estimate } from '../analysis.ts'
import type {
  CurveModel,
  Fitted,
  Given,
  Level,
  Located,
  NotFitted,
  ParameterValues,
} from './curve-model.ts'
import { unweightedFit } from './estimates.ts'
import { leftOutReason } from './log-log.ts'

/**
 * Curves that go through the mean OD of every standard. They estimate nothing, so they have neither
 * covariance nor error, and they say nothing beyond the outer standards. Their parameters are the
 * standards themselves.
 */

/** Coordinates in which a curve goes from knot to knot. */
export interface Axes {
  readonly x: 'linear' | 'log'
  readonly y: 'linear' | 'log'
}

/** A curve from knot to knot in its own coordinates. */
export interface Pieces {
  readonly axes: Axes
  /** The polynomials between neighbouring knots, in powers of t - tᵢ, ascending. */
  readonly polynomialsOf: (knots: readonly Knot[]) => readonly (readonly number[])[]
}

/** A standard in the curve's coordinates. */
export interface Knot {
  readonly t: number
  readonly v: number
}

/** Everything of a curve model but its names. */
export function throughStandards(pieces: Pieces): Omit<CurveModel, 'id' | 'label'> {
  return {
    parameters: [],
    ends: 'standards',
    fit: (given) => fit(pieces, given),
    value: (values, concentration) => valueAt(pieces, values, concentration),
    slope: (values, concentration) => slopeAt(pieces, values, concentration),
    gradient: () => [],
    locate: (values, od) => locate(pieces, values, od),
    direction: (values) => {
      const ods = values.slice(values.length / 2)
      return (ods.at(-1) ?? 0) < (ods[0] ?? 0) ? -1 : 1
    },
  }
}

function fit(pieces: Pieces, { standards }: Given): Fitted | NotFitted {
  const { concentrations, ods } = standards
  const levels = standards.levels.filter((level) => isUsable(pieces.axes, level))
  if (levels.length < 2) {
    return { notFitted: `${levels.length} usable standard concentrations are too few for a curve.` }
  }
  const isUsed = (i: number): boolean =>
    levels.some(({ concentration }) => concentration === concentrations[i])
  const used = {
    concentrations: concentrations.filter((_, i) => isUsed(i)),
    ods: ods.filter((_, i) => isUsed(i)),
  }
  const values = [
    ...levels.map(({ concentration }) => concentration),
    ...levels.map(({ od }) => od),
  ]
  const fitted = used.concentrations.map((x) => valueAt(pieces, values, x))
  const numbers = unweightedFit(used.ods, fitted)
  const left = ods.length - used.ods.length
  return {
    parameters: named(values),
    covariance: [],
    ...numbers,
    wrss: numbers.rss,
    sigma: 0,
    df: 0,
    condition: 0,
    odFloor: 0,
    deviance: NaN,
    reason: left === 0 ? '' : leftOutReason(left),
  }
}

function isUsable({ x, y }: Axes, { concentration, od }: Level): boolean {
  return (x === 'linear' || concentration > 0) && (y === 'linear' || od > 0)
}

/** x001 … then y001 …, so that they stand in order by name as well. */
function named(values: readonly number[]): Readonly<Record<string, Estimate>> {
  const half = values.length / 2
  return Object.fromEntries(
    values.map((value, i) => {
      const number = String((i % half) + 1).padStart(3, '0')
      return [`${i < half ? 'x' : 'y'}${number}`, { value, se: null }]
    }),
  )
}

function knotsOf({ x, y }: Axes, values: ParameterValues): readonly Knot[] {
  const half = values.length / 2
  return values.slice(0, half).map((concentration, i) => ({
    t: x === 'log' ? Math.log(concentration) : concentration,
    v: y === 'log' ? Math.log(values[half + i] ?? NaN) : (values[half + i] ?? NaN),
  }))
}

/** The piece over a place, and how far into it the place is; undefined beyond the knots. */
function pieceAt(pieces: Pieces, values: ParameterValues, concentration: number) {
  const knots = knotsOf(pieces.axes, values)
  const t = pieces.axes.x === 'log' ? Math.log(concentration) : concentration
  const next = knots.findIndex((knot) => knot.t >= t)
  if (next < 0 || t < (knots[0]?.t ?? Infinity)) return undefined
  const index = Math.max(0, next - 1)
  const [knot, polynomial] = [knots[index], pieces.polynomialsOf(knots)[index]]
  if (knot === undefined || polynomial === undefined) return undefined
  return { polynomial, into: t - knot.t }
}

function valueAt(pieces: Pieces, values: ParameterValues, concentration: number): number {
  const piece = pieceAt(pieces, values, concentration)
  if (piece === undefined) return NaN
  const v = evaluate(piece.polynomial, piece.into)
  return pieces.axes.y === 'log' ? Math.exp(v) : v
}

function slopeAt(pieces: Pieces, values: ParameterValues, concentration: number): number {
  const piece = pieceAt(pieces, values, concentration)
  if (piece === undefined) return NaN
  const derivative = piece.polynomial.map((coefficient, k) => k * coefficient).slice(1)
  const byT = evaluate(derivative, piece.into)
  const byX = pieces.axes.x === 'log' ? byT / concentration : byT
  return pieces.axes.y === 'log' ? byX * Math.exp(evaluate(piece.polynomial, piece.into)) : byX
}

function evaluate(polynomial: readonly number[], t: number): number {
  return polynomial.reduceRight((sum, coefficient) => sum * t + coefficient, 0)
}

/** Every concentration with an OD; the curve between two knots may have more than one. */
function locate(pieces: Pieces, values: ParameterValues, od: number): Located {
  const knots = knotsOf(pieces.axes, values)
  const v = pieces.axes.y === 'log' ? (od > 0 ? Math.log(od) : -Infinity) : od
  const polynomials = pieces.polynomialsOf(knots)
  const found = polynomials.flatMap((polynomial, i) => {
    const [left, right] = [knots[i]?.t ?? NaN, knots[i + 1]?.t ?? NaN]
    return rootsBetween(polynomial, v, right - left).map((root) => left + root)
  })
  const span = (knots.at(-1)?.t ?? 0) - (knots[0]?.t ?? 0)
  const places = found
    .toSorted((a, b) => a - b)
    // A place on a knot belongs to both of its pieces.
    .filter((place, i, all) => i === 0 || place - (all[i - 1] ?? -Infinity) > 1e-9 * span)
  const concentrations = [...places, ...(places.length > 0 ? [] : endAt(knots, v))].map((t) =>
    pieces.axes.x === 'log' ? Math.exp(t) : t,
  )
  if (concentrations.length > 0) return { beyond: null, concentrations }
  const rises = (knots.at(-1)?.v ?? 0) > (knots[0]?.v ?? 0)
  const isLow = v <= Math.min(...knots.map((knot) => knot.v))
  return { beyond: rises === isLow ? 'below_curve' : 'above_curve', concentrations: [] }
}

/** The part of the curve's height by which a polynomial may miss a standard it goes through. */
const ROUNDING = 1e-12

/** An outer standard whose own value this is, which the piece next to it missed by rounding. */
function endAt(knots: readonly Knot[], v: number): readonly number[] {
  const values = knots.map((knot) => knot.v)
  const height = Math.max(...values) - Math.min(...values)
  const end = [knots[0], knots.at(-1)].find(
    (knot) => knot !== undefined && Math.abs(knot.v - v) <= ROUNDING * height,
  )
  return end === undefined ? [] : [end.t]
}

/** Places from 0 to a width where a polynomial has a value, ascending. */
function rootsBetween(polynomial: readonly number[], v: number, width: number): readonly number[] {
  const shifted = polynomial.map((coefficient, k) => (k === 0 ? coefficient - v : coefficient))
  const turns = turningPoints(shifted).filter((t) => t > 0 && t < width)
  const marks = [0, ...turns.toSorted((a, b) => a - b), width]
  return marks.slice(1).flatMap((to, i) => {
    const from = marks[i] ?? 0
    const [atFrom, atTo] = [evaluate(shifted, from), evaluate(shifted, to)]
    if (atFrom === 0) return [from]
    if (atTo === 0) return [to]
    return Math.sign(atFrom) === Math.sign(atTo) ? [] : [bisected(shifted, from, to)]
  })
}

function turningPoints([, b = 0, c = 0, d = 0]: readonly number[]): readonly number[] {
  if (d === 0) return c === 0 ? [] : [-b / (2 * c)]
  const root = Math.sqrt(c * c - 3 * b * d)
  if (!Number.isFinite(root)) return []
  const half = -(c + (c < 0 ? -root : root))
  return [half / (3 * d), b / half].filter(Number.isFinite)
}

/** The sign change of a polynomial between two places, to the last bit. */
function bisected(polynomial: readonly number[], from: number, to: number): number {
  const sign = Math.sign(evaluate(polynomial, from))
  let [low, high] = [from, to]
  for (;;) {
    const middle = low + (high - low) / 2
    if (middle <= low || middle >= high) return high
    if (Math.sign(evaluate(polynomial, middle)) === sign) low = middle
    else high = middle
  }
}
