/**
 * Uniform numbers in [0, 1) that a seed repeats on every machine: a 32-bit xorshift generator
 * (Marsaglia, J Stat Softw 2003, 8(14), triple 13, 17, 5), enough for drawing residuals again.
 */
export function seededUniform(seed: number): () => number {
  let state = seed | 0 || 1
  const next = (): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
  // The first numbers of a small seed are small; they are let go.
  for (let spin = 0; spin < 16; spin += 1) next()
  return next
}
