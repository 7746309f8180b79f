import { at, normBetween, type Matrix } from './matrix.ts'

/**
 * Least squares by orthogonal reflections (Golub & Van Loan, Matrix Computations, 5.1 to 5.3). The
 * normal equations would square the condition number, which nearly straight standard curves cannot
 * afford.
 */

/**
 * Turns a matrix A with at least as many rows as columns into the R of A = QR, in place, and `rhs`
 * into Qᵀ·rhs. R stands on and above the diagonal; what lies below it afterwards has no meaning.
 */
export function triangularise(matrix: Matrix, rhs: Float64Array): void {
  const { rows, columns, values } = matrix
  for (let k = 0; k < columns; k += 1) {
    const top = k * rows + k
    const norm = normBetween(values, top, (k + 1) * rows)
    if (norm === 0) continue
    const pivot = at(values, top)
    const diagonal = pivot > 0 ? -norm : norm
    values[top] = pivot - diagonal
    const reflection = {
      vector: values,
      top,
      length: rows - k,
      half: norm * (norm + Math.abs(pivot)),
    }
    for (let j = k + 1; j < columns; j += 1) reflect(values, j * rows + k, reflection)
    reflect(rhs, k, reflection)
    values[top] = diagonal
  }
}

/**
 * A reflection I - v·vᵀ/half, with v the `length` values of `vector` from `top`, and half = vᵀv/2.
 */
interface Reflection {
  readonly vector: Float64Array
  readonly top: number
  readonly length: number
  readonly half: number
}

/** Reflects the values of `target` from a position on. */
function reflect(target: Float64Array, from: number, reflection: Reflection): void {
  const { vector, top, length, half } = reflection
  let dot = 0
  for (let i = 0; i < length; i += 1) dot += at(vector, top + i) * at(target, from + i)
  const factor = dot / half
  for (let i = 0; i < length; i += 1) {
    target[from + i] = at(target, from + i) - factor * at(vector, top + i)
  }
}

/**
 * Solves R·x = the first entries of `rhs` into `out`, R being the upper triangle of `matrix`.
 * Returns false when R is exactly singular.
 */
export function solveUpper(matrix: Matrix, rhs: Float64Array, out: Float64Array): boolean {
  const { rows, columns, values } = matrix
  for (let i = columns - 1; i >= 0; i -= 1) {
    let value = at(rhs, i)
    for (let j = i + 1; j < columns; j += 1) value -= at(values, j * rows + i) * at(out, j)
    const diagonal = at(values, i * rows + i)
    if (diagonal === 0) return false
    out[i] = value / diagonal
  }
  return true
}
