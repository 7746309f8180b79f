import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

import { settingsFrom } from '../../src/settings/settings-source.ts'
import { backups } from '../../src/store/backup.ts'
import { runFor, storedBench, type StoredBench } from '../support/stored-bench.ts'

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

function assayd(...args: readonly string[]) {
  return spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' })
}

/** A backup as a person makes one, and the folder it went to. */
function backedUp({ folder, config }: StoredBench) {
  const result = assayd('backup', join(folder, 'backups'), '--config', config)
  const [backup = ''] = result.stdout.split('\n')
  return { ...result, backup }
}

describe('assayd backup', () => {
  it('copies database and captures, checks the copy, and says where and how much', async () => {
    const bench = await storedBench()
    const { stdout, status, backup } = backedUp(bench)
    expect(status).toBe(0)
    expect(stdout).toMatch(/backups\/assayd-\d{8}-\d{6}\nthe database and 1 capture, [\d.]+ MiB\n/)
    expect(stdout).toMatch(/checked: the database by SQLite, [3-9] plates computed again/)
    const manifest: unknown = JSON.parse(readFileSync(join(backup, 'manifest.json'), 'utf8'))
    expect(manifest).toMatchObject({ backup: 1, from: bench.dataFolder, missing: [] })
    expect(readdirSync(backup).toSorted()).toEqual([
      'assayd.sqlite',
      'captures',
      'checked.json',
      'manifest.json',
    ])
    expect(readdirSync(join(bench.folder, 'backups'))).toHaveLength(1)
  })

  it('copies a whole state while the daemon reads on', async () => {
    const bench = await storedBench()
    const before = bench.rows('SELECT plate FROM plates').length
    const copy = join(bench.folder, 'copy')
    const about = { madeAt: '2026-11-23T09:15:00.000+00:00', codeVersion: '0.0.0' }
    const made = backups.make({ dataFolder: bench.dataFolder, folder: copy, ...about })
    await Promise.all([made, runFor(bench.source, 3)])
    expect(bench.rows('SELECT plate FROM plates').length).toBeGreaterThan(before)
    expect(backups.troubles(copy)).toEqual([])
    const target = join(bench.folder, 'restored')
    await backups.restore(copy, target)
    const steps = bench.stepsIn(target)
    expect(steps.length).toBeGreaterThan(before)
    expect(steps.flatMap(({ findings }) => findings)).toEqual([])
  })

  it('finds a database whose pages are damaged', async () => {
    const bench = await storedBench()
    const { backup } = backedUp(bench)
    const file = join(backup, 'assayd.sqlite')
    const bytes = readFileSync(file)
    bytes.fill(0xff, 3 * 4096, 3 * 4096 + 64)
    writeFileSync(file, bytes)
    expect(backups.troubles(backup)).not.toEqual([])
  })

  it('tells of a capture that is gone, and keeps the copy of the rest', async () => {
    const bench = await storedBench()
    for (const file of bench.captures()) rmSync(file)
    const { status, stderr, backup } = backedUp(bench)
    expect(status).toBe(1)
    expect(stderr).toMatch(/captures\/.+\.jsonl is missing/)
    expect(existsSync(join(backup, 'assayd.sqlite'))).toBe(true)
  })

  it('leaves nothing behind where it cannot write', async () => {
    const bench = await storedBench()
    const file = join(bench.folder, 'a-file')
    writeFileSync(file, '')
    const { status, stderr } = assayd('backup', file, '--config', bench.config)
    expect(status).toBe(1)
    expect(stderr).toContain('Unable to copy the data folder')
  })
})

describe('assayd restore', () => {
  it('makes a data folder that verifies, and that the daemon goes on with', async () => {
    const bench = await storedBench()
    const { backup } = backedUp(bench)
    const before = bench.rows('SELECT plate FROM plates').length
    rmSync(bench.dataFolder, { recursive: true })
    const { stdout, status } = assayd('restore', backup, bench.dataFolder)
    expect(stdout).toContain("name it as 'folders.data'")
    expect(status).toBe(0)
    const rehearsed = join(bench.folder, 'rehearsed')
    const told: unknown = JSON.parse(assayd('restore', backup, rehearsed, '--json').stdout)
    expect(told).toMatchObject({ folder: rehearsed, troubles: [], backup: 1, missing: [] })
    expect(bench.findings()).toEqual([])
    const known = [...bench.world.drivers.keys()]
    await runFor(settingsFrom(bench.config, known, { rules: bench.world.rules }), 2)
    expect(bench.rows('SELECT plate FROM plates').length).toBeGreaterThanOrEqual(before + 2)
    expect(bench.findings()).toEqual([])
  })

  it('refuses a backup in which one byte is another, and names the file', async () => {
    const bench = await storedBench()
    const { backup } = backedUp(bench)
    const target = join(bench.folder, 'restored')
    appendFileSync(join(backup, 'assayd.sqlite'), 'x')
    const { stderr, status } = assayd('restore', backup, target)
    expect(stderr).toMatch(/assayd\.sqlite: has \d+ bytes, the manifest says \d+/)
    expect(status).toBe(1)
    expect(existsSync(target)).toBe(false)
  })

  it('never overwrites a folder, and takes no path out of its own', async () => {
    const bench = await storedBench()
    const { backup } = backedUp(bench)
    expect(assayd('restore', backup, bench.dataFolder).stderr).toContain('is there already')
    const manifest = join(backup, 'manifest.json')
    const text = readFileSync(manifest, 'utf8').replace('"assayd.sqlite"', '"../evil.sqlite"')
    writeFileSync(manifest, text)
    const { stderr } = assayd('restore', backup, join(bench.folder, 'restored'))
    expect(stderr).toContain('is not the manifest of a backup')
  })
})
