import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { settingsFrom } from '../../src/settings/settings-source.ts'
import { assayd } from '../support/assayd.ts'
import { runFor, storedBench, type StoredBench } from '../support/stored-bench.ts'

const PROGRAMS_MAY_TAKE_MS = 120_000
const READS = 'SELECT hex(bytes) AS bytes FROM reads'

/** So many plates the bench has at first. */
const IN_BACKUP = 3

/** A data folder with a backup of those plates, two captures more, and no database any more. */
async function destroyed(bench: StoredBench) {
  const { folder, dataFolder: data } = bench
  const made = assayd('backup', join(folder, 'backups'), '--config', bench.config)
  const [backup = ''] = made.stdout.split('\n')
  await bench.runFor(2)
  await bench.runFor(2)
  const read = bench.rows(READS).map(({ bytes }) => bytes)
  const damaged = join(folder, 'data-damaged')
  renameSync(data, damaged)
  writeFileSync(join(damaged, 'assayd.sqlite'), 'nothing')
  return { backup, damaged, read }
}

describe('assayd restore --captures', { timeout: PROGRAMS_MAY_TAKE_MS }, () => {
  it('brings back every plate that was captured after the backup', async () => {
    const bench = await storedBench()
    const { backup, damaged, read } = await destroyed(bench)
    const { dataFolder: data, config } = bench
    const { stdout, stderr, status } = assayd('restore', backup, data, '--captures', damaged)
    expect(status, stderr).toBe(0)
    expect(stdout).toMatch(/taken over from 2 captures \(2 new, of 0 the rest\): [\d.]+ MiB\n/)
    expect(stdout).toContain('1 equal, 0 shorter than in the backup, 0 not taken')
    expect(stdout).not.toContain('The backup knows no capture')
    const known = [...bench.world.drivers.keys()]
    // Those heard again, and a new one.
    const plates = read.length - IN_BACKUP + 1
    await runFor(settingsFrom(config, known, { rules: bench.world.rules }), plates)
    const now = bench.rows(READS).map(({ bytes }) => bytes)
    expect(now).toEqual(expect.arrayContaining(read))
    expect(now.length).toBeGreaterThan(read.length)
    const verified = assayd('verify', '--config', config)
    expect(verified.status, verified.stdout).toBe(0)
    expect(assayd('audit', 'verify', '--config', config).status).toBe(0)
  })

  it('tells programs what was taken and what was not, and people with which files', async () => {
    const bench = await storedBench()
    const [settled = ''] = bench.captures()
    const { backup, damaged } = await destroyed(bench)
    const other = settled.replace(bench.dataFolder, damaged)
    const kept = readFileSync(other)
    appendFileSync(other, '{"ms":9.000,"closed":"edited"}\n')
    const end = assayd('restore', backup, bench.dataFolder, '--captures', damaged, '--json')
    expect(end.status).toBe(1)
    const path = settled.slice(bench.dataFolder.length + 1)
    expect(JSON.parse(end.stdout)).toMatchObject({
      folder: bench.dataFolder,
      troubles: [],
      takenOver: { equal: 0, shorter: 0, left: [{ path, kept: settled, other }] },
    })
    const { problem } = JSON.parse(end.stderr)
    expect(problem).toMatchObject({ code: 'captures-disagree' })
    expect(problem.message).toContain(`'${other}' was not taken: it was settled with`)
    expect(problem.message).toContain(`'${settled}' stands`)
    expect(readFileSync(settled)).toEqual(kept)
  })

  it('asks of each folder with which nothing is common whether it is the right one', async () => {
    const [bench, stranger] = [await storedBench(), await storedBench()]
    const { backup, damaged } = await destroyed(bench)
    const args = ['restore', backup, bench.dataFolder, '--captures', stranger.dataFolder]
    const strange = `The backup knows no capture of '${join(stranger.dataFolder, 'captures')}'`
    const { stdout } = assayd(...args, '--captures', damaged)
    expect(stdout).toContain(strange)
    expect(stdout).not.toContain(`'${join(damaged, 'captures')}'`)
    expect(stdout).not.toContain('To use it')
  })

  it('says of a folder that is none, before anything is written', async () => {
    const bench = await storedBench()
    const { backup, damaged } = await destroyed(bench)
    const none = join(damaged, 'captures')
    const end = assayd('restore', backup, bench.dataFolder, '--captures', none)
    expect(end.status).toBe(1)
    expect(end.stderr).toContain(`'${none}' is no data folder`)
  })

  it('says what to do about what an earlier restore left that was cut', async () => {
    const bench = await storedBench()
    const { backup, damaged } = await destroyed(bench)
    const partial = `${bench.dataFolder}.partial`
    mkdirSync(partial)
    const end = assayd('restore', backup, bench.dataFolder, '--captures', damaged)
    expect(end.status).toBe(1)
    expect(end.stderr).toContain(`delete '${partial}'`)
    rmdirSync(partial)
    expect(assayd('restore', backup, bench.dataFolder, '--captures', damaged).status).toBe(0)
  })
})
