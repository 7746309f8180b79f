import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { backups } from '../../src/store/backup.ts'
import { copyCaptures } from '../../src/store/backup-captures.ts'
import { flipBitIn, retainingBench, type RetainingBench } from '../support/retaining-bench.ts'

const BACKUP = 'assayd-20270115-020000'

/** The bench's first capture: its name, where it stands, and its bytes. */
function captureOf({ dataFolder, names }: RetainingBench) {
  const [name = ''] = names(join(dataFolder, 'captures'))
  const file = join(dataFolder, 'captures', name)
  return { name, file, bytes: readFileSync(file) }
}

const ROWS = 'SELECT capture_id, folder, sha256 FROM archived_captures'

describe('An old capture', { timeout: 120_000 }, () => {
  it('goes to the archive when a good backup has it, and is verified there', async () => {
    const bench = await retainingBench()
    const { name, file, bytes } = captureOf(bench)
    await bench.backUp(BACKUP)
    await bench.look()
    expect(existsSync(dirname(file))).toBe(false)
    expect(readFileSync(join(bench.archive, name))).toEqual(bytes)
    expect(bench.names(bench.archive)).toEqual([name])
    expect(bench.rows(ROWS)).toMatchObject([{ folder: bench.archive }])
    expect(bench.news).toEqual([{ kind: 'archived', folder: bench.archive, captures: 1 }])
    expect(bench.findings()).toEqual([])
    // A verification that began before knows the capture as it was then.
    const before = bench.findingsWith((store) => ({
      captures: () => store.captures().map((one) => ({ ...one, archivedIn: null })),
    }))
    expect(before).toEqual([])
    const acts = bench.rows("SELECT subject_kind FROM audit WHERE act = 'capture-archived'")
    expect(acts).toEqual([{ subject_kind: 'archive' }])
    const store = bench.world.openStore(bench.dataFolder)
    expect([...store.auditChecked(null)].flatMap(({ findings }) => findings)).toEqual([])
    store.close()
  })

  it('stays without a backup, in one nobody checked, and in one of its beginning', async () => {
    const bench = await retainingBench()
    const { name, file, bytes } = captureOf(bench)
    await bench.look()
    const folder = await bench.backUp(BACKUP)
    renameSync(join(folder, 'checked.json'), join(folder, 'aside'))
    await bench.look()
    renameSync(join(folder, 'aside'), join(folder, 'checked.json'))
    const held = join(folder, 'captures', name)
    truncateSync(held, bytes.length - 1)
    await bench.look()
    rmSync(held)
    await bench.look()
    expect(existsSync(file)).toBe(true)
    expect(existsSync(bench.archive)).toBe(false)
    expect(bench.rows(ROWS)).toEqual([])
    expect(bench.news).toEqual([])
  })

  it('stays when one bit of its copy in the backup is another, which is told once', async () => {
    const bench = await retainingBench()
    const { name, file, bytes } = captureOf(bench)
    const folder = await bench.backUp(BACKUP)
    flipBitIn(join(folder, 'captures', name))
    await bench.look()
    await bench.look()
    expect(readFileSync(file)).toEqual(bytes)
    expect(bench.rows(ROWS)).toEqual([])
    expect(bench.news).toMatchObject([
      { kind: 'trouble', part: 'retention', error: { code: 'backup-damaged' } },
    ])
    copyFileSync(file, join(folder, 'captures', name))
    await bench.look()
    expect(bench.news.map(({ kind }) => kind)).toEqual(['trouble', 'archived', 'mended'])
    expect(bench.findings()).toEqual([])
  })

  it('stays when it is damaged itself, or its copy in the archive is', async () => {
    const bench = await retainingBench()
    const { name, file } = captureOf(bench)
    await bench.backUp(BACKUP)
    flipBitIn(file)
    await bench.look()
    expect(existsSync(file)).toBe(true)
    expect(bench.rows(ROWS)).toEqual([])
    expect(bench.news).toMatchObject([{ error: { code: 'capture-damaged' } }])
    expect(bench.names(bench.archive)).toEqual([])
    flipBitIn(file)
    mkdirSync(dirname(join(bench.archive, name)), { recursive: true })
    copyFileSync(file, join(bench.archive, name))
    flipBitIn(join(bench.archive, name))
    await bench.look()
    expect(existsSync(file)).toBe(true)
    expect(bench.rows(ROWS)).toEqual([])
    expect(bench.news.at(-1)).toMatchObject({ error: { code: 'backup-damaged' } })
  })

  it('that a cut left beside its row goes at the next look, when its copy is whole', async () => {
    const bench = await retainingBench()
    const { name, file, bytes } = captureOf(bench)
    await bench.backUp(BACKUP)
    const cut = bench.look((store) => ({
      saveArchived: (archived) => {
        store.saveArchived(archived)
        throw new Error('The process is gone.')
      },
    }))
    await expect(cut).rejects.toThrow('The process is gone.')
    expect(readFileSync(file)).toEqual(bytes)
    expect(bench.rows(ROWS)).toHaveLength(1)
    expect(bench.findings()).toEqual([])

    flipBitIn(join(bench.archive, name))
    await bench.look()
    expect(bench.news).toMatchObject([{ error: { code: 'backup-damaged' } }])
    expect(existsSync(file)).toBe(true)
    flipBitIn(join(bench.archive, name))
    renameSync(join(bench.archive, name), join(bench.folder, 'aside'))
    await bench.look()
    expect(bench.news.at(-1)).toMatchObject({ error: { code: 'archive-away' } })
    expect(existsSync(file)).toBe(true)
    renameSync(join(bench.folder, 'aside'), join(bench.archive, name))
    await bench.look()
    expect(existsSync(file)).toBe(false)
    expect(bench.rows(ROWS)).toHaveLength(1)
    expect(bench.findings()).toEqual([])
  })

  it('is said to be out of reach while its archive is away, and lost when it is gone', async () => {
    const bench = await retainingBench()
    const { name, file } = captureOf(bench)
    await bench.backUp(BACKUP)
    await bench.look()
    const away = join(bench.folder, 'unplugged')
    renameSync(bench.archive, away)
    const found = bench.findings()
    expect(found).toMatchObject([{ kind: 'archive', hint: expect.stringContaining(name) }])
    expect(found[0]?.message).toContain(
      `it is archived in '${bench.archive}', which cannot be reached`,
    )
    // A copy that was put back serves meanwhile.
    mkdirSync(dirname(file), { recursive: true })
    copyFileSync(join(away, name), file)
    expect(bench.findings()).toEqual([])
    rmSync(file)
    renameSync(away, bench.archive)
    flipBitIn(join(bench.archive, name))
    expect(bench.findings().map(({ kind }) => kind)).toContain('capture')
    rmSync(join(bench.archive, name))
    expect(bench.findings().map(({ kind }) => kind)).toEqual(['capture'])
  })

  it('is not missing in a later backup, and a restore of that verifies', async () => {
    const bench = await retainingBench()
    await bench.backUp(BACKUP)
    await bench.look()
    const later = await bench.backUp('assayd-20270116-020000')
    const { files, missing } = backups.manifest(later)
    expect(files.map(({ path }) => path)).toEqual(['assayd.sqlite'])
    expect(missing).toEqual([])
    const restored = join(bench.folder, 'restored')
    await backups.restore(later, restored)
    expect(bench.stepsIn(restored).flatMap(({ findings }) => findings)).toEqual([])
  })

  it('that goes while a backup is under way is copied from the archive', async () => {
    const bench = await retainingBench()
    const { name, bytes } = captureOf(bench)
    const backup = await bench.backUp(BACKUP)
    const partial = join(bench.folder, 'under-way')
    mkdirSync(partial)
    copyFileSync(join(backup, 'assayd.sqlite'), join(partial, 'assayd.sqlite'))
    await bench.look()
    const { files, missing } = copyCaptures(bench.dataFolder, partial)
    expect(files.map(({ path }) => path)).toEqual([`captures/${name}`])
    expect(missing).toEqual([])
    expect(readFileSync(join(partial, 'captures', name))).toEqual(bytes)
  })

  it('goes while the daemon runs', async () => {
    const bench = await retainingBench()
    const { file } = captureOf(bench)
    await bench.backUp(BACKUP)
    await bench.runUntilArchived()
    expect(existsSync(file)).toBe(false)
    expect(bench.findings()).toEqual([])
  })

  it('that is not old enough, or not settled, stays', async () => {
    const bench = await retainingBench()
    const { file } = captureOf(bench)
    await bench.backUp(BACKUP)
    const changed = (change: object) =>
      bench.look((store) => ({
        oldCapture: (name) => {
          const known = store.oldCapture(name)
          return known && { ...known, ...change }
        },
      }))
    await changed({ isSettled: false })
    await changed({ startedAt: '2026-12-20T09:00:00.000+03:00' })
    await changed({ seal: null })
    expect(existsSync(file)).toBe(true)
    expect(bench.news).toEqual([])
  })
})
