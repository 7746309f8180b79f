import { existsSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

import Database from 'better-sqlite3'

import { AssaydError } from '../core/errors.ts'
import { formOf, migrate, MIGRATIONS } from './migrate.ts'
import { inOperatorsWords } from './storage-errors.ts'

/** The database of a data folder. */
export const FILE_NAME = 'assayd.sqlite'
/**
 * While SQLite waits for a lock nothing else is done. Drivers of serial ports keep 4096 bytes for
 * us, four seconds at 9600 baud.
 */
export const BUSY_TIMEOUT_MS = 2000

/**
 * Above this a whole check would keep every command waiting; damage then shows when its page is
 * met.
 */
const CHECKED_BYTES_MAX = 64 * 1024 * 1024

/**
 * WAL with FULL: a transaction that was confirmed survives a power cut. REPLACE would pass the
 * insert-only triggers by unless triggers are recursive.
 */
const PRAGMAS = [
  'journal_mode = WAL',
  'synchronous = FULL',
  'foreign_keys = ON',
  'trusted_schema = OFF',
  'recursive_triggers = ON',
]

/** Throws AssaydError `store-open`. */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (cause) {
    throw new AssaydError('store-open', `The data folder '${folder}' cannot be made.`, {
      hint: 'Check the path and that you may write there.',
      cause,
    })
  }
}

function insistOnHealth(database: Database.Database, file: string): void {
  if (statSync(file).size > CHECKED_BYTES_MAX) return
  const found = String(database.pragma('quick_check(1)', { simple: true }))
  if (found === 'ok') return
  throw new AssaydError('store-damaged', `The database '${file}' is damaged: ${found}.`, {
    hint: 'Keep the folder under another name, and restore a backup with --captures and that name.',
  })
}

/** Opens, checks and migrates the folder's database. */
export function openDatabase(folder: string, now: () => string): Database.Database {
  makeFolder(folder)
  const file = join(folder, FILE_NAME)
  return inOperatorsWords(file, () => {
    const database = new Database(file, { timeout: BUSY_TIMEOUT_MS })
    try {
      insistOnHealth(database, file)
      // Asked first, since the pragmas would already change a database that is not ours.
      formOf(database, file)
      for (const pragma of PRAGMAS) database.pragma(pragma)
      migrate(database, file, { now })
      return database
    } catch (error) {
      database.close()
      throw error
    }
  })
}

export function hasDatabase(folder: string): boolean {
  return existsSync(join(folder, FILE_NAME))
}

/** The folder's database, which must be there. Throws AssaydError `store-open`. */
export function databaseIn(folder: string): string {
  if (hasDatabase(folder)) return join(folder, FILE_NAME)
  throw new AssaydError('store-open', `There is no database in '${folder}' yet.`, {
    hint: 'The daemon makes it when it first runs. Is this the configuration it runs with?',
  })
}

/** Opens the folder's database to look at it. It must be there, in the form of this program. */
export function openReadonly(folder: string): Database.Database {
  const file = databaseIn(folder)
  return inOperatorsWords(file, () => {
    const database = new Database(file, {
      readonly: true,
      fileMustExist: true,
      timeout: BUSY_TIMEOUT_MS,
    })
    try {
      insistOnNewestForm(formOf(database, file), file)
      database.pragma('trusted_schema = OFF')
      return database
    } catch (error) {
      database.close()
      throw error
    }
  })
}

function insistOnNewestForm(form: number, file: string): void {
  if (form === MIGRATIONS.length) return
  const own = MIGRATIONS.length
  const message = `The database '${file}' has the form ${form}, this program's is ${own}.`
  throw new AssaydError('store-older', message, {
    hint: 'Start the daemon once: it copies the database and brings it forward.',
  })
}
