import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { AssaydError } from '../core/errors.ts'
import { makeFolder } from './database.ts'

const FILE = 'daemon.lock'

/**
 * Takes the data folder for one daemon: two would drive the same readers and hear one another's
 * captures. A lock whose process is gone, as after a kill, is taken over. Gives the way to let go.
 * Throws AssaydError `folder-in-use` or
 * `store-open`. Commands that only look need no lock.
 */
export function lockFolder(folder: string): () => void {
  makeFolder(folder)
  const file = join(folder, FILE)
  if (!taken(file)) {
    const owner = ownerOf(file)
    if (owner !== undefined && isAlive(owner)) {
      throw new AssaydError(
        'folder-in-use',
        `Another daemon, process ${owner}, uses '${folder}'.`,
        {
          hint: `Stop it first; if process ${owner} is no assayd, delete '${file}'.`,
        },
      )
    }
    rmSync(file, { force: true })
    if (!taken(file)) {
      throw new AssaydError('folder-in-use', `Another daemon just took '${folder}'.`)
    }
  }
  return () => unlocked(file)
}

/** On a disk that takes no change the file stays; who starts next finds its process gone. */
function unlocked(file: string): void {
  try {
    rmSync(file, { force: true })
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error
  }
}

/** Writes the lock unless it is there; creating it exclusively is what makes it a lock. */
function taken(file: string): boolean {
  try {
    writeFileSync(file, `${process.pid}\n`, { flag: 'wx' })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw new AssaydError('store-open', `'${file}' cannot be written.`, {
      hint: 'Check the rights of the data folder and the room on its disk.',
      cause: error,
    })
  }
}

function ownerOf(file: string): number | undefined {
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10)
  return Number.isInteger(pid) && pid > 0 ? pid : undefined
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return true
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM says that it lives and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
