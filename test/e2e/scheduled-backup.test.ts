import { appendFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { startProgram } from '../support/program.ts'
import { storedBench } from '../support/stored-bench.ts'

/** A backup as a folder of backups holds it, without anything in it. */
function standIn(folder: string, madeAt: string, isGood: boolean): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    join(folder, 'manifest.json'),
    JSON.stringify({
      backup: 1,
      madeAt,
      auditHead: { number: 0, hash: '' },
      files: [],
      missing: [],
    }),
  )
  if (isGood) writeFileSync(join(folder, 'checked.json'), '{}')
}

describe('A backup by schedule', { timeout: 120_000 }, () => {
  it('is made while the daemon runs, and a restore of it verifies', async () => {
    const bench = await storedBench()
    const folder = join(bench.folder, 'backups')
    for (const day of ['01', '02', '03']) {
      standIn(join(folder, `assayd-202001${day}-020000`), `2020-01-${day}T02:00:00.000Z`, true)
    }
    standIn(join(folder, 'assayd-20200104-020000'), '2020-01-04T02:00:00.000Z', false)
    mkdirSync(join(folder, 'of-somebody-else'))
    appendFileSync(bench.config, `backup: { folder: ../backups, every_h: 1, keep: 2 }\n`)

    const daemon = startProgram('run', '--config', bench.config)
    await daemon.until(/checked backup in .+backups/)
    await daemon.until(/Trying again/)
    daemon.interrupt()
    expect(await daemon.ended, daemon.said()).toBe(0)
    const left = readdirSync(folder).toSorted()
    const made = left.find((name) => !name.startsWith('assayd-2020') && name.startsWith('assayd-'))
    expect(left).toEqual([
      'assayd-20200103-020000',
      'assayd-20200104-020000',
      made,
      'of-somebody-else',
    ])

    rmSync(bench.dataFolder, { recursive: true })
    const restore = startProgram('restore', join(folder, made ?? ''), bench.dataFolder)
    expect(await restore.ended, restore.said()).toBe(0)
    const verify = startProgram('verify', '--config', bench.config)
    expect(await verify.ended, verify.said()).toBe(0)
  })

  it('that fails is told with what to do, and removes nothing', async () => {
    const bench = await storedBench()
    const folder = join(bench.folder, 'backups')
    standIn(join(folder, 'assayd-20200101-020000'), '2020-01-01T02:00:00.000Z', true)
    for (const file of bench.captures()) rmSync(file)
    appendFileSync(bench.config, `backup: { folder: ../backups, at: "02:00", keep: 1 }\n`)
    const daemon = startProgram('run', '--config', bench.config)
    await daemon.until(/The backup failed: .+not sound/)
    await daemon.until(/jsonl is missing/)
    daemon.interrupt()
    expect(await daemon.ended, daemon.said()).toBe(0)
    expect(daemon.said()).toContain("Run 'assayd verify' on the data folder")
    expect(existsSync(join(folder, 'assayd-20200101-020000'))).toBe(true)
  })
})
