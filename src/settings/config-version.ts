import { dirname, relative, resolve, sep } from 'node:path'

import type { ConfigFile, ConfigVersion } from '../ports/settings.ts'
import type { ConfigFiles } from './config-files.ts'
import type { Source } from './source.ts'
import { pathBeside, readText, sha256 } from './text-file.ts'

/** Everything that was read as the configuration, so that the very texts can be kept. */
export function configVersionOf(configFile: string, files: ConfigFiles): ConfigVersion {
  const { main, organisms, assays, layouts } = files
  const definitions = [...assays.definitions, ...layouts.definitions]
  const sources = [main, organisms, ...definitions.map(({ reading }) => reading)].flatMap(
    (reading) => (reading === null ? [] : [reading.source]),
  )
  const told = [
    ...(main?.part.readers ?? []),
    ...(main?.part.synthetic ? [main.part.synthetic] : []),
  ]
  const named = told.flatMap(({ settings }) =>
    typeof settings === 'string' ? readNamed(pathBeside(configFile, settings)) : [],
  )
  const inFolder = [...sources, ...named].map((source) => fileOf(configFile, source))
  const byName = new Map(inFolder.map((file) => [file.name, file]))
  return versionFrom([...byName.values()])
}

/** The version that these files are. */
export function versionFrom(unordered: readonly ConfigFile[]): ConfigVersion {
  const files = unordered.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return { hash: sha256(files.map(({ hash, name }) => `${hash}  ${name}\n`).join('')), files }
}

/** A file that was read and checked a moment ago; one that is gone since is in no version. */
function readNamed(path: string): readonly Pick<Source, 'file' | 'text'>[] {
  const { text } = readText(path)
  return text === undefined ? [] : [{ file: path, text }]
}

function fileOf(configFile: string, { file, text }: Pick<Source, 'file' | 'text'>): ConfigFile {
  const name = relative(dirname(resolve(configFile)), resolve(file))
    .split(sep)
    .join('/')
  return { name, text, hash: sha256(text) }
}
