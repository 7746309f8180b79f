/** The parts of the project that the layer rules know. */
export type Area =
  | 'core'
  | 'ports'
  | 'fields'
  | 'driver-kit'
  | 'driver'
  | 'adapter'
  | 'stream'
  | 'daemon'
  | 'world'
  | 'main'
  | 'fit-node'
  | 'manifest'
  | 'free'

const SINGLE_FILES: Readonly<Record<string, Area>> = {
  'src/core-kit.ts': 'driver-kit',
  'src/driver-kit.ts': 'driver-kit',
  'src/driver-settings.ts': 'driver-kit',
  'src/driver-faults.ts': 'driver-kit',
  'src/driver-noise.ts': 'driver-kit',
  'src/fields.ts': 'fields',
  'src/daemon.ts': 'daemon',
  'src/run-daemon.ts': 'daemon',
  'src/world.ts': 'world',
  'src/main.ts': 'main',
  'src/verify-thread.ts': 'main',
  'src/errand-process.ts': 'main',
  'src/fit-node.ts': 'fit-node',
  'package.json': 'manifest',
}

/** Stream files by what they are about; every other folder of `src` is an adapter. */
const STREAM_FOLDERS = new Set([
  'flow',
  'health',
  'office',
  'people',
  'plates',
  'readers',
  'upkeep',
  'verify',
])

/** The area a file belongs to; `free` are tests, scripts and settings of tools. */
export function areaOf(path: string): Area {
  const single = SINGLE_FILES[path]
  if (single !== undefined) return single
  if (path.startsWith('src/core/')) return 'core'
  if (path.startsWith('src/ports/')) return 'ports'
  if (path.startsWith('drivers/')) return 'driver'
  if (!path.startsWith('src/')) return 'free'
  const [, folder = '', file] = path.split('/')
  return file === undefined || STREAM_FOLDERS.has(folder) ? 'stream' : 'adapter'
}

/** `src/store` or `drivers/biotek-elx`: the folder within which files may import one another. */
export function folderOf(path: string): string {
  return path.split('/').slice(0, 2).join('/')
}

export function isTest(path: string): boolean {
  return path.startsWith('test/')
}

/** Code that ships: what an operator runs. */
export function isShipped(path: string): boolean {
  return path.startsWith('src/') || path.startsWith('drivers/')
}
