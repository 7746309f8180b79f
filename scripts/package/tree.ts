import { chmodSync, cpSync, lstatSync, lutimesSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

import { run } from './run.ts'

/** What runs: the source is the program, since Node reads it as it is. */
const PROGRAM = ['src', 'drivers', 'schema', 'package.json', 'LICENSE']

/** Copies the program into a folder. */
export function copyProgram(root: string, to: string): void {
  mkdirSync(to, { recursive: true })
  for (const path of PROGRAM) cpSync(join(root, path), join(to, path), { recursive: true })
}

/** Everything below a folder, parents before children, as paths from it. */
export function pathsIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted()
}

/**
 * Gives every file the same time and plain rights, so that the same source makes the same package:
 * 755 for folders and what can be run, 644 for the rest.
 */
export function settle(folder: string, epochS: number): void {
  for (const path of ['.', ...pathsIn(folder)]) {
    const file = join(folder, path)
    const stat = lstatSync(file)
    if (!stat.isSymbolicLink()) {
      chmodSync(file, stat.isDirectory() || (stat.mode & 0o100) !== 0 ? 0o755 : 0o644)
    }
  }
  // Folders last: what is made in them changes their time.
  for (const path of [...pathsIn(folder)].toReversed())
    lutimesSync(join(folder, path), epochS, epochS)
  lutimesSync(folder, epochS, epochS)
}

/** The time the package says it was made: SOURCE_DATE_EPOCH, else that of the last commit. */
export function sourceEpoch(root: string): number {
  const told = process.env.SOURCE_DATE_EPOCH
  const epochS = Number(told ?? run('git', ['-C', root, 'log', '-1', '--format=%ct']))
  if (!Number.isInteger(epochS))
    throw new Error(`SOURCE_DATE_EPOCH is '${told}', expected seconds.`)
  return epochS
}

/** The pages for people, which the README names. */
export function pagesIn(root: string): readonly string[] {
  return readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .toSorted()
    .map((name) => `docs/${name}`)
}
