import { statSync } from 'node:fs'

import type BetterSqlite3 from 'better-sqlite3'

import { AssaydError } from '../core/errors.ts'

/**
 * Writes to the disk as a plate would, and changes nothing: the number of the database's form is
 * written over itself. A lock that another program holds is not waited for, since whoever asks is
 * the daemon itself. Gives the size in bytes. Throws AssaydError `store-open` when the file is
 * gone, of which an open database would never hear.
 */
export function checkWrite(database: BetterSqlite3.Database, busyTimeoutMs: number): number {
  const bytes = sizeOf(database.name)
  if (bytes === undefined) {
    throw new AssaydError('store-open', `The database '${database.name}' is gone.`, {
      hint: 'What is written now is lost. Stop the daemon and restore a backup.',
    })
  }
  database.pragma('busy_timeout = 0')
  try {
    const write = database.transaction(() => {
      const form = Number(database.pragma('user_version', { simple: true }))
      database.pragma(`user_version = ${form}`)
    })
    write.immediate()
  } finally {
    database.pragma(`busy_timeout = ${busyTimeoutMs}`)
  }
  return bytes + (sizeOf(`${database.name}-wal`) ?? 0)
}

function sizeOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.size
}
