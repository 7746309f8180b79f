import { join } from 'node:path'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import { MIGRATIONS, migrate } from '../../src/store/migrate.ts'
import { openStore } from '../../src/store/open-store.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const READ = `
  INSERT INTO captures (capture_id, reader_id, driver_id, port, started_at, file, settled)
    VALUES ('c1', 'elx', 'biotek-elx', 'COM3', '2026-11-23T09:00:00.000+03:00', 'c1.capture', 1);
  INSERT INTO reads (capture_id, last_byte, reader_id, driver_id, received_at, wells_in_plate,
      extra_json, bytes)
    VALUES ('c1', 7, 'elx', 'biotek-elx', '2026-11-23T09:01:00.000+03:00', 96, '{}', x'0102');
  INSERT INTO read_blocks (read_id, block, interval, wavelength_nm, subtracted_by_instrument,
      checksum)
    VALUES (1, 1, 1, 450, 'no', 'ok');
  INSERT INTO read_wells (read_id, block, position, well, od, text) VALUES (1, 1, 1, 'A1', 0.5, '');
`

/** A database as the first migrations alone make it, with one read; the file is closed. */
function databaseOfForm(form: number): { folder: string; file: string } {
  const folder = temporaryFolder()
  const file = join(folder, 'assayd.sqlite')
  const database = new Database(file)
  const now = (): string => '2026-11-23T09:00:00.000+03:00'
  migrate(database, file, { now, migrations: MIGRATIONS.slice(0, form) })
  database.exec(READ)
  database.close()
  return { folder, file }
}

describe('A database of an older form', () => {
  const older = MIGRATIONS.slice(0, -1).map(({ number }) => number)

  it.each(older)('%i is copied, brought forward and holds what it held', (form) => {
    const { folder, file } = databaseOfForm(form)
    const store = openStore(folder)
    expect(store.counts()).toMatchObject({ reads: 1, faults: 0 })
    expect(store.captures()).toMatchObject([{ isSettled: true, reads: [{ lastByte: 7 }] }])
    expect(store.unfinished().captures).toEqual([])
    expect(store.configurations()).toEqual([])
    store.close()
    const copy = new Database(`${file}.version-${form}`, { readonly: true })
    expect(copy.pragma('user_version', { simple: true })).toBe(form)
    expect(copy.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(copy.prepare('SELECT count(*) AS n FROM reads').get()).toEqual({ n: 1 })
    copy.close()
    const forward = new Database(file, { readonly: true })
    expect(forward.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length)
    expect(forward.pragma('foreign_key_check')).toEqual([])
    forward.close()
  })
})
