/** Keys of which something is kept; the curves of a plate need one or two. */
const KEPT_MAX = 8

/**
 * Memory that was used and given back, by its size: to allocate typed arrays takes the runtime as
 * long as to fit a curve with them. Whoever takes memory writes everything before reading it, so no
 * computation knows of an earlier one.
 */
export class Spares<Memory> {
  readonly #kept = new Map<number, Memory>()

  /** What was given back under this key, if it is still there; it is then the taker's alone. */
  take(key: number): Memory | undefined {
    const memory = this.#kept.get(key)
    if (memory !== undefined) this.#kept.delete(key)
    return memory
  }

  /** Keeps memory for the next taker; one piece a key is enough, because fits hardly nest. */
  giveBack(key: number, memory: Memory): void {
    if (this.#kept.size >= KEPT_MAX) this.#kept.clear()
    this.#kept.set(key, memory)
  }
}
