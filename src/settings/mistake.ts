import { relative } from 'node:path'

import type { ErrorCode } from '../core/error-codes.ts'
import { AssaydError } from '../core/errors.ts'

/** Steps from the root of a file's value to one place in it. */
export type Path = readonly (string | number)[]

/** One mistake in one file. */
export interface Mistake {
  readonly file: string
  /** From 1, or null when the mistake is the file itself. */
  readonly line: number | null
  /** Where in the value, `samples.wells`; empty at the root. */
  readonly path: string
  /** What is there, quoted, and what was expected. */
  readonly what: string
  /** Not well formed at all, so that nothing else was looked at. */
  readonly syntax?: boolean
}

const HINT = 'Correct these places and try again.'

/** `file:line: path: what, expected what`. */
export function mistakeLine({ file, line, path, what }: Mistake): string {
  return `${file}${line === null ? '' : `:${line}`}: ${path === '' ? '' : `${path}: `}${what}`
}

/** The lines of all mistakes, file by file, each file from its top. */
export function mistakeLines(mistakes: readonly Mistake[]): readonly string[] {
  const ordered = [...Map.groupBy(mistakes, ({ file }) => file).values()].flatMap((inFile) =>
    inFile.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)),
  )
  return [...new Set(ordered.map(mistakeLine))]
}

/** One error for all mistakes; its message has one line a mistake. */
export function mistakesError(mistakes: readonly Mistake[], code?: ErrorCode): AssaydError {
  const kind = mistakes.every(({ syntax }) => syntax) ? 'config-syntax' : 'config-invalid'
  return new AssaydError(code ?? kind, mistakeLines(mistakes).join('\n'), { hint: HINT })
}

/** A file as messages name it: from the working folder when it lies there, otherwise in full. */
export function shownFile(file: string): string {
  const near = relative(process.cwd(), file)
  return near === '' || near.startsWith('..') ? file : near
}
