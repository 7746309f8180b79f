import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

import { describe, expect, it } from 'vitest'

import type { CaptureHeader } from '../../src/ports/capture.ts'
import { createCapture, readCapture } from '../../src/serial/capture.ts'
import { backups } from '../../src/store/backup.ts'
import { openStore } from '../../src/store/open-store.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const DAY = '2026-11-23'
const OPEN = `captures/${DAY}/elx_090000_open.jsonl`
const SETTLED = `captures/${DAY}/elx_090000_settled.jsonl`
const NEW = `captures/${DAY}/elx_090000_new.jsonl`
const ABOUT = { madeAt: `${DAY}T09:15:00.000+00:00`, codeVersion: '0.0.0' }

function header(id: string): CaptureHeader {
  const startedAt = `${DAY}T09:00:00.000+00:00`
  return { id, reader: 'elx', driver: 'biotek-elx', port: 'COM3', startedAt }
}

function written(data: string, id: string) {
  const writer = createCapture(join(data, 'captures'), header(id))
  writer.append({ kind: 'opened', atMs: 1, note: 'here' })
  const seal = writer.seal()
  writer.close()
  return { file: writer.file, seal }
}

/** A data folder with one open and one settled capture, its backup, and where to restore it. */
async function scene() {
  const folder = temporaryFolder()
  const [data, backup] = [join(folder, 'data'), join(folder, 'backup')]
  const store = openStore(data)
  const settled = written(data, 'settled')
  store.saveCapture(header('settled'), settled.file)
  store.settleCapture('settled', settled.seal)
  store.saveCapture(header('open'), written(data, 'open').file)
  await backups.make({ dataFolder: data, folder: backup, ...ABOUT })
  store.close()
  const target = join(folder, 'restored')
  return {
    folder,
    data,
    backup,
    target,
    old: (path: string) => join(data, path),
    held: (path: string) => readFileSync(join(target, path), 'utf8'),
    restore: async (...captures: readonly string[]) =>
      (await backups.restore(backup, target, { captures })).takenOver,
  }
}

const EVENT = '{"ms":2.000,"opened":"again"}\n'

function goesOn(file: string, text = EVENT): number {
  appendFileSync(file, text)
  return Buffer.byteLength(text)
}

/** Everything in a folder, by its path. */
function contents(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  return new Map(
    files
      .filter((one) => one.isFile())
      .map((one) => join(one.parentPath, one.name))
      .map((file) => [file, readFileSync(file, 'latin1')] as const),
  )
}

describe('A restore with the captures of the old folder', () => {
  it('takes what is new and the rest of what went on, and only reads the old folder', async () => {
    const { data, target, old, held, restore } = await scene()
    written(data, 'new')
    const bytes = goesOn(old(OPEN))
    const before = contents(data)
    const size = readFileSync(old(NEW)).length
    expect(await restore(data)).toEqual({
      taken: [
        { path: NEW, bytes: size, from: old(NEW) },
        { path: OPEN, bytes, from: old(OPEN) },
      ],
      equal: 1,
      shorter: 0,
      left: [],
      strange: [],
    })
    for (const path of [OPEN, SETTLED, NEW])
      expect(held(path)).toBe(readFileSync(old(path), 'utf8'))
    expect(readCapture(join(target, OPEN)).events).toHaveLength(2)
    expect(contents(data)).toEqual(before)
  })

  it('takes the rest of a capture that is longer than it reads at a time', async () => {
    const { data, old, held, restore } = await scene()
    const bytes = goesOn(old(OPEN), EVENT.repeat(100_000))
    expect(bytes).toBeGreaterThan(2 * 1024 * 1024)
    expect(await restore(data)).toMatchObject({ taken: [{ path: OPEN, bytes }], left: [] })
    expect(held(OPEN) === readFileSync(old(OPEN), 'utf8')).toBe(true)
  })

  it('keeps what the backup holds of one with other bytes, and names both', async () => {
    const { data, target, old, backup, held, restore } = await scene()
    const text = readFileSync(old(OPEN), 'utf8').replace('here', 'HERE')
    writeFileSync(old(OPEN), text + EVENT)
    const why = expect.stringContaining('other bytes')
    expect(await restore(data)).toMatchObject({
      taken: [],
      left: [{ path: OPEN, kept: join(target, OPEN), other: old(OPEN), why }],
    })
    expect(held(OPEN)).toBe(readFileSync(join(backup, OPEN), 'utf8'))
  })

  it('keeps the longer one: what the old folder lost is no contradiction', async () => {
    const { data, old, backup, held, restore } = await scene()
    truncateSync(old(OPEN), 20)
    truncateSync(old(SETTLED), 0)
    expect(await restore(data)).toMatchObject({ taken: [], equal: 0, shorter: 2, left: [] })
    expect(held(OPEN)).toBe(readFileSync(join(backup, OPEN), 'utf8'))
  })

  it('tells one that is shorter and other', async () => {
    const { data, old, restore } = await scene()
    writeFileSync(old(OPEN), '{"capture":1,"id":"other"}')
    expect(await restore(data)).toMatchObject({ shorter: 0, left: [{ path: OPEN }] })
  })

  it('takes nothing behind the end of a settled capture', async () => {
    const { data, old, backup, held, restore } = await scene()
    goesOn(old(SETTLED))
    const { left } = await restore(data)
    expect(left).toMatchObject([{ path: SETTLED, why: expect.stringMatching(/was settled with/) }])
    expect(held(SETTLED)).toBe(readFileSync(join(backup, SETTLED), 'utf8'))
  })

  it.each([
    { how: 'as it was settled', change: '', taken: [{ path: SETTLED }], left: [] },
    { how: 'in no other form', change: EVENT, taken: [], left: [{ path: SETTLED, kept: null }] },
  ])('takes a settled capture that the backup lacks $how', async ({ change, taken, left }) => {
    const { folder, data, old, restore, target } = await scene()
    const aside = join(folder, 'aside')
    renameSync(old(SETTLED), aside)
    rmSync(join(folder, 'backup'), { recursive: true })
    await backups.make({ dataFolder: data, folder: join(folder, 'backup'), ...ABOUT })
    renameSync(aside, old(SETTLED))
    goesOn(old(SETTLED), change)
    expect(await restore(data)).toMatchObject({ taken, left })
    expect(existsSync(join(target, SETTLED))).toBe(taken.length > 0)
  })

  it('leaves an archived capture where the database says that it is', async () => {
    const { folder, data, old, restore, target } = await scene()
    const archive = join(folder, 'disk', 'captures')
    const name = SETTLED.slice('captures/'.length)
    const { sha256 } = readCapture(old(SETTLED)).seal
    const store = openStore(data)
    store.saveArchived({ captureId: 'settled', folder: archive, sha256, at: ABOUT.madeAt })
    store.close()
    mkdirSync(dirname(join(archive, name)), { recursive: true })
    renameSync(old(SETTLED), join(archive, name))
    rmSync(join(folder, 'backup'), { recursive: true })
    await backups.make({ dataFolder: data, folder: join(folder, 'backup'), ...ABOUT })
    expect(await restore(join(folder, 'disk'))).toMatchObject({ taken: [], equal: 1, left: [] })
    expect(existsSync(join(target, SETTLED))).toBe(false)
  })

  it('goes on where one file cannot be read, and names it', async () => {
    const { data, old, held, restore } = await scene()
    // Opens as a file, and fails as a bad disk does when it is read.
    rmSync(old(OPEN))
    symlinkSync('/proc/self/mem', old(OPEN))
    symlinkSync('/proc/self/mem', old(NEW))
    const { left, equal } = await restore(data)
    expect(equal).toBe(1)
    const why = expect.stringContaining('cannot be read: EIO')
    expect(left).toMatchObject([
      { path: NEW, kept: null, why },
      { path: OPEN, kept: expect.stringContaining(OPEN), why },
    ])
    expect(held(OPEN)).toContain('"open"')
  })

  it('compares with what an earlier folder gave', async () => {
    const { folder, data, old, restore } = await scene()
    const other = join(folder, 'other')
    goesOn(old(OPEN))
    cpSync(data, other, { recursive: true })
    const bytes = goesOn(join(other, OPEN))
    const { taken, equal } = await restore(data, other)
    expect(taken).toMatchObject([{ path: OPEN }, { path: OPEN, bytes, from: join(other, OPEN) }])
    expect(equal).toBe(2)
  })

  it('tells of a link to a folder, which may lead round', async () => {
    const { data, old, restore } = await scene()
    symlinkSync('..', old('captures/round'))
    const { left } = await restore(data)
    expect(left).toMatchObject([{ path: 'captures/round', other: old('captures/round') }])
  })
})

describe('A restore with captures that cannot be taken over', () => {
  it('tells every mistake at once, and writes nothing', async () => {
    const { folder, data, old, target, restore } = await scene()
    symlinkSync('/nowhere', old(NEW))
    const empty = join(folder, 'empty')
    mkdirSync(empty)
    const error = await restore(data, empty, join(folder, 'gone'), folder).then(
      () => null,
      (thrown: unknown) => thrown,
    )
    expect(error).toMatchObject({ code: 'capture-missing' })
    const lines = String(error).split('\n')
    expect(lines).toEqual([
      expect.stringContaining('cannot be taken over'),
      expect.stringContaining(`no such file or directory, stat '${old(NEW)}'`),
      `'${empty}' is no data folder: there is no folder 'captures' in it`,
      `there is no folder '${join(folder, 'gone')}'`,
      `'${folder}' is no data folder: there is no folder 'captures' in it`,
    ])
    expect(existsSync(target)).toBe(false)
    expect(existsSync(`${target}.partial`)).toBe(false)
  })

  it.each([
    { where: '', says: 'is the folder to restore into' },
    { where: 'within', says: 'which is only read' },
  ])('never writes into the old folder ($where)', async ({ where, says }) => {
    const { data, backup } = await scene()
    const made = backups.restore(backup, join(data, where), { captures: [data] })
    await expect(made).rejects.toThrow(says)
  })

  it('leaves no new folder behind where the disk takes no more', async () => {
    const { data, target, old, backup } = await scene()
    written(data, 'new')
    const tell = ({ phase }: { readonly phase: string }): void => {
      // In the way of the capture that comes next, as a full disk would be.
      if (phase === 'copied') mkdirSync(join(`${target}.partial`, NEW), { recursive: true })
    }
    const made = backups.restore(backup, target, { captures: [data], tell })
    await expect(made).rejects.toMatchObject({ code: 'backup-failed' })
    expect(existsSync(target)).toBe(false)
    expect(existsSync(`${target}.partial`)).toBe(false)
    expect(existsSync(old(NEW))).toBe(true)
  })
})

it('A capture under a name that a person gave is restored as it was backed up', async () => {
  const folder = temporaryFolder()
  const [data, backup] = [join(folder, 'data'), join(folder, 'backup')]
  const store = openStore(data)
  const { file } = written(data, 'copied')
  const odd = `captures/${file}`
  mkdirSync(join(data, 'captures', dirname(odd)), { recursive: true })
  renameSync(join(data, 'captures', file), join(data, 'captures', odd))
  store.saveCapture(header('copied'), odd)
  await backups.make({ dataFolder: data, folder: backup, ...ABOUT })
  store.close()
  await backups.restore(backup, join(folder, 'restored'))
  expect(existsSync(join(folder, 'restored', 'captures', odd))).toBe(true)
})
