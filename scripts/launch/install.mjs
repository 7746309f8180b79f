import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, sep } from 'node:path'

import { LaunchFailure } from './failure.mjs'
import { withLock } from './lock.mjs'
import { npmCi } from './npm.mjs'

const LOCKFILE = 'package-lock.json'
const STAMP = join('node_modules', '.assayd-lock-sha256')
const NPM_RECORD = join('node_modules', '.package-lock.json')

function lockHash(root) {
  return createHash('sha256')
    .update(readFileSync(join(root, LOCKFILE)))
    .digest('hex')
}

function stampOf(root) {
  const file = join(root, STAMP)
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
}

/** The packages of a lockfile by their place, without the project itself. */
function packagesIn(file) {
  const { packages = {} } = JSON.parse(readFileSync(file, 'utf8'))
  return Object.entries(packages).filter(([place]) => place !== '')
}

/**
 * Whether npm's own record says that every package of the lockfile is there: true after a plain
 * `npm ci` or `npm install` that did not go through us. Optional packages may be missing, because
 * most of them are made for other systems.
 */
function npmRecordFits(root) {
  if (!existsSync(join(root, NPM_RECORD))) return false
  const recorded = new Map(packagesIn(join(root, NPM_RECORD)))
  return packagesIn(join(root, LOCKFILE)).every(([place, wanted]) => {
    const found = recorded.get(place)
    if (found === undefined) return wanted.optional === true || wanted.devOptional === true
    return found.version === wanted.version && found.integrity === wanted.integrity
  })
}

function isInstalled(root) {
  return stampOf(root) === lockHash(root) || npmRecordFits(root)
}

/** Windows cannot delete a running program, and `npm run` starts us with the pinned Node. */
function refuseToReplaceMyself(root) {
  if (process.platform !== 'win32') return
  if (!process.execPath.startsWith(join(root, 'node_modules') + sep)) return
  throw new LaunchFailure(
    "The packages changed since they were installed. Run 'npm ci', then start again.",
  )
}

async function install(root, say) {
  if (isInstalled(root)) return
  refuseToReplaceMyself(root)
  say('Installing packages (once; about half a minute) …')
  rmSync(join(root, STAMP), { force: true })
  await npmCi(root)
  writeFileSync(join(root, STAMP), `${lockHash(root)}\n`)
}

/**
 * Makes node_modules what package-lock.json says. Development packages are installed as well:
 * installing them later would take the modules away under a daemon that is running.
 */
export async function ensureInstalled(root, say) {
  if (!existsSync(join(root, LOCKFILE))) {
    throw new LaunchFailure(`'${root}' has no ${LOCKFILE}. Start assayd from a clone of it.`)
  }
  if (isInstalled(root)) return
  await withLock(join(root, '.assayd-install.lock'), {
    work: () => install(root, say),
    onWait: () => say('Waiting for another start of assayd to finish installing …'),
  })
}
