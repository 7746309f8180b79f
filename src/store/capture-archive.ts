import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, rmdir, stat, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { AssaydError } from '../core/errors.ts'
import { staysWithin } from '../core/stays-within.ts'
import type { ArchiveFrom, CaptureArchive } from '../ports/archive.ts'
import type { CaptureSeal } from '../ports/capture.ts'

const DAY = /^\d{4}-\d\d-\d\d$/

/** Nothing here holds up the readers: every file is read in pieces, between which others work. */
export const captureArchive: CaptureArchive = {
  files: (dataFolder, untilDay) =>
    inWords(async () => {
      const captures = join(dataFolder, 'captures')
      const days = (await namesIn(captures)).filter((name) => DAY.test(name) && name <= untilDay)
      const found: string[] = []
      for (const day of days.toSorted()) {
        const names = (await namesIn(join(captures, day))).filter((one) => one.endsWith('.jsonl'))
        found.push(...names.toSorted().map((name) => `${day}/${name}`))
      }
      return found
    }),
  copy: ({ backup, ...from }) =>
    inWords(async () => {
      const { file, seal, archive } = from
      const held = join(backup, 'captures', file)
      const bytes = (await unlessGone(() => stat(held)))?.size ?? 0
      // A backup that was made while the capture went on has its beginning.
      if (!staysWithin(file) || bytes < seal.bytes) return 'not-backed-up'
      insist(await sealOf(held), seal, damagedCopy(held))
      if ((await sealOf(join(archive, file))) === null) await copied(from)
      insist(await sealOf(join(archive, file)), seal, damagedCopy(join(archive, file)))
      // Also one that a copy before a crash left there may not be on the disk for good.
      await synced(archive, file)
      return 'copied'
    }),
  removeOriginal: ({ dataFolder, file, seal, archive }) =>
    inWords(async () => {
      const original = join(dataFolder, 'captures', file)
      const there = join(archive, file)
      const copy = await sealOf(there)
      if (copy === null) throw away(there)
      insist(copy, seal, damagedCopy(there))
      insist(await sealOf(original), seal, damagedOriginal(original))
      await rm(original)
      await rmdir(dirname(original)).catch(unlessNotEmpty)
    }),
}

/** There whole or not at all, and on the disk for good. */
async function copied({ dataFolder, file, seal, archive }: ArchiveFrom): Promise<void> {
  const original = join(dataFolder, 'captures', file)
  const target = join(archive, file)
  const partial = `${target}.partial`
  await mkdir(dirname(target), { recursive: true })
  await rm(partial, { force: true })
  const handle = await open(partial, 'wx')
  try {
    insist(await sealOf(original, handle), seal, damagedOriginal(original))
    await handle.sync()
    await handle.close()
  } catch (error) {
    await handle.close()
    await rm(partial, { force: true })
    throw error
  }
  await rename(partial, target)
}

async function synced(archive: string, file: string): Promise<void> {
  const target = join(archive, file)
  await sync(target, 'r+')
  // Windows cannot open a folder, and keeps names by its own journal.
  if (process.platform === 'win32') return
  for (const folder of [dirname(target), archive, dirname(archive)]) await sync(folder, 'r')
}

/** What the file is now, null when it is not there; its bytes go into another on the way. */
async function sealOf(file: string, into?: FileHandle): Promise<CaptureSeal | null> {
  return unlessGone(async () => {
    const hash = createHash('sha256')
    let bytes = 0
    for await (const piece of createReadStream(file)) {
      const part: Uint8Array = Buffer.from(piece)
      bytes += part.length
      hash.update(part)
      await into?.appendFile(part)
    }
    return { bytes, sha256: hash.digest('hex') }
  })
}

function insist(found: CaptureSeal | null, seal: CaptureSeal, otherwise: AssaydError): void {
  if (found?.bytes !== seal.bytes || found.sha256 !== seal.sha256) throw otherwise
}

function damagedCopy(file: string): AssaydError {
  const what = `'${file}' is not the capture that was settled; its original stays where it is.`
  return new AssaydError('backup-damaged', what, {
    hint: 'Check the disk of the backups, move the damaged copy away and keep it.',
  })
}

function away(file: string): AssaydError {
  const what = `'${file}' is gone or cannot be reached; its original stays where it is.`
  return new AssaydError('archive-away', what, {
    hint: 'Check that the disk with the backups is there.',
  })
}

function damagedOriginal(file: string): AssaydError {
  const what = `'${file}' is not the file that was settled; it stays where it is.`
  return new AssaydError('capture-damaged', what, {
    hint: "Run 'assayd verify', and compare the file with its copy in the newest backup.",
  })
}

async function sync(path: string, flags: 'r' | 'r+'): Promise<void> {
  const handle = await open(path, flags)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return (await unlessGone(() => readdir(folder))) ?? []
}

async function unlessGone<Value>(work: () => Promise<Value>): Promise<Value | null> {
  try {
    return await work()
  } catch (error) {
    if (isSystem(error) && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null
    throw error
  }
}

/** Of another capture of that day the folder is still needed. */
function unlessNotEmpty(error: unknown): void {
  const known = ['ENOTEMPTY', 'EEXIST', 'ENOENT', 'EPERM']
  if (!isSystem(error) || !known.includes(error.code ?? '')) throw error
}

function isSystem(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error
}

/** What the file system refuses, in the operator's words. */
async function inWords<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (cause) {
    if (!isSystem(cause)) throw cause
    throw new AssaydError('backup-failed', `Unable to archive captures: ${cause.message}.`, {
      hint: 'Check that the disk with the backups is there, has room and may be written.',
      cause,
    })
  }
}
