/** So many works of a kind are remembered, with what they came to. */
const KEPT_MAX = 3

/** Long work that tells how far it is. */
interface Work {
  readonly report: { readonly id: number; readonly state: string }
}

/** The last works of one kind since the daemon started, oldest first, numbered from 1. */
export class KeptWork<Kind extends Work> {
  readonly #kept: Kind[] = []
  #count = 0

  /** The one that is under way. */
  get running(): Kind | undefined {
    return this.#kept.find(({ report }) => report.state === 'running')
  }

  /** Keeps one more, made with its number; the oldest is forgotten where there are too many. */
  add(make: (id: number) => Kind): Kind {
    const work = make(this.#count + 1)
    this.#count += 1
    this.#kept.push(work)
    if (this.#kept.length > KEPT_MAX) this.#kept.shift()
    return work
  }

  reports(): readonly Kind['report'][] {
    return this.#kept.map(({ report }) => report)
  }

  /** The one of that number; undefined when none is remembered. */
  of(id: number): Kind | undefined {
    return this.#kept.find(({ report }) => report.id === id)
  }
}
