/** A number from 0 up to, but not including, the limit. */
export type Dice = (limit: number) => number

/** Chance that is the same for the same seed: xorshift over 32 bits. */
export function diceFrom(seed: number): Dice {
  let state = (seed ^ 0x9e3779b9) >>> 0 || 1
  return (limit) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state % limit
  }
}
