/**
 * Standard normal numbers, the same for the same seed: Park and Miller's generator, turned by Box
 * and Muller's formula.
 */
export function normalNoise(seed: number): () => number {
  let state = seed % 2_147_483_647
  const uniform = (): number => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
}
