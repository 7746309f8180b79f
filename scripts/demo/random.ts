/** Random numbers that a seed repeats on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number
  /** Normal with mean 0 and standard deviation 1. */
  normal(): number
}

/**
 * A 32-bit xorshift generator (Marsaglia 2003, triple 13, 17, 5): short, seeded, good enough for
 * noise.
 */
export function randomFrom(seed: number): Random {
  let state = seed | 0 || 1
  const uniform = (): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
  // The first numbers of a small seed are small; they are let go.
  for (let spin = 0; spin < 16; spin += 1) uniform()
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
  return { uniform, normal }
}
