/**
 * The rising sequence nearest to the values in weighted least squares, by pooling adjacent
 * violators (Barlow, Bartholomew, Bremner & Brunk 1972, Statistical Inference under Order
 * Restrictions). Weights are positive.
 */
export function risingFit(values: Float64Array, weights: Float64Array): Float64Array {
  const pools: Pool[] = []
  values.forEach((value, at) => {
    let last: Pool = { mean: value, weight: weights[at] ?? 1, length: 1 }
    for (let before = pools.at(-1); before !== undefined && before.mean > last.mean;) {
      last = pooled(before, last)
      pools.pop()
      before = pools.at(-1)
    }
    pools.push(last)
  })
  return Float64Array.from(pools.flatMap(({ mean, length }) => Array(length).fill(mean)))
}

interface Pool {
  readonly mean: number
  readonly weight: number
  readonly length: number
}

function pooled(left: Pool, right: Pool): Pool {
  const weight = left.weight + right.weight
  return {
    mean: (left.mean * left.weight + right.mean * right.weight) / weight,
    weight,
    length: left.length + right.length,
  }
}
