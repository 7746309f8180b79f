import type { Path } from './mistake.ts'

/** Where something stands in a file, and the text that is there. */
export interface Place {
  readonly line: number
  /** The path as the file writes it. */
  readonly path: string
  /** The text of a single value as written; null for lists, mappings and what is missing. */
  readonly written: string | null
}

/** A file that was read, its value, and the way back from a place in the value to the line. */
export interface Source {
  /** As messages name it. */
  readonly file: string
  readonly text: string
  readonly value: unknown
  /** The place of a value; of its container when the value is missing. */
  place(path: Path): Place
  /** The place of a key, for keys that should not be there. */
  keyPlace(path: Path, key: string): Place
}

/** The value at a path, or undefined; a number at a mapping stays there, as for lists of one. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, step) => {
    if (Array.isArray(at)) return typeof step === 'number' ? at[step] : undefined
    if (typeof at !== 'object' || at === null) return undefined
    if (typeof step === 'number') return at
    return Object.hasOwn(at, step) ? Reflect.get(at, step) : undefined
  }, value)
}
