import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

import { AssaydError } from '../core/errors.ts'

/** A file to write into a folder. */
export interface NewFile {
  readonly name: string
  readonly text: string
}

interface Prepared {
  readonly temporary: string
  readonly final: string
}

const TEMPORARY = /^\.assayd-(\d+)-.*\.tmp$/u

let count = 0

/**
 * Hidden, in the same folder so that renaming cannot copy, and with the process that may still be
 * writing it.
 */
function temporaryName(name: string): string {
  count += 1
  return `.assayd-${process.pid}-${count}-${name}.tmp`
}

async function writeDurably(path: string, text: string): Promise<void> {
  const handle = await open(path, 'wx')
  try {
    await handle.writeFile(text, 'utf8')
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * Makes the new names survive a power cut too. Windows cannot open a folder, and keeps names by its
 * own journal.
 */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const HINTS: Readonly<Record<string, string>> = {
  EACCES: 'Check that you may write in the folder and that no other program has the file open.',
  EBUSY: 'Close the file in the other program; the export is tried again when the daemon starts.',
  ENOSPC: 'Free some disk space; the results are safe in the database.',
  ENOTDIR: 'A part of the path is a file: name another export folder.',
  EEXIST: 'A part of the path is a file: name another export folder.',
  EPERM: 'Close the file in the other program, or check the permissions of the folder.',
  EROFS: 'The disk is read-only: name another export folder.',
}

function writeError(folder: string, cause: unknown): AssaydError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const why = cause instanceof Error ? cause.message : String(cause)
  const hint = HINTS[code] ?? 'Check the export folder; the results are safe in the database.'
  return new AssaydError('export-write', `Unable to write into '${folder}': ${why}.`, {
    hint,
    cause,
  })
}

/**
 * Writes the files so that each appears whole under its name or not at all, and all of them are
 * whole before the first one appears. Resolves to their paths. Rejects with AssaydError
 * `export-write`.
 */
export async function writeWhole(
  folder: string,
  files: readonly NewFile[],
): Promise<readonly string[]> {
  const prepared: Prepared[] = files.map(({ name }) => ({
    temporary: join(folder, temporaryName(name)),
    final: join(folder, name),
  }))
  try {
    await mkdir(folder, { recursive: true })
    await Promise.all(
      files.map(({ text }, index) => writeDurably(prepared[index]?.temporary ?? '', text)),
    )
    for (const { temporary, final } of prepared) await rename(temporary, final)
    await syncFolder(folder)
  } catch (cause) {
    // What cannot be removed either is swept later; the first failure is the one to tell.
    await Promise.allSettled(prepared.map(({ temporary }) => rm(temporary, { force: true })))
    throw writeError(folder, cause)
  }
  return prepared.map(({ final }) => final)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // A process of somebody else may not be signalled, but it is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/**
 * Removes what processes that died while writing left behind. A folder that is not there holds
 * nothing.
 */
export async function sweepLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  const dead = names.filter((name) => {
    const pid = TEMPORARY.exec(name)?.[1]
    return pid !== undefined && !isAlive(Number(pid))
  })
  await Promise.all(dead.map((name) => rm(join(folder, name), { force: true })))
}
