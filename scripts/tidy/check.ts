import * as errors from './errors.ts'
import { cycles } from './cycles.ts'
import { withoutExceptions } from './exceptions.ts'
import type { Exception } from './exceptions.ts'
import { projectFiles } from './files.ts'
import { fitNodeFirst, layers } from './layers.ts'
import { documented, emptyName, fileName, streamName } from './names.ts'
import * as sizes from './sizes.ts'
import { linesOf, parse } from './source.ts'
import type { Finding, Source, SourceRule, TextFile } from './source.ts'
import * as types from './types.ts'
import { leftOver, leftOverText, machinePath, registryAddress } from './words.ts'

const SOURCE_RULES: readonly SourceRule[] = [
  ...Object.values(errors),
  ...Object.values(sizes),
  ...Object.values(types),
  layers,
  fitNodeFirst,
  documented,
  emptyName,
  streamName,
  leftOver,
]

const TEXT_RULES: readonly ((file: TextFile) => readonly Finding[])[] = [
  ({ path }) => fileName(path),
  leftOverText,
  machinePath,
  registryAddress,
]

function inOrder(left: Finding, right: Finding): number {
  if (left.file !== right.file) return left.file < right.file ? -1 : 1
  return left.line - right.line
}

/** Every breach of the project's rules below `root`, by file and line. */
export function check(root: string, exceptions: readonly Exception[]): readonly Finding[] {
  const files = projectFiles(root)
  const texts = [...files].map(([path, text]) => ({ path, lines: linesOf(text) }))
  const parsed = [...files]
    .filter(([path]) => /\.[cm]?[jt]s$/.test(path))
    .map(([path, text]) => parse(path, text))
  const sources = parsed.filter((each): each is Source => 'program' in each)
  const unreadable = parsed.filter((each): each is Finding => 'rule' in each)
  const findings = [
    ...unreadable,
    ...texts.flatMap((file) => TEXT_RULES.flatMap((rule) => rule(file))),
    ...sources.flatMap((source) => SOURCE_RULES.flatMap((rule) => rule(source))),
    ...cycles(sources),
  ]
  return withoutExceptions(findings, exceptions).toSorted(inOrder)
}
