import { solveUpper } from './householder.ts'
import { at, normBetween, type Matrix } from './matrix.ts'

/**
 * What the triangle R of the weighted Jacobian says about the parameters: (JᵀWJ)⁻¹ = R⁻¹R⁻ᵀ, and
 * how nearly the columns of the Jacobian depend on one another.
 */

/** A square of numbers and one column, written anew by each computation before it is read. */
interface Square {
  readonly values: Float64Array
  readonly column: Float64Array
}

let spare: Square = { values: new Float64Array(25), column: new Float64Array(5) }

/** Room for p columns of p numbers; whoever asks next gets the same. */
function squareOf(p: number): Square {
  if (spare.column.length < p) {
    spare = { values: new Float64Array(p * p), column: new Float64Array(p) }
  }
  return spare
}

/**
 * The covariance σ²·G(JᵀWJ)⁻¹Gᵀ of the parameters, with R on and above the diagonal of `upper` and
 * G = diag(`scales`) the derivatives of the parameters by the coordinates of the search. Null when
 * R is singular.
 */
export function covarianceFrom(
  upper: Matrix,
  sigma: number,
  scales: readonly number[],
): readonly (readonly number[])[] | null {
  const p = upper.columns
  const inverse = inverseOfUpper(upper)
  if (inverse === null) return null
  const covariance: number[][] = scales.map(() => [])
  for (let i = 0; i < p; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = 0
      for (let k = i; k < p; k += 1) sum += at(inverse, k * p + i) * at(inverse, k * p + j)
      const entry = sum * (sigma * (scales[i] ?? NaN)) * (sigma * (scales[j] ?? NaN))
      covariance[i]?.push(entry)
      if (j < i) covariance[j]?.push(entry)
    }
  }
  return covariance
}

/** R⁻¹ column by column. */
function inverseOfUpper(upper: Matrix): Float64Array | null {
  const p = upper.columns
  const { values, column } = squareOf(p)
  for (let j = 0; j < p; j += 1) {
    for (let i = 0; i < p; i += 1) column[i] = i === j ? 1 : 0
    if (!solveUpper(upper, column, column)) return null
    for (let i = 0; i < p; i += 1) values[j * p + i] = at(column, i)
  }
  return values
}

const SWEEPS_MAX = 30
/** Columns whose cosine is below this are orthogonal to double precision. */
const COSINE_MAX = 1e-15
/**
 * After a sweep that met no larger cosine the next would find none at all: near the end each sweep
 * squares them. It leaves the condition number more than ten good digits.
 */
const COSINE_LAST = 1e-7

/**
 * The condition number of the normal matrix whose columns were first scaled to length 1: what is
 * left of it cannot be blamed on units. It is the square of the ratio of R's extreme singular
 * values, which one-sided Jacobi rotations find to full relative accuracy (Golub & Van Loan,
 * 8.6.3), from Rᵀ in fewer sweeps than from R.
 */
export function conditionOf(upper: Matrix): number {
  const p = upper.columns
  const values = scaledTranspose(upper)
  for (let sweep = 0; sweep < SWEEPS_MAX; sweep += 1) {
    if (rotateAll(values, p) <= COSINE_LAST) break
  }
  let [least, most] = [Infinity, 0]
  for (let k = 0; k < p; k += 1) {
    const square = normBetween(values, k * p, (k + 1) * p) ** 2
    least = Math.min(least, square)
    most = Math.max(most, square)
  }
  return most / least
}

/** R with columns of length 1 (a column of zeros stays one), transposed. */
function scaledTranspose({ rows, columns: p, values }: Matrix): Float64Array {
  const { values: lower } = squareOf(p)
  for (let k = 0; k < p; k += 1) {
    const length = normBetween(values, k * rows, k * rows + k + 1) || 1
    for (let i = 0; i < p; i += 1) {
      lower[i * p + k] = i <= k ? at(values, k * rows + i) / length : 0
    }
  }
  return lower
}

/** One sweep over all pairs of the p columns. Returns the largest cosine that it met. */
function rotateAll(values: Float64Array, p: number): number {
  let largest = 0
  for (let right = 1; right < p; right += 1) {
    for (let left = 0; left < right; left += 1) {
      largest = Math.max(largest, rotatePair(values, { p, left: left * p, right: right * p }))
    }
  }
  return largest
}

/** Where two columns of length p begin. */
interface Pair {
  readonly p: number
  readonly left: number
  readonly right: number
}

/**
 * Turns two columns in their plane until they are orthogonal. Returns the cosine of the angle they
 * had, without its sign; a column of zeros has none.
 */
function rotatePair(values: Float64Array, { p, left, right }: Pair): number {
  let ll = 0
  let rr = 0
  let lr = 0
  for (let i = 0; i < p; i += 1) {
    const l = at(values, left + i)
    const r = at(values, right + i)
    ll += l * l
    rr += r * r
    lr += l * r
  }
  const cosine = Math.abs(lr) / Math.sqrt(ll * rr)
  if (!(cosine > COSINE_MAX)) return 0
  const zeta = (rr - ll) / (2 * lr)
  const tangent = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta))
  const shrink = 1 / Math.sqrt(1 + tangent * tangent)
  for (let i = 0; i < p; i += 1) {
    const l = at(values, left + i)
    const r = at(values, right + i)
    values[left + i] = shrink * (l - tangent * r)
    values[right + i] = shrink * (tangent * l + r)
  }
  return cosine
}
