import { isTest } from './areas.ts'
import { at } from './source.ts'
import type { Finding, Place, Source, SourceRule } from './source.ts'

type Node = Place['node']

const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*(\.[A-Za-z0-9]+)?$/
const ROOM = /^(src|drivers|test|scripts|config|schema)\//
const EMPTY_NAME = /(Manager|Helpers?|Utils?)$/
const STREAM_TYPE = /^(Observable|ConnectableObservable|(Behavior|Replay|Async)?Subject)$/

function isWellNamed(part: string): boolean {
  return part.startsWith('.') || KEBAB.test(part) || /^[A-Z]+\.md$/.test(part)
}

/** Data of tests keep the names that the world gave them: a plate's, a capture's. */
function isTestData(path: string): boolean {
  return isTest(path) && !/\.[cm]?[jt]s$/.test(path)
}

/** Files and folders are kebab-case; the great documents, README.md, are loud. */
export function fileName(path: string): readonly Finding[] {
  if (!ROOM.test(path)) return []
  const parts = path.split('/').slice(0, isTestData(path) ? -1 : undefined)
  const wrong = parts.find((part) => !isWellNamed(part))
  if (wrong === undefined) return []
  return [{ file: path, line: 0, rule: 'file-name', what: `'${wrong}' is not kebab-case` }]
}

function declaredName(node: Node): string {
  if (!/Declaration$|^VariableDeclarator$/.test(node.type)) return ''
  if (!('id' in node) || node.id === null || node.id.type !== 'Identifier') return ''
  return node.id.name
}

/** Names that say nothing about what a thing does. */
export const emptyName: SourceRule = (source) =>
  source.places.flatMap(({ node }) => {
    const name = declaredName(node)
    if (!EMPTY_NAME.test(name)) return []
    return [at(source, 'empty-name')(node, `'${name}'; say what it does`)]
  })

/** The annotation `name: Observable<…>` as [name, type name], or undefined. */
function annotated(node: Node): readonly [string, string] | undefined {
  const named = 'key' in node ? node.key : node
  if (named?.type !== 'Identifier' || !('typeAnnotation' in node)) return undefined
  const type = node.typeAnnotation
  if (type?.type !== 'TSTypeAnnotation' || type.typeAnnotation.type !== 'TSTypeReference') {
    return undefined
  }
  const { typeName } = type.typeAnnotation
  return typeName.type === 'Identifier' ? [named.name, typeName.name] : undefined
}

/**
 * The names of stream types that the file has from rxjs; others may call their own things Subject.
 */
function streamTypes(source: Source): ReadonlySet<string> {
  const names = source.program.body.flatMap((node) => {
    if (node.type !== 'ImportDeclaration' || node.source.value !== 'rxjs') return []
    return node.specifiers.map(({ local }) => local.name)
  })
  return new Set(names.filter((name) => STREAM_TYPE.test(name)))
}

/** Streams end in `$`. */
export const streamName: SourceRule = (source) => {
  const types = streamTypes(source)
  if (types.size === 0) return []
  return source.places.flatMap(({ node }) => {
    const [name = '', type = ''] = annotated(node) ?? []
    if (!types.has(type) || name.endsWith('$')) return []
    return [at(source, 'stream-name')(node, `'${name}' is a stream; write '${name}$'`)]
  })
}

function isDocumented(node: Node, source: Source): boolean {
  return source.comments.some(
    ({ type, value, end }) =>
      type === 'Block' &&
      value.startsWith('*') &&
      end <= node.start &&
      source.text.slice(end, node.start).trim() === '',
  )
}

/** Contracts say what they mean: shapes, units, errors, source. */
export const documented: SourceRule = (source) => {
  if (!/^src\/(core\/|ports\/|driver-kit\.ts)/.test(source.path)) return []
  return source.program.body
    .filter((node) => node.type === 'ExportNamedDeclaration' && node.declaration !== null)
    .filter((node) => !isDocumented(node, source))
    .map((node) => at(source, 'documented')(node, 'an export without a doc comment'))
}
