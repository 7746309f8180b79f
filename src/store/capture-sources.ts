import { closeSync, existsSync, openSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'

import { AssaydError } from '../core/errors.ts'

/** A data folder whose captures may go beyond those of a backup. */
export interface CaptureSource {
  /** Its folder of captures. */
  readonly folder: string
  /** Captures by their names in it, with slashes. */
  readonly files: readonly string[]
  /** Links to folders: they may lead round in a circle, and are not followed. */
  readonly links: readonly string[]
}

/**
 * The captures of data folders, to be restored into `target`. Throws AssaydError `capture-missing`
 * with everything that is wrong with all of them.
 */
export function captureSources(
  folders: readonly string[],
  target: string,
): readonly CaptureSource[] {
  const looked = folders.map((folder) => lookedAt(resolve(folder), target))
  const mistakes = looked.flatMap((look) => look.mistakes)
  if (folders.length > 0 && existsSync(target)) {
    mistakes.push(`'${target}' is there already, and nothing is overwritten`)
  }
  if (mistakes.length === 0) return looked
  const message = `The captures cannot be taken over:\n${mistakes.join('\n')}`
  throw new AssaydError('capture-missing', message, {
    hint:
      'Nothing was written. Name the data folder, or the folder of the backups with the archive, ' +
      'and run this as a user who may read it.',
  })
}

function lookedAt(data: string, target: string): Look {
  const folder = join(data, 'captures')
  const look: Look = { folder, files: [], links: [], mistakes: [] }
  const wrong = mistakeOf(data, target)
  if (wrong === null) walk(look, '')
  else look.mistakes.push(wrong)
  return look
}

function mistakeOf(data: string, target: string): string | null {
  if (!existsSync(data)) return `there is no folder '${data}'`
  const captures = join(data, 'captures')
  if (!existsSync(captures) || !statSync(captures).isDirectory()) {
    return `'${data}' is no data folder: there is no folder 'captures' in it`
  }
  const way = relative(realpathSync(data), realOf(target))
  if (way === '') return `'${data}' is the folder to restore into`
  const isWithin = way.split(sep)[0] !== '..' && !isAbsolute(way)
  return isWithin ? `'${target}' lies in '${data}', which is only read` : null
}

/** The path without links, of what is not there yet too. */
function realOf(path: string): string {
  if (existsSync(path) || dirname(path) === path) return realpathSync(path)
  return join(realOf(dirname(path)), basename(path))
}

/** As far as each can be opened: who may not read them learns it before hours of copying. */
function walk(look: Look, within: string): void {
  const folder = join(look.folder, within)
  const entries = orMistake(look, () => readdirSync(folder, { withFileTypes: true })) ?? []
  for (const entry of entries.toSorted(byName)) {
    const name = within === '' ? entry.name : `${within}/${entry.name}`
    const file = join(look.folder, name)
    if (entry.isDirectory()) walk(look, name)
    else if (isLinkToFolder(entry.isSymbolicLink(), file)) look.links.push(name)
    else if (name.endsWith('.jsonl') && isOpened(look, file)) look.files.push(name)
  }
}

interface Look {
  readonly folder: string
  readonly files: string[]
  readonly links: string[]
  readonly mistakes: string[]
}

function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name < other.name ? -1 : 1
}

function isLinkToFolder(isLink: boolean, file: string): boolean {
  return isLink && existsSync(file) && statSync(file).isDirectory()
}

function isOpened(look: Look, file: string): boolean {
  const isFile = orMistake(look, () => statSync(file).isFile())
  if (isFile === false) look.mistakes.push(`'${file}' is no file`)
  if (isFile !== true) return false
  return orMistake(look, () => closeSync(openSync(file, 'r'))) !== null
}

/** What the file system says names the file. */
function orMistake<Value>(look: Look, work: () => Value): Value | null {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error
    look.mistakes.push(error.message)
    return null
  }
}
