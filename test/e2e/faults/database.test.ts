import { spawn } from 'node:child_process'
import {
  appendFileSync,
  readdirSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { once } from 'node:events'

import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'

import { patternOf, WORLD_FAULTS } from '../../../scripts/world-faults/table.ts'
import { expectWhole, faultLab, type FaultLab } from './fault-lab.ts'

const ANALYSED = /is analysed as/
/** Longer than SQLite waits for a lock by itself. */
const LOCKED_MS = 8_000
const PAGE_BYTES = 4096

const LOCKER = `
  const Database = require('better-sqlite3')
  const database = new Database(process.argv[1])
  database.exec('BEGIN EXCLUSIVE')
  console.log('locked')
  setTimeout(() => database.exec('COMMIT'), ${LOCKED_MS})`

function capturesOf({ data }: FaultLab): readonly string[] {
  return readdirSync(join(data, 'captures'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => join(data, 'captures', name))
}

/** The bytes of every stored read; each plate is another one. */
function bytesOf({ data }: FaultLab): ReadonlySet<string> {
  const database = new Database(join(data, 'assayd.sqlite'), { readonly: true })
  const rows = database.prepare<[], { bytes: string }>('SELECT hex(bytes) AS bytes FROM reads')
  const bytes = new Set(rows.all().map((row) => row.bytes))
  database.close()
  return bytes
}

describe('A database', { timeout: 240_000 }, () => {
  it(`stands it: ${WORLD_FAULTS.locked.fault}`, async () => {
    const lab = await faultLab()
    const daemon = lab.start()
    await daemon.says(ANALYSED)
    const locker = spawn(process.execPath, ['-e', LOCKER, join(lab.data, 'assayd.sqlite')])
    onTestFinished(() => void locker.kill())
    await once(locker.stdout, 'data')
    await daemon.says(patternOf(WORLD_FAULTS.locked))
    await daemon.says(ANALYSED)
    await daemon.says(ANALYSED)
    expect(await daemon.stop(), daemon.said()).toBe(0)
    expectWhole(lab)
  })

  it(`stands it: ${WORLD_FAULTS.corrupt.fault}`, async () => {
    const lab = await faultLab()
    const first = lab.start()
    await first.says(ANALYSED)
    // Beside the daemon, as by schedule: the capture of the connection goes on behind it.
    const backedUp = lab.assayd('backup', join(lab.folder, 'backups'))
    const [backup = ''] = backedUp.said.split('\n')
    await first.says(ANALYSED)
    await first.says(ANALYSED)
    await first.stop()
    const second = lab.start()
    await second.says(ANALYSED)
    await second.stop()
    const read = bytesOf(lab)
    const file = join(lab.data, 'assayd.sqlite')
    const bytes = readFileSync(file)
    for (let at = PAGE_BYTES; at < bytes.length; at += 2 * PAGE_BYTES) {
      bytes.fill(0xa5, at, at + 64)
    }
    writeFileSync(file, bytes)
    const refused = lab.assayd('run')
    expect(refused.code).toBe(1)
    expect(refused.said).toMatch(patternOf(WORLD_FAULTS.corrupt))
    expect(refused.said).toContain('restore a backup')
    const damaged = `${lab.data}-damaged`
    renameSync(lab.data, damaged)
    const restored = lab.assayd('restore', '--captures', damaged, backup, lab.data)
    expect(restored.code, restored.said).toBe(0)
    // The one that was open when the backup was made went on behind it.
    expect(restored.said).toContain('taken over from 2 captures (1 new, of 1 the rest)')
    const again = lab.start()
    await again.says(ANALYSED)
    expect(await again.stop(), again.said()).toBe(0)
    expectWhole(lab)
    // The backup is older than the last of them: those were heard again.
    expect([...bytesOf(lab)]).toEqual(expect.arrayContaining([...read]))
  })

  it(`stands it: ${WORLD_FAULTS.torn.fault}`, async () => {
    const lab = await faultLab()
    const daemon = lab.start()
    await daemon.says(ANALYSED)
    await daemon.says(ANALYSED)
    const told = daemon.said().match(/plate \S+ is stored/g)?.length ?? 0
    await daemon.stop('SIGKILL')
    const wal = join(lab.data, 'assayd.sqlite-wal')
    truncateSync(wal, readFileSync(wal).length - 100)
    const [capture = ''] = capturesOf(lab)
    appendFileSync(capture, '{"ms":99999.1,"recei')
    const again = lab.start()
    await again.says(patternOf(WORLD_FAULTS.torn))
    await again.says(ANALYSED)
    expect(await again.stop(), again.said()).toBe(0)
    expectWhole(lab)
    expect(lab.counts().reads).toBeGreaterThanOrEqual(told)
  })
})
