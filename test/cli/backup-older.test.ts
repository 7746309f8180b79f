import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import Database from 'better-sqlite3'
import { expect, it } from 'vitest'

import { migrate, MIGRATIONS } from '../../src/store/migrate.ts'
import { assayd } from '../support/assayd.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const PROGRAMS_MAY_TAKE_MS = 60_000

/** A data folder as the version before this one left it. */
function olderFolder(): string {
  const data = temporaryFolder()
  const file = join(data, 'assayd.sqlite')
  const database = new Database(file)
  database.pragma('journal_mode = WAL')
  const now = (): string => '2026-11-23T09:15:00.000+00:00'
  migrate(database, file, { now, migrations: MIGRATIONS.slice(0, -1) })
  database.close()
  return data
}

it(
  'A backup before an upgrade is the database as it is, which can be restored',
  () => {
    const data = olderFolder()
    const backups = join(temporaryFolder(), 'backups')
    const made = assayd('backup', backups, '--data', data)
    expect(made.status, made.stderr).toBe(0)
    expect(made.stdout).toContain('it is of an older form, so that no plate was computed again')
    const [backup = ''] = made.stdout.split('\n')
    const files = ['assayd.sqlite', 'checked.json', 'manifest.json']
    expect(readdirSync(backup).toSorted()).toEqual(files)
    const restored = join(temporaryFolder(), 'restored')
    const { status, stdout, stderr } = assayd('restore', backup, restored, '--json')
    expect(status, stderr).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ folder: restored, plates: null, troubles: [] })
    const database = 'assayd.sqlite'
    expect(readFileSync(join(restored, database))).toEqual(readFileSync(join(backup, database)))
  },
  PROGRAMS_MAY_TAKE_MS,
)
