import type { Document, Node } from 'yaml'
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml'

import type { Mistake, Path } from './mistake.ts'
import { shownFile } from './mistake.ts'
import type { Place, Source } from './source.ts'
import { readText, withoutMark } from './text-file.ts'

/** Quoted text longer than this is cut. */
const WRITTEN_LENGTH_MAX = 60

/** A YAML file, or the mistakes that keep it from being one. */
export type YamlReading =
  | { readonly source: Source; readonly mistakes: readonly [] }
  | { readonly source: null; readonly mistakes: readonly Mistake[]; readonly missing: boolean }

/** Reads a YAML 1.2 file. A file with syntax mistakes has those alone: the rest would be noise. */
export function readYaml(path: string): YamlReading {
  const read = readText(path)
  if (read.text === undefined)
    return { source: null, mistakes: [read.mistake], missing: read.missing }
  return parseYaml(shownFile(path), read.text)
}

/** A YAML text as a source; `file` is how messages name it. */
export function parseYaml(file: string, whole: string): YamlReading {
  const lines = new LineCounter()
  const text = withoutMark(whole)
  const options = { lineCounter: lines, prettyErrors: false, stringKeys: true }
  const document = parseDocument(text, options)
  const mistakes = syntaxMistakes(document).map(({ offset, what }) => {
    return { file, line: lines.linePos(offset).line, path: '', what, syntax: true }
  })
  if (mistakes.length > 0) return { source: null, mistakes, missing: false }
  const place = placer({ document, lines, text })
  const source: Source = {
    file,
    text: whole,
    value: document.toJS(),
    place: (at) => place(at),
    keyPlace: (at, key) => place([...at, key], true),
  }
  return { source, mistakes: [] }
}

function syntaxMistakes(document: Document.Parsed): { offset: number; what: string }[] {
  const found = [...document.errors, ...document.warnings].map(({ pos, message }) => ({
    offset: pos[0],
    what: `is not well-formed YAML: ${message}`,
  }))
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) !== undefined) return
      const what = `'*${alias.source}' refers to nothing, expected '&${alias.source}' before it`
      found.push({ offset: alias.range?.[0] ?? 0, what })
    },
  })
  return found
}

interface Parsed {
  readonly document: Document.Parsed
  readonly lines: LineCounter
  readonly text: string
}

/** Where the walk along a path has come to. */
interface Stand {
  readonly node: Node | null
  readonly offset: number
  readonly shown: readonly string[]
  readonly found: boolean
}

function placer({ document, lines, text }: Parsed): (path: Path, key?: boolean) => Place {
  return (path, key = false) => {
    const start: Stand = { node: document.contents, offset: 0, shown: [], found: true }
    const stand = path.reduce<Stand>((from, step) => stepTo(document, from, step), start)
    const { node, found, shown } = stand
    const scalar = found && isScalar(node) && node.range && node.range[1] > node.range[0]
    const offset = scalar && node.range && !key ? node.range[0] : stand.offset
    const written = scalar && node.range ? cut(text.slice(node.range[0], node.range[1])) : null
    return { line: lines.linePos(offset).line, path: shown.join('.'), written }
  }
}

/**
 * One step down: into a mapping by key, into a list by number. A number at a mapping stays there:
 * it is a list of one, written without the list.
 */
function stepTo(document: Document.Parsed, from: Stand, step: string | number): Stand {
  const node = isAlias(from.node) ? (from.node.resolve(document) ?? null) : from.node
  const shown = [...from.shown, String(step)]
  const lost: Stand = { ...from, shown, found: false }
  if (!from.found) return lost
  if (isMap<Node, Node | null>(node)) {
    if (typeof step === 'number') return from
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === step)
    if (pair === undefined) return lost
    return { node: pair.value, offset: pair.key.range?.[0] ?? from.offset, shown, found: true }
  }
  const item = isSeq<Node>(node) && typeof step === 'number' ? node.items[step] : undefined
  if (item === undefined) return lost
  return { node: item, offset: item.range?.[0] ?? from.offset, shown, found: true }
}

function cut(written: string): string {
  const [line = ''] = written.replace(/^(["'])(.*)\1$/s, '$2').split('\n')
  return line.length > WRITTEN_LENGTH_MAX ? `${line.slice(0, WRITTEN_LENGTH_MAX)}…` : line
}
