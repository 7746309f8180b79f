/** A dense matrix, stored column by column so that the loops over a column run along memory. */
export interface Matrix {
  readonly rows: number
  readonly columns: number
  /** Entry (i, j) stands at j · rows + i. */
  readonly values: Float64Array
}

/**
 * Hands out consecutive pieces of one block of zeros. A fit needs a dozen small vectors, and the
 * runtime takes longer to allocate those one by one than to fit the curve. Throws RangeError past
 * the end.
 */
export function carve(total: number): (length: number) => Float64Array {
  const block = new Float64Array(total)
  let used = 0
  return (length) => {
    used += length
    if (used > total) throw new RangeError(`Expected at most ${total} values, got ${used}.`)
    return block.subarray(used - length, used)
  }
}

/**
 * The value at a position; NaN outside, so that a wrong index poisons the result instead of passing
 * for a zero.
 */
export function at(values: Float64Array, index: number): number {
  return values[index] ?? NaN
}

/** The Euclidean norm of the values from one position up to, and without, another. */
export function normBetween(values: Float64Array, from: number, to: number): number {
  let squares = 0
  for (let i = from; i < to; i += 1) squares += at(values, i) ** 2
  return Math.sqrt(squares)
}
