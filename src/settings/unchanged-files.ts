import { statSync } from 'node:fs'

interface Kept<Reading> {
  readonly state: string
  readonly reading: Reading
}

/**
 * Keeps what was read from files and gives it again while a file has not changed: the same inode,
 * size and times. The state is taken before the file is read, so that a file that changes
 * meanwhile, as under a copying program, is read once more.
 */
export class UnchangedFiles<Reading> {
  #kept = new Map<string, Kept<Reading>>()
  #current = new Map<string, Kept<Reading>>()

  /** What `read` gives, or gave when the file was as it is now. */
  readonly of = (path: string, read: () => Reading): Reading => {
    const state = stateOf(path)
    if (state === null) return read()
    const before = this.#kept.get(path)
    const kept = before?.state === state ? before : { state, reading: read() }
    this.#current.set(path, kept)
    return kept.reading
  }

  /** Forgets every file that was not asked for since the round before. */
  endRound(): void {
    this.#kept = this.#current
    this.#current = new Map()
  }
}

function stateOf(path: string): string | null {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false })
  return found ? `${found.ino} ${found.size} ${found.mtimeNs} ${found.ctimeNs}` : null
}
