import Database from 'better-sqlite3'

import type { ErrorCode } from '../core/error-codes.ts'
import { AssaydError } from '../core/errors.ts'

interface Meaning {
  readonly code: ErrorCode
  readonly what: string
  readonly hint: string
}

/**
 * SQLite's primary result codes that a lab can do something about (sqlite.org, "Result and Error
 * Codes").
 */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  SQLITE_BUSY: {
    code: 'store-busy',
    what: 'is held by another program',
    hint: 'Close other programs that have the database open, then try again.',
  },
  SQLITE_CANTOPEN: {
    code: 'store-open',
    what: 'cannot be opened',
    hint: 'Check that the data folder exists and that you may write in it.',
  },
  SQLITE_CORRUPT: {
    code: 'store-damaged',
    what: 'is damaged',
    hint: 'Keep the folder under another name, and restore a backup with --captures and that name.',
  },
  SQLITE_FULL: {
    code: 'store-write',
    what: 'cannot grow: the disk is full',
    hint: 'Free some space; nothing that was confirmed is lost.',
  },
  SQLITE_IOERR: {
    code: 'store-write',
    what: 'cannot be read or written',
    hint: 'Check the disk; nothing that was confirmed is lost.',
  },
  SQLITE_NOTADB: {
    code: 'store-damaged',
    what: 'is not a database',
    hint: 'Move the file away and restore a copy, or start with an empty data folder.',
  },
  SQLITE_READONLY: {
    code: 'store-open',
    what: 'may not be written',
    hint: 'Check the permissions of the data folder and its files.',
  },
}

/** `SQLITE_IOERR_FSYNC` is a kind of `SQLITE_IOERR`. */
function meaningOf(sqliteCode: string): Meaning | undefined {
  return MEANINGS[sqliteCode.split('_').slice(0, 2).join('_')]
}

/**
 * What went wrong in SQLite, in the operator's words; what is our own mistake stays a programming
 * error.
 */
function storageError(file: string, error: unknown): unknown {
  if (!(error instanceof Database.SqliteError)) return error
  const meaning = meaningOf(error.code)
  if (meaning !== undefined) {
    const message = `The database '${file}' ${meaning.what}: ${error.message}.`
    return new AssaydError(meaning.code, message, { hint: meaning.hint, cause: error })
  }
  const rule = error.code.startsWith('SQLITE_CONSTRAINT')
  const what = rule ? 'The store was asked to break one of its rules' : 'A statement failed'
  return new RangeError(`${what}: ${error.message} (${error.code}).`, { cause: error })
}

/** Does the work and speaks of its failure in the operator's words. */
export function inOperatorsWords<Result>(file: string, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    throw storageError(file, error)
  }
}
