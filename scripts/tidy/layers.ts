import { areaOf, folderOf, isShipped } from './areas.ts'
import type { Area } from './areas.ts'
import { importsOf, packageOf } from './imports.ts'
import type { Import } from './imports.ts'
import type { Finding, Source } from './source.ts'

/*
 * core ← ports ← stream files ← daemon ← world ← main. What is not named here may not be imported;
 * an adapter or a driver reaches its own folder besides. Tests, scripts, world.ts and main.ts see
 * the rest.
 */
const MAY_IMPORT: Readonly<Record<Area, readonly Area[]>> = {
  core: ['core'],
  ports: ['core', 'ports'],
  fields: ['core'],
  'driver-kit': ['core', 'ports', 'fields', 'driver-kit'],
  driver: ['driver-kit'],
  adapter: ['core', 'ports', 'fields'],
  stream: ['core', 'ports', 'stream'],
  daemon: ['core', 'ports', 'stream', 'daemon'],
  world: ['core', 'ports', 'stream', 'daemon', 'adapter', 'manifest'],
  main: ['core', 'ports', 'stream', 'daemon', 'world', 'adapter', 'fit-node', 'manifest'],
  manifest: [],
  'fit-node': [],
  free: [
    'core',
    'ports',
    'fields',
    'driver-kit',
    'driver',
    'adapter',
    'stream',
    'daemon',
    'world',
    'manifest',
    'free',
  ],
}

/** The one folder that may use a library; what depends on it stays behind a port. */
const OWNER: Readonly<Record<string, string>> = {
  '@hono/node-server': 'src/web',
  '@hono/zod-openapi': 'src/web',
  '@serialport/bindings-cpp': 'src/serial',
  '@serialport/bindings-interface': 'src/serial',
  '@serialport/stream': 'src/serial',
  'better-sqlite3': 'src/store',
  commander: 'src/cli',
  'csv-parse': 'src/settings',
  'csv-stringify': 'src/export',
  hono: 'src/web',
  serialport: 'src/serial',
  winston: 'src/log',
  'winston-transport': 'src/log',
  yaml: 'src/settings',
  zod: 'src/settings',
}

const WITHOUT_NODE = new Set<Area>(['core', 'ports', 'fields', 'driver-kit', 'driver', 'fit-node'])
const WITH_STREAMS = new Set<Area>(['stream', 'daemon', 'world', 'main'])

function fileBreach(from: string, to: string): string | undefined {
  const [area, target] = [areaOf(from), areaOf(to)]
  const sameFolder = folderOf(from) === folderOf(to)
  if ((area === 'adapter' || area === 'driver') && target === area && sameFolder) return undefined
  if (MAY_IMPORT[area].includes(target)) return undefined
  return `${area} imports '${to}' (${target}), allowed: ${MAY_IMPORT[area].join(', ') || 'nothing'}`
}

function streamBreach(from: string, typeOnly: boolean): string | undefined {
  const area = areaOf(from)
  if (WITH_STREAMS.has(area) || folderOf(from) === 'src/serial') return undefined
  if (area === 'ports' && typeOnly) return undefined
  return 'rxjs, allowed in src/*.ts and src/serial, as a type in src/ports'
}

/** What people write into files is described beside the settings too: for drivers, as types. */
function speaksOfShapes(from: string, typeOnly: boolean): boolean {
  const area = areaOf(from)
  return area === 'fields' || (typeOnly && (area === 'ports' || area === 'driver-kit'))
}

function libraryBreach(from: string, { specifier, typeOnly }: Import): string | undefined {
  if (!isShipped(from)) return undefined
  if (specifier.startsWith('node:')) {
    return WITHOUT_NODE.has(areaOf(from)) ? `'${specifier}' in ${areaOf(from)}` : undefined
  }
  const library = packageOf(specifier)
  if (library === 'rxjs') return streamBreach(from, typeOnly)
  if (library === 'zod' && speaksOfShapes(from, typeOnly)) return undefined
  const owner = OWNER[library]
  if (owner === undefined) return `library '${library}' has no owner`
  return folderOf(from) === owner ? undefined : `library '${library}', allowed in ${owner}`
}

/** Who may import whom, and which folder owns which library. */
export function layers(source: Source): readonly Finding[] {
  return importsOf(source).flatMap((imported) => {
    const { path, line } = imported
    const what =
      path === undefined ? libraryBreach(source.path, imported) : fileBreach(source.path, path)
    return what === undefined ? [] : [{ file: source.path, line, rule: 'layer', what }]
  })
}

/** main.ts looks at the Node it runs on before anything else is evaluated. */
export function fitNodeFirst(source: Source): readonly Finding[] {
  if (areaOf(source.path) !== 'main') return []
  const [first] = importsOf(source)
  if (first?.path === 'src/fit-node.ts') return []
  const what = "the first import is not './fit-node.ts'"
  return [{ file: source.path, line: first?.line ?? 1, rule: 'fit-node-first', what }]
}
