/** So many at once, and so many a second after that. */
export interface Rate {
  readonly atOnce: number
  readonly perSecond: number
}

interface Bucket {
  readonly left: number
  readonly atMs: number
}

/** Names that are kept; who is forgotten may ask as often as who is new. */
const NAMES_MAX = 10_000

/**
 * Whether somebody may ask once more, by a bucket of tokens for each name. Buckets that are full
 * again are forgotten, and the longest unused one where there are too many.
 */
export function buckets({ atOnce, perSecond }: Rate, nowMs: () => number) {
  const kept = new Map<string, Bucket>()
  return {
    take(name: string): boolean {
      const atMs = nowMs()
      const { left: before, atMs: since } = kept.get(name) ?? { left: atOnce, atMs }
      const left = Math.min(atOnce, before + ((atMs - since) / 1000) * perSecond)
      // Taken out and put in again: the map stays in the order of use.
      kept.delete(name)
      const mayAsk = left >= 1
      kept.set(name, { left: mayAsk ? left - 1 : left, atMs })
      const [oldest] = kept.keys()
      if (kept.size > NAMES_MAX && oldest !== undefined) kept.delete(oldest)
      return mayAsk
    },
    size: (): number => kept.size,
  }
}
