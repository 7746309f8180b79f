import { renameSync, rmSync } from 'node:fs'

import Database from 'better-sqlite3'

import { counted } from '../core/counted.ts'
import { AssaydError } from '../core/errors.ts'
import type { Migration } from './migration.ts'
import { heard } from './migrations/0001-heard.ts'
import { computed } from './migrations/0002-computed.ts'
import { expectations } from './migrations/0003-expectations.ts'
import { profiles } from './migrations/0004-profiles.ts'
import { evidence } from './migrations/0005-evidence.ts'
import { configurations } from './migrations/0006-configurations.ts'
import { lists } from './migrations/0007-lists.ts'
import { accounts } from './migrations/0008-accounts.ts'
import { waiting } from './migrations/0009-waiting.ts'
import { archive } from './migrations/0010-archive.ts'
import { signIns } from './migrations/0011-sign-ins.ts'
import { openSession } from './session.ts'

/** Every step, in order. */
export const MIGRATIONS: readonly Migration[] = [
  heard,
  computed,
  expectations,
  profiles,
  evidence,
  configurations,
  lists,
  accounts,
  waiting,
  archive,
  signIns,
]

/** Triggers hold for every program that opens the database, not for this one alone. */
function guardSql(table: string): string {
  return ['UPDATE', 'DELETE']
    .map(
      (deed) => `
      CREATE TRIGGER ${table}_no_${deed.toLowerCase()} BEFORE ${deed} ON ${table}
      BEGIN SELECT RAISE(ABORT, 'rows of ${table} are only ever inserted'); END;`,
    )
    .join('')
}

function versionOf(database: Database.Database): number {
  return Number(database.pragma('user_version', { simple: true }))
}

/** Another process may have taken the step while this one waited for the lock. */
function step(database: Database.Database, migration: Migration, now: () => string): void {
  const work = database.transaction(() => {
    if (versionOf(database) >= migration.number) return
    database.exec(migration.sql)
    for (const table of migration.insertedOnly) database.exec(guardSql(table))
    if (migration.rebuilds === true) insistOnKeys(database)
    migration.fill?.(openSession(database, now), now())
    database.pragma(`user_version = ${migration.number}`)
  })
  // The switch does nothing within a transaction.
  if (migration.rebuilds === true) database.pragma('foreign_keys = OFF')
  work.exclusive()
  database.pragma('foreign_keys = ON')
}

function insistOnKeys(database: Database.Database): void {
  const lost = database.prepare('PRAGMA foreign_key_check').all()
  if (lost.length === 0) return
  throw new AssaydError(
    'store-damaged',
    `The database has ${counted(lost.length, 'row')} without a parent.`,
    {
      hint: 'Nothing was changed. Restore a backup, or ask for help with the file as it is.',
    },
  )
}

/** Copies the database beside itself under its version's name, whole or not at all. */
function keepCopy(database: Database.Database, file: string, version: number): void {
  const copy = `${file}.version-${version}`
  const partial = `${copy}.partial`
  rmSync(partial, { force: true })
  database.prepare('VACUUM INTO ?').run(partial)
  const made = new Database(partial, { readonly: true })
  const copied = versionOf(made)
  made.close()
  // When another process migrated in between, its own copy is the one to keep.
  if (copied === version) renameSync(partial, copy)
  else rmSync(partial, { force: true })
}

/**
 * The database's form; 0 when it is empty. Throws AssaydError when it is none of this program's.
 */
export function formOf(
  database: Database.Database,
  file: string,
  newest = MIGRATIONS.length,
): number {
  // One transaction, or another process could migrate between the two questions.
  const { version, tables } = database.transaction(() => ({
    version: versionOf(database),
    tables: Number(database.pragma('schema_version', { simple: true })),
  }))()
  if (version === 0 && tables > 0) {
    throw new AssaydError('store-damaged', `The database '${file}' is another program's.`, {
      hint: 'Move the file away, or name another data folder.',
    })
  }
  if (version <= newest) return version
  const what = `has the form ${version}; this program knows forms up to ${newest}`
  throw new AssaydError('store-newer', `The database '${file}' ${what}.`, {
    hint: 'Use the version of assayd that wrote it, or a newer one.',
  })
}

/** How a database is brought forward; `now` gives ISO 8601 with offset. */
export interface MigrateOptions {
  readonly now: () => string
  readonly migrations?: readonly Migration[]
}

/**
 * Brings the database to the newest form; a database that holds something is copied first. Throws
 * AssaydError `store-newer` when it is ahead of the program.
 */
export function migrate(
  database: Database.Database,
  file: string,
  { now, migrations = MIGRATIONS }: MigrateOptions,
): void {
  const version = formOf(database, file, migrations.at(-1)?.number ?? 0)
  const missing = migrations.filter(({ number }) => number > version)
  if (missing.length > 0 && version > 0) keepCopy(database, file, version)
  for (const migration of missing) step(database, migration, now)
}
