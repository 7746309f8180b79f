import { existsSync } from 'node:fs'
import { join } from 'node:path'

import Database from 'better-sqlite3'

import { AssaydError, oneLine } from '../core/errors.ts'
import { FILE_NAME } from './database.ts'
import { inOperatorsWords } from './storage-errors.ts'

/**
 * SQLite's quick check of a folder's database, also beside a running daemon: `ok`, or what was
 * found; null when there is no database.
 */
export function checkDatabase(dataFolder: string): string | null {
  const file = join(dataFolder, FILE_NAME)
  if (!existsSync(file)) return null
  try {
    return inOperatorsWords(file, () => {
      const database = new Database(file, { readonly: true })
      try {
        return String(database.pragma('quick_check(1)', { simple: true }))
      } finally {
        database.close()
      }
    })
  } catch (error) {
    if (error instanceof AssaydError) return oneLine(error)
    throw error
  }
}
