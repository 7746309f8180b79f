import { isTest } from './areas.ts'
import { at, COLUMNS_MAX, widthOf } from './source.ts'
import type { Finding, Place, Source } from './source.ts'

const FILE_LINES_MAX = 300
const TEST_FILE_LINES_MAX = 400
const FUNCTION_LINES_MAX = 60
const PARAMETERS_MAX = 3
const NESTING_MAX = 3
const PIPE_OPERATORS_MAX = 9

const TEST_WORDS = /^(describe|it|test|before(All|Each)|after(All|Each))$/

type Node = Place['node']

function isFunction(node: Node): boolean {
  return /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type)
}

/** Lines of a file: 300, in tests 400. */
export function fileLines({ path, lines }: Source): readonly Finding[] {
  const limit = isTest(path) ? TEST_FILE_LINES_MAX : FILE_LINES_MAX
  if (lines.length <= limit) return []
  const what = `${lines.length} lines, at most ${limit}`
  return [{ file: path, line: 0, rule: 'file-lines', what }]
}

/** Columns of a line, counted as characters a reader sees. */
export function columns({ path, lines }: Source): readonly Finding[] {
  return lines.flatMap((text, index) => {
    const count = widthOf(text)
    if (count <= COLUMNS_MAX) return []
    const what = `${count} columns, at most ${COLUMNS_MAX}`
    return [{ file: path, line: index + 1, rule: 'columns', what }]
  })
}

/** The first word of `it.each(…)('…', …)`: `it`. */
function firstWord(node: Node): string {
  if (node.type === 'Identifier') return node.name
  if (node.type === 'CallExpression') return firstWord(node.callee)
  if (node.type === 'MemberExpression') return firstWord(node.object)
  return ''
}

/** A callback of `describe` or `it` is a chapter of text, not a function to take in at once. */
function isTestChapter({ path }: Source, { parent }: Place): boolean {
  if (!isTest(path) || parent?.node.type !== 'CallExpression') return false
  return TEST_WORDS.test(firstWord(parent.node.callee))
}

/** Lines of a function, its callbacks included. */
export function functionLines(source: Source): readonly Finding[] {
  return source.places.flatMap((place) => {
    const { node } = place
    if (!isFunction(node) || isTestChapter(source, place)) return []
    const lines = source.lineAt(node.end) - source.lineAt(node.start) + 1
    if (lines <= FUNCTION_LINES_MAX) return []
    return [at(source, 'function-lines')(node, `${lines} lines, at most ${FUNCTION_LINES_MAX}`)]
  })
}

function parametersOf(node: Node): readonly Node[] {
  if (!('params' in node) || !Array.isArray(node.params)) return []
  if (node.type.startsWith('TSTypeParameter')) return []
  return node.params.filter((each) => !('name' in each && each.name === 'this'))
}

/** Parameters of functions, methods and function types. */
export function parameters(source: Source): readonly Finding[] {
  return source.places.flatMap(({ node }) => {
    const count = parametersOf(node).length
    if (count <= PARAMETERS_MAX) return []
    const what = `${count} parameters, at most ${PARAMETERS_MAX}, then an options object`
    return [at(source, 'parameters')(node, what)]
  })
}

/** `else if` continues its `if` and does not go one deeper. */
function isBlock({ node, parent }: Place): boolean {
  if (node.type === 'IfStatement') {
    return !(parent?.node.type === 'IfStatement' && parent.node.alternate === node)
  }
  return /^(For(In|Of)?|While|DoWhile|Switch|Try)Statement$/.test(node.type)
}

function depthOf(place: Place): number {
  let depth = 0
  for (let up: Place | undefined = place; up && !isFunction(up.node); up = up.parent) {
    if (isBlock(up)) depth += 1
  }
  return depth
}

/** Blocks inside blocks of one function; told once, where it first goes too deep. */
export function nesting(source: Source): readonly Finding[] {
  return source.places
    .filter((place) => isBlock(place) && depthOf(place) === NESTING_MAX + 1)
    .map(({ node }) => at(source, 'nesting')(node, `a block deeper than ${NESTING_MAX}`))
}

function isPipe(node: Node): boolean {
  if (node.type === 'Identifier') return node.name === 'pipe'
  if (node.type !== 'MemberExpression' || node.computed) return false
  return node.property.type === 'Identifier' && node.property.name === 'pipe'
}

/** RxJS types nine operators; the tenth turns the stream into `Observable<unknown>`. */
export function pipeOperators(source: Source): readonly Finding[] {
  return source.places.flatMap(({ node }) => {
    if (node.type !== 'CallExpression' || !isPipe(node.callee)) return []
    const count = node.arguments.length
    if (count <= PIPE_OPERATORS_MAX) return []
    const what = `${count} operators, at most ${PIPE_OPERATORS_MAX}, then name a stretch`
    return [at(source, 'pipe-operators')(node, what)]
  })
}
