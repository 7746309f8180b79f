import { posix } from 'node:path'

import type { Place, Source } from './source.ts'

/** One import or re-export of a file. */
export interface Import {
  readonly specifier: string
  readonly line: number
  /** True when nothing remains of it at run time. */
  readonly typeOnly: boolean
  /** The imported file's path from the root, or undefined for packages. */
  readonly path: string | undefined
}

interface Raw {
  readonly start: number
  readonly specifier: string
  readonly typeOnly: boolean
}

function rawImport({ node }: Place): Raw | undefined {
  const { start } = node
  switch (node.type) {
    case 'ImportDeclaration':
      return { start, specifier: node.source.value, typeOnly: node.importKind === 'type' }
    case 'ExportAllDeclaration':
      return { start, specifier: node.source.value, typeOnly: node.exportKind === 'type' }
    case 'ExportNamedDeclaration':
      if (node.source === null) return undefined
      return { start, specifier: node.source.value, typeOnly: node.exportKind === 'type' }
    case 'TSImportType':
      return { start, specifier: node.source.value, typeOnly: true }
    case 'ImportExpression':
      if (node.source.type !== 'Literal' || typeof node.source.value !== 'string') return undefined
      return { start, specifier: node.source.value, typeOnly: false }
    default:
      return undefined
  }
}

/** Every import of a file that names its target; a computed `import()` cannot be followed. */
export function importsOf(source: Source): readonly Import[] {
  return source.places.flatMap((place) => {
    const raw = rawImport(place)
    if (raw === undefined) return []
    const { specifier, typeOnly, start } = raw
    const inside = specifier.startsWith('.')
    const path = inside ? posix.join(posix.dirname(source.path), specifier) : undefined
    return [{ specifier, typeOnly, path, line: source.lineAt(start) }]
  })
}

/** `csv-stringify` of `csv-stringify/sync`, `@scope/name` of `@scope/name/deep`. */
export function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}
