/** In so short a time nobody takes a port, changes a plate, and has another program read it. */
export const HANDS_AWAY_MS = 20_000

/** What is known of a sheet; `there`: it was in the folder before anybody looked. */
type Known = 'there' | 'free' | 'held' | 'gone'

/**
 * Which run sheets may start a read of a reader by themselves. Each starts one: a plate that did
 * not come of it may be measured by now, or be out of the reader, and another one in it. From then
 * on the sheet is held, also by the next daemon, until it changes, or is taken out of the folder
 * and put back while somebody looks. A person's order does not ask here.
 */
export class SheetStarts {
  readonly #wasAsked: (hash: string) => boolean
  /** By hash, also of sheets whose plate is read. */
  readonly #known = new Map<string, Known>()
  #hasLooked = false
  #brokenOff: { readonly hash: string; readonly atMs: number } | undefined
  #told = ''

  /** `wasAsked` tells whether a read was ever asked for while the sheet waited. */
  constructor(wasAsked: (hash: string) => boolean) {
    this.#wasAsked = wasAsked
  }

  /**
   * Looks at the hashes of all sheets in the folder, whether or not they wait. `isWhole`: every
   * file of it could be read, so that what is not there was taken out, and what comes is put in.
   */
  look(inFolder: readonly string[], isWhole: boolean): void {
    const there = new Set(inFolder)
    for (const hash of this.#known.keys()) {
      if (isWhole && !there.has(hash)) this.#known.set(hash, 'gone')
    }
    for (const hash of there) {
      const known = this.#known.get(hash) ?? (this.#hasLooked ? 'gone' : 'there')
      this.#known.set(hash, known === 'gone' ? 'free' : known)
    }
    this.#hasLooked ||= isWhole
  }

  isHeld(hash: string): boolean {
    if (this.#known.get(hash) === 'there') {
      this.#known.set(hash, this.#wasAsked(hash) ? 'held' : 'free')
    }
    return this.#known.get(hash) === 'held'
  }

  /** A read is asked for while these sheets wait. */
  asked(hashes: readonly string[]): void {
    for (const hash of hashes) this.#known.set(hash, 'held')
  }

  /** The connection of its read was lost at this monotonic time. */
  brokeOff(hash: string, atMs: number): void {
    this.#brokenOff = { hash, atMs }
  }

  /**
   * The reader is there again. A read that broke off just now is started once more, unless it was
   * resumed.
   */
  connected(atMs: number, isResumed: boolean): void {
    const broken = this.#brokenOff
    this.#brokenOff = undefined
    if (broken === undefined || isResumed || atMs - broken.atMs >= HANDS_AWAY_MS) return
    this.#known.set(broken.hash, 'free')
  }

  /** Whether it is news that this sheet is held; empty for none. */
  isNews(hash: string): boolean {
    const isNews = hash !== this.#told
    this.#told = hash
    return isNews
  }
}
