import type { z } from 'zod'

import type { Mistake, Path } from './mistake.ts'
import type { Place, Source } from './source.ts'
import { valueAt } from './source.ts'

type Issue = z.core.$ZodIssue

/** A zod issue whose path starts at the root of the file, unions taken apart. */
export interface FlatIssue {
  readonly path: Path
  /** What the schema expects there, without the word "expected". */
  readonly expected: string
  /** Keys that do not belong there, each with a guess in the same line of `expected`. */
  readonly unknownKeys: readonly string[]
  /** What kind of value is wanted, when it is of another kind. */
  readonly wants: 'text' | 'number' | null
  /** The key at the end of the path is what does not fit, not its value. */
  readonly wrongKey: boolean
}

/** Takes unions apart: of the branches, the one whose outer form fits what is written. */
export function flatIssues(issues: readonly Issue[]): readonly FlatIssue[] {
  return issues.flatMap((issue) => flatIssue(issue, []))
}

function flatIssue(issue: Issue, above: Path): readonly FlatIssue[] {
  const path = [
    ...above,
    ...issue.path.map((step) => (typeof step === 'number' ? step : String(step))),
  ]
  if (issue.code === 'invalid_union') {
    const branch = issue.errors.find((errors) => errors.every((inner) => !failsAtOnce(inner)))
    if (branch !== undefined) return branch.flatMap((inner) => flatIssue(inner, path))
  }
  const unknownKeys = issue.code === 'unrecognized_keys' ? issue.keys : []
  const wanted = issue.code === 'invalid_type' ? issue.expected : null
  const wants = wanted === 'string' ? 'text' : wanted === 'number' ? 'number' : null
  const wrongKey = issue.code === 'invalid_key'
  const expected = (wrongKey ? issue.issues[0]?.message : undefined) ?? issue.message
  return [{ path, expected, unknownKeys, wants, wrongKey }]
}

function failsAtOnce(issue: Issue): boolean {
  return issue.path.length === 0 && issue.code !== 'unrecognized_keys'
}

/** The mistakes that issues are, each with its line and the offending text. */
export function mistakesFromIssues(issues: readonly FlatIssue[], source: Source): Mistake[] {
  return issues.flatMap((issue) =>
    issue.unknownKeys.length > 0 ? strangeKeys(issue, source) : [wrongValue(issue, source)],
  )
}

function strangeKeys({ path, unknownKeys: keys, expected }: FlatIssue, source: Source): Mistake[] {
  const guesses = expected.split('\n')
  return keys.map((key, at) => {
    const { line } = source.keyPlace(path, key)
    const within = source.place(path).path
    return {
      file: source.file,
      line,
      path: within,
      what: `unknown key '${key}', ${guesses[at] ?? ''}`,
    }
  })
}

function wrongValue(issue: FlatIssue, source: Source): Mistake {
  const { path, expected } = issue
  if (issue.wrongKey) {
    const key = String(path.at(-1))
    const at = source.keyPlace(path.slice(0, -1), key)
    const said = `'${key}' does not fit, expected ${expected}`
    return { file: source.file, line: at.line, path: at.path, what: said }
  }
  const { line, path: shown, written } = source.place(path)
  const what = describe(valueAt(source.value, path), { ...issue, written })
  return { file: source.file, line, path: shown, what }
}

function describe(value: unknown, issue: FlatIssue & Pick<Place, 'written'>): string {
  const { expected, wants } = issue
  const written = issue.written ?? String(value)
  if (value === undefined) return `is missing, expected ${expected}`
  if (value === null || value === '') return `is empty, expected ${expected}`
  if (Array.isArray(value))
    return `is ${value.length === 0 ? 'an empty' : 'a'} list, expected ${expected}`
  if (typeof value === 'object') return `is a mapping, expected ${expected}`
  if (wants === 'text')
    return `'${written}' is read as a ${typeof value}, expected ${expected}, in quotes`
  if (wants === 'number' && /^[-+.\d]+$/.test(written))
    return `'${written}' is read as text, expected ${expected}, without quotes`
  return `'${written}' does not fit, expected ${expected}`
}
