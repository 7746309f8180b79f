import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const POLL_MS = 200
const STALE_AFTER_MS = 15 * 60_000

/**
 * Runs what must not have happened; undefined when the file system says it is not there (any more).
 */
function unlessGone(action) {
  try {
    return action()
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

function taken(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** A lock is left over when its owner is dead or it is older than any install takes. */
function isStale(file, owner) {
  const written = unlessGone(() => statSync(file).mtimeMs)
  if (written === undefined) return false
  if (Date.now() - written > STALE_AFTER_MS) return true
  return /^\d+$/.test(owner) && !isAlive(Number(owner))
}

/** Takes a left-over lock away; one that another start took in the meantime is put back. */
function removeStale(file, owner) {
  const aside = `${file}.${process.pid}`
  unlessGone(() => renameSync(file, aside))
  if (unlessGone(() => readFileSync(aside, 'utf8')) !== owner) {
    unlessGone(() => linkSync(aside, file))
  }
  rmSync(aside, { force: true })
}

/**
 * Runs `work` while holding the lock file, so that two starts at once do not both install.
 * `onWait` is called once when another start holds it.
 */
export async function withLock(file, { work, onWait }) {
  let waited = false
  while (!taken(file)) {
    const owner = unlessGone(() => readFileSync(file, 'utf8'))
    if (owner !== undefined && isStale(file, owner)) {
      removeStale(file, owner)
      continue
    }
    if (!waited) onWait()
    waited = true
    await sleep(POLL_MS)
  }
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}
