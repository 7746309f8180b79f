import { DAMPING_MAX, DAMPING_MIN, KEPT_MIN, keptShare, nextDamping } from './damping.ts'
import { solveUpper, triangularise } from './householder.ts'
import { at, normBetween, type Matrix } from './matrix.ts'
import { giveBackMemory, takeMemory, type Place, type SearchMemory } from './search-memory.ts'

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
 * Fills `fitted` with the model at every row, and `jacobian` with ∂f/∂θ: all rows of the first
 * parameter, then all of the second, and so on. Values that are not finite are allowed: such a step
 * is refused.
 */
export type Evaluate = (theta: Float64Array, fitted: Float64Array, jacobian: Float64Array) => void

/** What is fitted. */
export interface LeastSquaresProblem {
  readonly observed: Float64Array
  readonly parameterCount: number
  readonly evaluate: Evaluate
  /** Which points the model cannot tell apart; without it every point is a row of its own. */
  readonly rows?: Rows
}

/**
 * Points with the same x are one row: the model is the same at all of them, so their weighted mean
 * with the sum of their weights says everything about the parameters, and what they differ among
 * themselves by no parameter can change. Half the work for duplicates, and the same steps.
 */
export interface Rows {
  readonly count: number
  /** The row of each point. */
  readonly of: Int32Array
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

/** Runs searches over one problem; the working memory is used by every run. */
export class LeastSquaresSearch {
  /**
   * Square roots of the weights that multiply the squared residuals. May be changed between runs.
   */
  readonly rootWeights: Float64Array
  readonly #problem: LeastSquaresProblem
  readonly #memory: SearchMemory
  /** Where the search stands, and the point it tries next. */
  #here: Place
  #trial: Place
  #rounding = 0
  /** The weighted sum of squares within rows, which no parameter can change. */
  #within = 0

  constructor(problem: LeastSquaresProblem) {
    const { parameterCount, observed, rows } = problem
    const points = observed.length
    const memory = takeMemory({ points, rows: rows?.count ?? points, parameters: parameterCount })
    this.#problem = problem
    this.#memory = memory
    this.rootWeights = memory.rootWeights.fill(1)
    ;[this.#here, this.#trial] = memory.places
  }

  /** Lets another search have the memory; nothing of this one may be looked at afterwards. */
  release(): void {
    giveBackMemory(this.#memory)
  }

  /** The model at every point where the last run ended. Overwritten by the next run. */
  get fitted(): Float64Array {
    const { rows } = this.#problem
    if (rows === undefined) return this.#here.fitted
    const { fitted } = this.#memory
    for (let i = 0; i < fitted.length; i += 1) fitted[i] = at(this.#here.fitted, rows.of[i] ?? -1)
    return fitted
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
    this.#memory.scale.fill(0)
    this.#gather()
    this.#here.theta.set(start)
    this.#visit(this.#here)
    if (!Number.isFinite(this.#here.wrss)) return this.#optimum('not_finite', 0)
    let { damping } = options
    for (let steps = 0; ; steps += 1) {
      this.#triangularise()
      const offset = this.#relativeOffset()
      if (offset <= offsetMax) return this.#optimum('settled', steps)
      if (steps >= stepsMax) return this.#optimum('step_limit', steps)
      const next = this.#advance(damping, offset)
      if (next === undefined) return this.#optimum('no_descent', steps)
      damping = next
    }
  }

  /** Sums up the points of each row under the weights of this run. */
  #gather(): void {
    const { observed: ods, rows } = this.#problem
    const { rootWeights, observed, roots } = this.#memory
    observed.fill(0)
    roots.fill(0)
    let squares = 0
    for (let i = 0; i < ods.length; i += 1) {
      const row = rows === undefined ? i : (rows.of[i] ?? -1)
      const weight = at(rootWeights, i) ** 2
      roots[row] = at(roots, row) + weight
      observed[row] = at(observed, row) + weight * at(ods, i)
      squares += weight * at(ods, i) ** 2
    }
    for (let row = 0; row < roots.length; row += 1) {
      observed[row] = at(observed, row) / at(roots, row)
      roots[row] = Math.sqrt(at(roots, row))
    }
    this.#rounding = ROUNDING * Math.sqrt(squares)
    this.#within = rows === undefined ? 0 : this.#squaresWithin(rows)
  }

  #squaresWithin(rows: Rows): number {
    const { rootWeights, observed } = this.#memory
    const { observed: ods } = this.#problem
    let squares = 0
    for (let i = 0; i < ods.length; i += 1) {
      squares += (at(rootWeights, i) * (at(ods, i) - at(observed, rows.of[i] ?? -1))) ** 2
    }
    return squares
  }

  /**
   * Evaluates the model at a place: weighted Jacobian, weighted residuals, their sum of squares.
   */
  #visit(place: Place): void {
    const { observed, roots } = this.#memory
    const { fitted, residuals } = place
    const { values, rows, columns } = place.jacobian
    this.#problem.evaluate(place.theta, fitted, values)
    let wrss = this.#within
    for (let i = 0; i < rows; i += 1) {
      const root = at(roots, i)
      const residual = root * (at(observed, i) - at(fitted, i))
      residuals[i] = residual
      wrss += residual * residual
      for (let k = i; k < rows * columns; k += rows) values[k] = at(values, k) * root
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
    const { scale } = this.#memory
    triangularise(jacobian, residuals)
    for (let k = 0; k < columns; k += 1) {
      const norm = normBetween(values, k * rows, k * rows + k + 1)
      scale[k] = Math.max(at(scale, k), norm)
    }
  }

  /** How far from the optimum the search stands; 0 where only rounding is left to remove. */
  #relativeOffset(): number {
    const { parameterCount: p, observed } = this.#problem
    const { residuals } = this.#here
    const removable = normBetween(residuals, 0, p)
    if (removable <= this.#rounding) return 0
    const beyond = normBetween(residuals, p, residuals.length)
    const rest = Math.sqrt(beyond * beyond + this.#within)
    const spare = Math.max(1, observed.length - p)
    return (removable / rest) * Math.sqrt(spare / p)
  }

  /**
   * Damps more and more until a step goes down, and takes it. Returns the damping for the next
   * step, if one was taken.
   */
  #advance(damping: number, offset: number): number | undefined {
    let growth = 2
    let current = damping
    while (current <= DAMPING_MAX) {
      const promised = this.#propose(current)
      const sums = { before: this.#here.wrss, after: this.#trial.wrss, rounding: this.#rounding }
      const kept = keptShare(promised, sums)
      if (kept > KEPT_MIN) {
        ;[this.#here, this.#trial] = [this.#trial, this.#here]
        return nextDamping(current, kept, offset)
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
    const { step } = this.#memory
    this.#solveDamped(damping)
    let promised = 0
    for (let i = 0; i < columns; i += 1) {
      const before = at(residuals, i)
      let after = before
      for (let j = i; j < columns; j += 1) after -= at(values, j * rows + i) * at(step, j)
      promised += (before - after) * (before + after)
      this.#trial.theta[i] = at(theta, i) + at(step, i)
    }
    this.#visit(this.#trial)
    return promised
  }

  /** The step that minimises ‖residuals - R·step‖² + damping·‖scale·step‖². */
  #solveDamped(damping: number): void {
    const { jacobian, residuals } = this.#here
    const { step, damped, dampedRhs, scale } = this.#memory
    const { columns: p, rows } = jacobian
    if (damping === 0 && solveUpper(jacobian, residuals, step)) return
    const root = Math.sqrt(Math.max(damping, DAMPING_MIN))
    const { values } = damped
    values.fill(0)
    dampedRhs.fill(0)
    for (let k = 0; k < p; k += 1) {
      dampedRhs[k] = at(residuals, k)
      for (let i = 0; i <= k; i += 1) values[k * 2 * p + i] = at(jacobian.values, k * rows + i)
      values[k * 2 * p + p + k] = root * (at(scale, k) || 1)
    }
    triangularise(damped, dampedRhs)
    solveUpper(damped, dampedRhs, step)
  }

  #optimum(end: SearchEnd, steps: number): Optimum {
    const { theta, wrss } = this.#here
    return { end, steps, wrss, theta: theta.slice() }
  }
}
