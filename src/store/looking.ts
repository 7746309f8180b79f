import Database from 'better-sqlite3'

import { inOperatorsWords } from './storage-errors.ts'

/** Opens a database of whatever form to look at it, and closes it. */
export function looking<Value>(file: string, look: (database: Database.Database) => Value): Value {
  return inOperatorsWords(file, () => {
    const database = new Database(file, { readonly: true, fileMustExist: true })
    try {
      return look(database)
    } finally {
      database.close()
    }
  })
}
