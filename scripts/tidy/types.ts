import { isTest } from './areas.ts'
import { at } from './source.ts'
import type { Finding, Place, Source } from './source.ts'

type Node = Place['node']

const NOT_ERASABLE: Readonly<Record<string, string>> = {
  TSEnumDeclaration: 'an enum; write a union of strings',
  TSParameterProperty: 'a parameter property; declare the field',
  TSExportAssignment: "'export ='; name the export",
  TSImportEqualsDeclaration: "'import ='; write an import",
  Decorator: 'a decorator',
}

/**
 * `declare module 'x'` and `declare global` describe the world outside and leave nothing behind.
 */
function isNamespace(node: Node): boolean {
  return node.type === 'TSModuleDeclaration' && node.kind === 'namespace'
}

/** Syntax that Node cannot strip. */
export function erasable(source: Source): readonly Finding[] {
  return source.places.flatMap(({ node }) => {
    const what = isNamespace(node) ? 'a namespace; use a file' : NOT_ERASABLE[node.type]
    return what === undefined ? [] : [at(source, 'erasable')(node, what)]
  })
}

/** `any` lets every mistake through. */
export function noAny(source: Source): readonly Finding[] {
  return source.places
    .filter(({ node }) => node.type === 'TSAnyKeyword')
    .map(({ node }) => at(source, 'any')(node, "'any'; write 'unknown' and narrow it"))
}

function isDefinite(node: Node): boolean {
  return 'definite' in node && node.definite
}

/** `x!` and `x!: T` assert what nobody checked. */
export function nonNull(source: Source): readonly Finding[] {
  return source.places
    .filter(({ node }) => node.type === 'TSNonNullExpression' || isDefinite(node))
    .map(({ node }) => at(source, 'non-null')(node, "'!'; handle the missing value"))
}

function defaultName(node: Node): boolean {
  if (node.type === 'ExportDefaultDeclaration') return true
  if (node.type !== 'ExportSpecifier') return false
  return node.exported.type === 'Identifier' && node.exported.name === 'default'
}

/** Exports have names; only the settings of tools must have a default one. */
export function defaultExport(source: Source): readonly Finding[] {
  if (source.path.endsWith('.config.ts')) return []
  return source.places
    .filter(({ node }) => defaultName(node))
    .map(({ node }) => at(source, 'default-export')(node, 'a default export; name it'))
}

/**
 * A file that passes on others hides where a thing lives; `driver-kit.ts` is a door, not a barrel.
 */
export function barrel(source: Source): readonly Finding[] {
  const found = source.places
    .filter(({ node }) => node.type === 'ExportAllDeclaration')
    .map(({ node }) => at(source, 'barrel')(node, "'export *'; import from the file itself"))
  if (!/(^|\/)index\.[cm]?[jt]s$/.test(source.path)) return found
  return [...found, { file: source.path, line: 0, rule: 'barrel', what: 'an index file' }]
}

const SILENCED = /@ts-(ignore|nocheck|expect-error)/
const LINT_OFF = /\b(oxlint|eslint)-disable/

/** Comments that switch a check off; tests of types may expect an error. */
export function silenced(source: Source): readonly Finding[] {
  return source.comments.flatMap((comment) => {
    const match = SILENCED.exec(comment.value)
    if (match !== null && !(isTest(source.path) && match[1] === 'expect-error')) {
      return [at(source, 'silenced')(comment, `'${match[0]}'; mend the type`)]
    }
    if (!LINT_OFF.test(comment.value) || / -- \S/.test(comment.value)) return []
    return [at(source, 'silenced')(comment, "a lint rule switched off without ' -- reason'")]
  })
}
