import { DAMPING_MAX, DAMPING_MIN, KEPT_MIN, keptShare, nextDamping } from './damping.ts'
import { solveUpper, triangularise } from './householder.ts'
import { at, carve, normBetween, type Matrix } from './matrix.ts'

/**
 * Weighted nonlinear least squares by the Levenberg–Marquardt method, for any model and any number
 * of parameters: Marquardt's scaling by the Jacobian's column norms, damping steered by the gain
 * ratio (Madsen, Nielsen & Tingleff, Methods for Non-Linear Least Squares Problems, 2004, section
 * 3.2).
 *
 * It stops by the relative offset of Bates & Watts (Technometrics 1981, 23:179): the part of the
 * residuals that a change of parameters could still remove, over the part that none could. A small
 * change of the sum of squares alone never stops it, because on a ridge the sum stands still long
 * before the parameters do.
 */

/**
 * Fills `fitted` with the model at every point, and `jacobian` with ∂f/∂θ: all points of the first
 * parameter, then all of the second, and so on. Values that are not finite are allowed: such a step
 * is refused.
 */
export type Evaluate = (theta: Float64Array, fitted: Float64Array, jacobian: Float64Array) => void

/** What is fitted. */
export interface LeastSquaresProblem {
  readonly observed: Float64Array
  readonly parameterCount: number
  readonly evaluate: Evaluate
}

/** Why a search ended: `settled` is success, the others are the ways of not getting there. */
export type SearchEnd = 'settled' | 'step_limit' | 'no_descent' | 'not_finite'

/** Where a run of a search ended. */
export interface Optimum {
  readonly end: SearchEnd
  /** The run's own copy. */
  readonly theta: Float64Array
  readonly wrss: number
  /** Accepted steps. */
  readonly steps: number
}

/** How one run of a search begins and when it gives up. */
export interface SearchOptions {
  readonly start: Float64Array
  readonly stepsMax: number
  /** Relative to the squared column norms; 0 begins with a Gauss–Newton step. */
  readonly damping: number
  /** The relative offset at which the run has arrived; 1e-10 (of a standard error) unless told. */
  readonly offsetMax?: number
}

const OFFSET_MAX = 1e-10
/** Residuals cannot be known better than this part of the observations. */
const ROUNDING = 8 * 2 ** -52

/** Runs searches over one problem; the working memory is made once and used by every run. */
export class LeastSquaresSearch {
  /**
   * Square roots of the weights that multiply the squared residuals. May be changed between runs.
   */
  readonly rootWeights: Float64Array
  readonly #problem: LeastSquaresProblem
  /** Where the search stands, and the point it tries next. */
  #here: Place
  #trial: Place
  readonly #step: Float64Array
  /** R with the damping rows below it, and its right-hand side. */
  readonly #damped: Matrix
  readonly #dampedRhs: Float64Array
  /** The largest norm each column has had: Marquardt's scale. */
  readonly #scale: Float64Array
  #rounding = 0

  constructor(problem: LeastSquaresProblem) {
    const { parameterCount: p, observed } = problem
    const n = observed.length
    const take = carve(n + 2 * (p + n + n * p + n) + p + 2 * p * p + 2 * p + p)
    this.#problem = problem
    this.rootWeights = take(n).fill(1)
    this.#here = placeFor(p, n, take)
    this.#trial = placeFor(p, n, take)
    this.#step = take(p)
    this.#damped = { rows: 2 * p, columns: p, values: take(2 * p * p) }
    this.#dampedRhs = take(2 * p)
    this.#scale = take(p)
  }

  /** The model at every point where the last run ended. Overwritten by the next run. */
  get fitted(): Float64Array {
    return this.#here.fitted
  }

  /**
   * On and above the diagonal the R of the weighted Jacobian where the last run settled.
   * Overwritten by the next run.
   */
  get upper(): Matrix {
    return this.#here.jacobian
  }

  /** Searches from a start until it settles or cannot go on. Never throws on ugly data. */
  run(options: SearchOptions): Optimum {
    const { start, stepsMax, offsetMax = OFFSET_MAX } = options
    this.#scale.fill(0)
    this.#findRounding()
    this.#here.theta.set(start)
    this.#visit(this.#here)
    if (!Number.isFinite(this.#here.wrss)) return this.#optimum('not_finite', 0)
    let { damping } = options
    for (let steps = 0; ; steps += 1) {
      this.#triangularise()
      if (this.#isSettled(offsetMax)) return this.#optimum('settled', steps)
      if (steps >= stepsMax) return this.#optimum('step_limit', steps)
      const next = this.#advance(damping)
      if (next === undefined) return this.#optimum('no_descent', steps)
      damping = next
    }
  }

  /**
   * Evaluates the model at a place: weighted Jacobian, weighted residuals, their sum of squares.
   */
  #visit(place: Place): void {
    const { rootWeights } = this
    const { observed, evaluate, parameterCount } = this.#problem
    const { fitted, residuals } = place
    const { values, rows } = place.jacobian
    evaluate(place.theta, fitted, values)
    let wrss = 0
    for (let i = 0; i < rows; i += 1) {
      const root = at(rootWeights, i)
      const residual = root * (at(observed, i) - at(fitted, i))
      residuals[i] = residual
      wrss += residual * residual
      for (let k = 0; k < parameterCount; k += 1) {
        values[k * rows + i] = at(values, k * rows + i) * root
      }
    }
    place.wrss = wrss
  }

  /**
   * Rotates Jacobian and residuals so that the first entries of the residuals are what parameters
   * can remove.
   */
  #triangularise(): void {
    const { jacobian, residuals } = this.#here
    const { rows, columns, values } = jacobian
    triangularise(jacobian, residuals)
    for (let k = 0; k < columns; k += 1) {
      const norm = normBetween(values, k * rows, k * rows + k + 1)
      this.#scale[k] = Math.max(at(this.#scale, k), norm)
    }
  }

  #isSettled(offsetMax: number): boolean {
    const { parameterCount: p, observed } = this.#problem
    const { residuals } = this.#here
    const removable = normBetween(residuals, 0, p)
    const rest = normBetween(residuals, p, residuals.length)
    const spare = Math.max(1, observed.length - p)
    if (removable * Math.sqrt(spare) <= offsetMax * rest * Math.sqrt(p)) return true
    return removable <= this.#rounding
  }

  /** What of the residuals' norm may be rounding. */
  #findRounding(): void {
    const { rootWeights } = this
    const { observed } = this.#problem
    let squares = 0
    for (let i = 0; i < observed.length; i += 1) {
      squares += (at(rootWeights, i) * at(observed, i)) ** 2
    }
    this.#rounding = ROUNDING * Math.sqrt(squares)
  }

  /**
   * Damps more and more until a step goes down, and takes it. Returns the damping for the next
   * step, if one was taken.
   */
  #advance(damping: number): number | undefined {
    let growth = 2
    let current = damping
    while (current <= DAMPING_MAX) {
      const promised = this.#propose(current)
      const sums = { before: this.#here.wrss, after: this.#trial.wrss, rounding: this.#rounding }
      const kept = keptShare(promised, sums)
      if (kept > KEPT_MIN) {
        ;[this.#here, this.#trial] = [this.#trial, this.#here]
        return nextDamping(current, kept)
      }
      current = Math.max(current, DAMPING_MIN) * growth
      growth *= 2
    }
    return undefined
  }

  /**
   * Sets the trial to the damped step. Returns the fall in the sum of squares that the linear model
   * promises.
   */
  #propose(damping: number): number {
    const { jacobian, residuals, theta } = this.#here
    const { rows, columns, values } = jacobian
    this.#solveDamped(damping)
    let promised = 0
    for (let i = 0; i < columns; i += 1) {
      const before = at(residuals, i)
      let after = before
      for (let j = i; j < columns; j += 1) after -= at(values, j * rows + i) * at(this.#step, j)
      promised += (before - after) * (before + after)
      this.#trial.theta[i] = at(theta, i) + at(this.#step, i)
    }
    this.#visit(this.#trial)
    return promised
  }

  /** The step that minimises ‖residuals - R·step‖² + damping·‖scale·step‖². */
  #solveDamped(damping: number): void {
    const { jacobian, residuals } = this.#here
    const { columns: p, rows } = jacobian
    if (damping === 0 && solveUpper(jacobian, residuals, this.#step)) return
    const root = Math.sqrt(Math.max(damping, DAMPING_MIN))
    const { values } = this.#damped
    values.fill(0)
    this.#dampedRhs.fill(0)
    for (let k = 0; k < p; k += 1) {
      this.#dampedRhs[k] = at(residuals, k)
      for (let i = 0; i <= k; i += 1) values[k * 2 * p + i] = at(jacobian.values, k * rows + i)
      values[k * 2 * p + p + k] = root * (at(this.#scale, k) || 1)
    }
    triangularise(this.#damped, this.#dampedRhs)
    solveUpper(this.#damped, this.#dampedRhs, this.#step)
  }

  #optimum(end: SearchEnd, steps: number): Optimum {
    const { theta, wrss } = this.#here
    return { end, steps, wrss, theta: theta.slice() }
  }
}

/** A set of parameters with everything the search wants to know there. */
interface Place {
  readonly theta: Float64Array
  readonly fitted: Float64Array
  readonly jacobian: Matrix
  readonly residuals: Float64Array
  wrss: number
}

function placeFor(p: number, n: number, take: (length: number) => Float64Array): Place {
  return {
    theta: take(p),
    fitted: take(n),
    jacobian: { rows: n, columns: p, values: take(n * p) },
    residuals: take(n),
    wrss: 0,
  }
}
