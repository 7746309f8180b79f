import type { SheetFolder } from '../ports/settings.ts'

/** In so short a time nobody takes a port, changes a plate, and has another program read it. */
export const HANDS_AWAY_MS = 20_000

/** A sheet as it lies in the folder. */
interface Lying {
  readonly hash: string
  readonly file: string
}

/** What is known of a sheet. */
interface Known {
  /** `there`: it was in the folder before anybody looked. */
  readonly state: 'there' | 'free' | 'held' | 'gone'
  /** Where it was seen last; null where nobody looked yet. */
  readonly seen: { readonly volume: number; readonly file: string } | null
}

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
  /** By the volume that was looked at, the files that were unclear there last. */
  readonly #looked = new Map<number, readonly string[]>()
  #brokenOff: { readonly hash: string; readonly awayMs: () => number } | undefined
  #told = ''

  /** `wasAsked` tells whether a read was ever asked for while the sheet waited. */
  constructor(wasAsked: (hash: string) => boolean) {
    this.#wasAsked = wasAsked
  }

  /**
   * Looks at all sheets in the folder, whether or not they wait. What is missing was taken out,
   * unless its file is there and unclear, or the folder is on another volume than where it was:
   * a share that is away looks empty.
   */
  look(sheets: readonly Lying[], folder: SheetFolder | null): void {
    if (folder === null) return
    const files = new Map(sheets.map(({ hash, file }) => [hash, file]))
    for (const [hash, known] of this.#known) {
      if (!files.has(hash)) this.#miss(hash, known, folder)
    }
    for (const [hash, file] of files) {
      const state = this.#known.get(hash)?.state ?? this.#firstState(file, folder)
      const seen = { volume: folder.volume, file }
      this.#known.set(hash, { state: state === 'gone' ? 'free' : state, seen })
    }
    this.#looked.set(folder.volume, folder.unclear)
  }

  #miss(hash: string, { seen }: Known, { volume, unclear }: SheetFolder): void {
    // The store knows that it was asked for, and is asked when the sheet is seen first.
    if (seen === null) this.#known.delete(hash)
    else if (seen.volume === volume && !unclear.includes(seen.file)) {
      this.#known.set(hash, { state: 'gone', seen })
    }
  }

  /** Of a sheet that was never seen: one that was put in while somebody looked came back. */
  #firstState(file: string, { volume }: SheetFolder): 'there' | 'gone' {
    const unclear = this.#looked.get(volume)
    return unclear === undefined || unclear.includes(file) ? 'there' : 'gone'
  }

  isHeld(hash: string): boolean {
    if (this.#known.get(hash)?.state === 'there') {
      this.#now(hash, this.#wasAsked(hash) ? 'held' : 'free')
    }
    return this.#known.get(hash)?.state === 'held'
  }

  /** A read is asked for while these sheets wait. */
  asked(hashes: readonly string[]): void {
    for (const hash of hashes) this.#now(hash, 'held')
  }

  /** The connection of its read was lost; `awayMs` tells for how long the reader is by now. */
  brokeOff(hash: string, awayMs: () => number): void {
    this.#brokenOff = { hash, awayMs }
  }

  /**
   * The reader is there again. A read that broke off just now is started once more, unless it was
   * resumed.
   */
  connected(isResumed: boolean): void {
    const broken = this.#brokenOff
    this.#brokenOff = undefined
    if (broken === undefined || isResumed || broken.awayMs() >= HANDS_AWAY_MS) return
    this.#now(broken.hash, 'free')
  }

  #now(hash: string, state: Known['state']): void {
    this.#known.set(hash, { state, seen: this.#known.get(hash)?.seen ?? null })
  }

  /** Whether it is news what starts nothing; empty for nothing. */
  isNews(what: string): boolean {
    const isNews = what !== this.#told
    this.#told = what
    return isNews
  }
}
