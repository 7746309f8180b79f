/** a'Mb; vectors shorter than the matrix count as zero there. */
export function bilinear(
  left: readonly number[],
  matrix: readonly (readonly number[])[],
  right: readonly number[],
): number {
  return matrix.reduce(
    (sum, row, i) => sum + (left[i] ?? 0) * row.reduce((dot, v, j) => dot + v * (right[j] ?? 0), 0),
    0,
  )
}
