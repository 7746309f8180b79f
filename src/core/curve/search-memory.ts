import { carve, type Matrix } from './matrix.ts'
import { Spares } from './spares.ts'

/** How much a search over a problem needs. */
export interface SearchSize {
  readonly points: number
  /** Points at which the model is evaluated: one for all points of one concentration. */
  readonly rows: number
  readonly parameters: number
}

/** A set of parameters with everything a search wants to know there. */
export interface Place {
  readonly theta: Float64Array
  /** By row: the model, and what is observed beyond it, weighed. */
  readonly fitted: Float64Array
  readonly residuals: Float64Array
  readonly jacobian: Matrix
  wrss: number
}

/** The working memory of one search. */
export interface SearchMemory {
  readonly size: SearchSize
  /** By point. */
  readonly rootWeights: Float64Array
  readonly fitted: Float64Array
  /** By row: the weighted mean of its points, and the square root of the sum of their weights. */
  readonly observed: Float64Array
  readonly roots: Float64Array
  /** Where the search stands, and the place it tries next. */
  readonly places: readonly [Place, Place]
  readonly step: Float64Array
  /** R with the damping rows below it, and its right-hand side. */
  readonly damped: Matrix
  readonly dampedRhs: Float64Array
  /** The largest norm each column of the Jacobian has had: Marquardt's scale. */
  readonly scale: Float64Array
}

const spares = new Spares<SearchMemory>()

/** Sizes beyond every plate may share a key; then the memory is not taken. */
function keyOf({ points, rows, parameters }: SearchSize): number {
  return (points * 1024 + rows) * 32 + parameters
}

/** Memory of this size: what was given back, or new. */
export function takeMemory(size: SearchSize): SearchMemory {
  const memory = spares.take(keyOf(size))
  return memory !== undefined && isSame(memory.size, size) ? memory : newMemory(size)
}

function isSame(one: SearchSize, other: SearchSize): boolean {
  return (
    one.points === other.points && one.rows === other.rows && one.parameters === other.parameters
  )
}

/** Lends the memory to whoever searches next. */
export function giveBackMemory(memory: SearchMemory): void {
  spares.giveBack(keyOf(memory.size), memory)
}

function newMemory(size: SearchSize): SearchMemory {
  const { points: n, rows: m, parameters: p } = size
  const take = carve(2 * n + 2 * m + 2 * (p + 2 * m + m * p) + 5 * p + 2 * p * p)
  return {
    size,
    rootWeights: take(n),
    fitted: take(n),
    observed: take(m),
    roots: take(m),
    places: [placeFor(size, take), placeFor(size, take)],
    step: take(p),
    damped: { rows: 2 * p, columns: p, values: take(2 * p * p) },
    dampedRhs: take(2 * p),
    scale: take(p),
  }
}

function placeFor({ rows, parameters }: SearchSize, take: (length: number) => Float64Array): Place {
  return {
    theta: take(parameters),
    fitted: take(rows),
    residuals: take(rows),
    jacobian: { rows, columns: parameters, values: take(rows * parameters) },
    wrss: 0,
  }
}
