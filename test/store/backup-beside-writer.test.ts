import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

import Database from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'

import { backups } from '../../src/store/backup.ts'
import { openStore } from '../../src/store/open-store.ts'
import { sampleCapture } from '../support/sample-records.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** Copying it takes longer than any pause of the writer. */
const FILLER = `
  CREATE TABLE filler (number INTEGER PRIMARY KEY, bytes BLOB);
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
  INSERT INTO filler SELECT i, zeroblob(4000) FROM n`

const WRITER = `
  const Database = require('better-sqlite3')
  const database = new Database(process.argv[1])
  const write = database.prepare('INSERT INTO filler (bytes) VALUES (zeroblob(9))')
  for (let number = 1; ; number += 1) {
    write.run()
    if (number === 1) console.log('writes')
  }`

it('A backup is made, and is one moment, beside a process that never stops writing', async () => {
  const dataFolder = temporaryFolder()
  const store = openStore(dataFolder)
  store.saveCapture(sampleCapture(), '2026-11-23/a.jsonl')
  store.close()
  const file = join(dataFolder, 'assayd.sqlite')
  const filled = new Database(file)
  filled.exec(FILLER)
  filled.close()
  const writer = spawn(process.execPath, ['-e', WRITER, file])
  onTestFinished(() => void writer.kill('SIGKILL'))
  await once(writer.stdout, 'data')
  const folder = join(temporaryFolder(), 'backup')
  const about = { madeAt: '2026-11-23T10:00:00+03:00', codeVersion: 'test' }
  const { files, missing, auditHead } = await backups.make({ dataFolder, folder, ...about })
  expect(files.map(({ path }) => path)).toEqual(['assayd.sqlite'])
  expect(missing).toEqual(['captures/2026-11-23/a.jsonl'])
  expect(auditHead.number).toBeGreaterThan(0)
  expect(backups.troubles(folder)).toEqual([])
  expect(writer.exitCode).toBeNull()
})
