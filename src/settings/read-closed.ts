import type { z } from 'zod'

import type { FlatIssue } from './issues.ts'
import { flatIssues, mistakesFromIssues } from './issues.ts'
import type { Mistake, Path } from './mistake.ts'
import type { Source } from './source.ts'
import { valueAt } from './source.ts'

/** What is left of a file when keys with mistakes are left out. */
export type Part<Whole> = { readonly [Key in keyof Whole]?: Whole[Key] | undefined }

/** A schema twice: as a whole, and with every top-level key optional. */
export interface ClosedSchema<Whole> {
  readonly whole: z.ZodType<Whole>
  readonly part: z.ZodType<Part<Whole>>
}

/**
 * What could be read from a file. `part` leaves out whatever has mistakes, so that the rest can be
 * checked for its meaning in the same pass; `whole` is null unless the shape is right.
 */
export interface Reading<Whole> {
  readonly source: Source
  readonly whole: Whole | null
  readonly part: Part<Whole>
  readonly mistakes: readonly Mistake[]
  /** A mistake of meaning, at a path in `part`. */
  mistake(path: Path, what: string): Mistake
  /** Paths in the file that were left out of `part`. */
  readonly leftOut: readonly Path[]
}

/** Reads a value by its schema; finds every mistake of shape and keeps what is sound. */
export function readClosed<Whole>(source: Source, schema: ClosedSchema<Whole>): Reading<Whole> {
  const result = schema.whole.safeParse(source.value)
  const issues = result.success ? [] : flatIssues(result.error.issues)
  const { value, kept, leftOut } = withoutIssues(source.value, issues)
  const part = schema.part.safeParse(value).data ?? schema.part.parse({})
  const mistakes = mistakesFromIssues(issues, source)
  return {
    source,
    whole: result.success ? result.data : null,
    part,
    mistakes,
    mistake: (path, what) => mistakeAt(source, original(path, kept), what),
    leftOut,
  }
}

/** A mistake of meaning at a place of a file. */
export function mistakeAt(source: Source, path: Path, what: string): Mistake {
  const { line, path: shown } = source.place(path)
  return { file: source.file, line, path: shown, what }
}

interface Pruned {
  readonly value: Record<string, unknown>
  /** For each list that lost items, the places its items had. */
  readonly kept: ReadonlyMap<string, readonly number[]>
  readonly leftOut: readonly Path[]
}

/** Leaves out unknown keys, list items with mistakes, and top-level keys with mistakes. */
function withoutIssues(raw: unknown, issues: readonly FlatIssue[]): Pruned {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    return { value: {}, kept: new Map(), leftOut: [] }
  const value: Record<string, unknown> = structuredClone({ ...raw })
  for (const { path, unknownKeys } of issues) dropKeys(value, path, unknownKeys)
  const leftOut = issues
    .filter(({ unknownKeys }) => unknownKeys.length === 0)
    .map(({ path }) => leftOutPath(path, raw))
  const kept = new Map<string, readonly number[]>()
  for (const [key, item] of leftOut) {
    if (typeof key !== 'string') continue
    if (typeof item === 'number') kept.set(key, keptItems(leftOut, key, value[key]))
    else delete value[key]
  }
  for (const [key, places] of kept) {
    const items = value[key]
    if (Array.isArray(items)) value[key] = places.map((place): unknown => items[place])
  }
  return { value, kept, leftOut }
}

/** What a wrong value spoils: the mapping in a list that it is in, otherwise the top-level key. */
function leftOutPath(path: Path, raw: unknown): Path {
  const item = path.slice(0, 2)
  const inMapping = typeof item[1] === 'number' && typeof valueAt(raw, item) === 'object'
  return inMapping ? item : path.slice(0, 1)
}

function keptItems(leftOut: readonly Path[], key: string, items: unknown): readonly number[] {
  const gone = new Set(leftOut.filter(([first]) => first === key).map(([, place]) => place))
  const count = Array.isArray(items) ? items.length : 0
  return Array.from({ length: count }, (_, place) => place).filter((place) => !gone.has(place))
}

function dropKeys(root: Record<string, unknown>, path: Path, keys: readonly string[]): void {
  const at = path.reduce<unknown>(
    (node, step) => (typeof node === 'object' && node !== null ? Reflect.get(node, step) : null),
    root,
  )
  if (typeof at !== 'object' || at === null) return
  for (const key of keys) Reflect.deleteProperty(at, key)
}

function original(path: Path, kept: Pruned['kept']): Path {
  const [key, item, ...rest] = path
  if (typeof key !== 'string' || typeof item !== 'number') return path
  return [key, kept.get(key)?.[item] ?? item, ...rest]
}
