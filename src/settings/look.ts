import { readdir, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'

import type { ConfigVersion } from '../ports/settings.ts'

/**
 * The state of every file that the configuration may consist of, as one text that changes when one
 * of them is written, replaced, added or removed. Nothing is read, and the event loop is never kept
 * waiting, as by a network drive that does not answer.
 */
export async function stateOfConfig(configFile: string, known: ConfigVersion): Promise<string> {
  const folder = dirname(resolve(configFile))
  const inFolders = await Promise.all(
    ['assays', 'layouts'].map((name) => yamlFilesIn(join(folder, name))),
  )
  const paths = new Set([
    resolve(configFile),
    join(folder, 'organisms.yaml'),
    ...inFolders.flat(),
    ...known.files.map(({ name }) => resolve(folder, name)),
  ])
  const states = await Promise.all([...paths].toSorted().map(stateOf))
  return states.join('\n')
}

async function yamlFilesIn(folder: string): Promise<readonly string[]> {
  try {
    const names = await readdir(folder)
    return names.filter((name) => /\.ya?ml$/i.test(name)).map((name) => join(folder, name))
  } catch {
    // A folder that cannot be listed is a mistake of the configuration, told when it is loaded.
    return []
  }
}

async function stateOf(path: string): Promise<string> {
  try {
    const { ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true })
    return `${path} ${ino} ${size} ${mtimeNs} ${ctimeNs}`
  } catch (error) {
    return `${path} ${error instanceof Error && 'code' in error ? String(error.code) : 'lost'}`
  }
}
