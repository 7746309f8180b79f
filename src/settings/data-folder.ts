import { parseDocument } from 'yaml'

import { valueAt } from './source.ts'
import { pathBeside, readText, withoutMark } from './text-file.ts'

/**
 * The data folder that a configuration names, as far as it can be read: commands find the running
 * daemon by it while somebody is in the middle of an edit. Null when it cannot be read.
 */
export function dataFolderIn(configFile: string): string | null {
  const { text } = readText(configFile)
  if (text === undefined) return null
  const { contents } = parseDocument(withoutMark(text), { logLevel: 'silent' })
  const folder = valueAt(contents?.toJSON(), ['folders', 'data'])
  return typeof folder === 'string' && folder !== '' ? pathBeside(configFile, folder) : null
}
