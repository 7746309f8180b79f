import type { z } from 'zod'

import type { Mistake, Path } from './mistake.ts'
import type { Source } from './source.ts'
import { valueAt } from './source.ts'

type Issue = z.core.$ZodIssue

/** A zod issue whose path starts at the root of the file, unions taken apart. */
export interface FlatIssue {
  readonly path: Path
  /** What the schema expects there, without the word "expected". */
  readonly expected: string
  /** Keys that do not belong there, each with a guess in the same line of `expected`. */
  readonly unknownKeys: readonly string[]
  readonly wantsText: boolean
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
  const wantsText = issue.code === 'invalid_type' && issue.expected === 'string'
  const wrongKey = issue.code === 'invalid_key'
  const expected = (wrongKey ? issue.issues[0]?.message : undefined) ?? issue.message
  return [{ path, expected, unknownKeys, wantsText, wrongKey }]
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
  const { path, expected, wantsText } = issue
  if (issue.wrongKey) {
    const key = String(path.at(-1))
    const at = source.keyPlace(path.slice(0, -1), key)
    const said = `'${key}' does not fit, expected ${expected}`
    return { file: source.file, line: at.line, path: at.path, what: said }
  }
  const { line, path: shown, written } = source.place(path)
  const value = valueAt(source.value, path)
  const what = describe(value, written ?? String(value), wantsText)
  const quotes = wantsText && isBare(value) ? ', in quotes' : ''
  return { file: source.file, line, path: shown, what: `${what}, expected ${expected}${quotes}` }
}

function describe(value: unknown, written: string, wantsText: boolean): string {
  if (value === undefined) return 'is missing'
  if (value === null || value === '') return 'is empty'
  if (Array.isArray(value)) return 'is a list'
  if (typeof value === 'object') return 'is a mapping'
  return wantsText && isBare(value)
    ? `'${written}' is read as a ${typeof value}`
    : `'${written}' does not fit`
}

function isBare(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'boolean'
}
