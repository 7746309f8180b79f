import { parseSync, visitorKeys } from 'oxc-parser'
import type { Comment, Node, Program } from 'oxc-parser'

/** Columns of a line, of code and of comments. */
export const COLUMNS_MAX = 100

/** Columns as a reader counts them: characters, not the units a string is made of. */
export function widthOf(text: string): number {
  return Array.from(text).length
}

/** A breach of a rule: what was found and what the limit is. */
export interface Finding {
  /** Path from the project's root with `/`. */
  readonly file: string
  /** From 1; 0 when the finding is about the file as a whole. */
  readonly line: number
  readonly rule: string
  readonly what: string
}

/** Any tracked text file. */
export interface TextFile {
  readonly path: string
  readonly lines: readonly string[]
}

/** A node of the syntax tree with the way up to the root. */
export interface Place {
  readonly node: Node
  readonly parent: Place | undefined
}

/** A TypeScript or JavaScript file, parsed. */
export interface Source extends TextFile {
  readonly text: string
  readonly program: Program
  readonly comments: readonly Comment[]
  /** Every node of the file, parents before children. */
  readonly places: readonly Place[]
  /** The line, from 1, on which the character at this offset stands. */
  lineAt(offset: number): number
}

/** Anything with a place in the text: a node or a comment. */
interface Spot {
  readonly start: number
}

/** Looks at one source file. */
export type SourceRule = (source: Source) => readonly Finding[]

/** Makes the findings of one rule at the nodes of one source file. */
export function at(source: Source, rule: string): (node: Spot, what: string) => Finding {
  return ({ start }, what) => ({ file: source.path, line: source.lineAt(start), rule, what })
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}

function childrenOf(node: Node): readonly Node[] {
  const fields = new Map<string, unknown>(Object.entries(node))
  return (visitorKeys[node.type] ?? []).flatMap((key) => [fields.get(key)].flat().filter(isNode))
}

function placesOf(program: Program): readonly Place[] {
  const places: Place[] = [{ node: program, parent: undefined }]
  // The array grows while it is read: a breadth-first walk without recursion.
  for (const parent of places) {
    for (const node of childrenOf(parent.node)) places.push({ node, parent })
  }
  return places
}

/** Offsets at which the lines begin, and a search among them. */
function lineFinder(text: string): (offset: number) => number {
  const starts = [0]
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
    starts.push(end + 1)
  }
  return (offset) => {
    let [low, high] = [0, starts.length]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    return low + 1
  }
}

export function linesOf(text: string): readonly string[] {
  return text.replace(/\r?\n$/, '').split(/\r?\n/)
}

/** Parses one file; a syntax error is the only finding of a file that has one. */
export function parse(path: string, text: string): Source | Finding {
  const lineAt = lineFinder(text)
  const { program, comments, errors } = parseSync(path, text)
  const [error] = errors
  if (error !== undefined) {
    return {
      file: path,
      line: lineAt(error.labels[0]?.start ?? 0),
      rule: 'syntax',
      what: error.message,
    }
  }
  const places = placesOf(program)
  return { path, text, lines: linesOf(text), program, comments, places, lineAt }
}
