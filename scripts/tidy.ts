/*
 * Checks the layers and the norms that can be counted: `node scripts/tidy.ts [FOLDER]`. Prints
 * `file:line: rule: what` for every breach at once and exits 1 when there is one.
 * `node scripts/tidy.ts --wrap [FILES]` breaks comments that are too wide, which oxfmt leaves
 * alone.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { check } from './tidy/check.ts'
import { EXCEPTIONS } from './tidy/exceptions.ts'
import { projectFiles } from './tidy/files.ts'
import { wrapComments } from './tidy/wrap.ts'

const PROJECT = join(import.meta.dirname, '..')

function report(root: string | undefined): void {
  const findings = root === undefined ? check(PROJECT, EXCEPTIONS) : check(root, [])
  for (const { file, line, rule, what } of findings) {
    console.log(`${file}:${line}: ${rule}: ${what}`)
  }
  console.log(findings.length === 0 ? 'tidy' : `${findings.length} findings`)
  process.exitCode = findings.length === 0 ? 0 : 1
}

function sourceFiles(): readonly string[] {
  const paths = [...projectFiles(PROJECT).keys()].filter((path) => /\.[cm]?[jt]s$/.test(path))
  return paths.map((path) => join(PROJECT, path))
}

function wrap(files: readonly string[]): void {
  for (const file of files.length > 0 ? files : sourceFiles()) {
    const text = readFileSync(file, 'utf8')
    const better = wrapComments(file, text)
    if (better !== text) writeFileSync(file, better)
  }
}

const [first, ...files] = process.argv.slice(2)
if (first === '--wrap') wrap(files)
else report(first)
