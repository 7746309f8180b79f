import { isAbsolute, relative } from 'node:path'

/** Whether an absolute path is a folder itself, or lies in it. */
export function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return !way.startsWith('..') && !isAbsolute(way)
}
