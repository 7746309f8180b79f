/** How far a bisection is driven: to neighbouring doubles. */
const HALVINGS_MAX = 200

/**
 * The place between two others where a function changes its sign, to the last bit. The function
 * must have opposite signs at the two, or zero at one of them.
 */
export function crossing(of: (x: number) => number, from: number, to: number): number {
  const atFrom = of(from)
  if (atFrom === 0) return from
  let [low, high] = [from, to]
  for (let halving = 0; halving < HALVINGS_MAX; halving += 1) {
    const middle = low + (high - low) / 2
    if (middle === low || middle === high) break
    if (Math.sign(of(middle)) === Math.sign(atFrom)) low = middle
    else high = middle
  }
  return high
}

/**
 * The first place in a rising list where a function is no longer negative, found exactly between
 * the two places of the list around it; null when it is negative at all of them.
 */
export function firstCrossing(of: (x: number) => number, places: readonly number[]): number | null {
  const index = places.findIndex((place) => of(place) >= 0)
  const [before, after] = [places[index - 1], places[index]]
  if (after === undefined) return null
  return before === undefined ? after : crossing(of, before, after)
}

/** Places from one to another in equal steps, both included. */
export function evenly(from: number, to: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1))
}
