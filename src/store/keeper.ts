import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

import { AssaydError } from '../core/errors.ts'
import type { BackupEnd, Keeper, KnownBackup } from '../ports/keeping.ts'
import type { ProgramEnd, RunProgram } from '../ports/program.ts'
import type { BackupManifest } from '../ports/backup.ts'
import { APPROVAL, isManifest, MANIFEST, manifestFrom } from './backup.ts'
import { captureArchive } from './capture-archive.ts'
import { FILE_NAME } from './database.ts'

/** As `assayd backup` names them. */
const NAME = /^assayd-\d{8}-\d{6}(-\d+)?$/

/**
 * Keeps the data of a daemon. Backups are made by the command that people use, in a process of its
 * own: copying and checking would keep the readers waiting.
 */
export function keeperWith(runProgram: RunProgram): Keeper {
  // A good backup never changes, and its manifest may be long.
  const good = new Map<string, KnownBackup>()
  return {
    backups: async (folder) => {
      const names = (await namesIn(folder)).filter((name) => NAME.test(name))
      const folders = names.map((name) => join(folder, name))
      const known: KnownBackup[] = []
      for (const each of folders) {
        const found = good.get(each) ?? (await knownAt(each))
        if (found?.isGood === true) good.set(each, found)
        if (found !== undefined) known.push(found)
      }
      return known.toSorted((a, b) => Date.parse(a.madeAt) - Date.parse(b.madeAt))
    },
    removeBackup: async ({ folder }) => {
      good.delete(folder)
      try {
        await rm(folder, { recursive: true })
      } catch (cause) {
        throw failed(`Unable to remove the old backup '${folder}': ${messageOf(cause)}.`, cause)
      }
    },
    archive: captureArchive,
    backUp: async ({ dataFolder, folder, over }) =>
      endOf(await runProgram(['backup', folder, '--data', dataFolder, '--json'], { over })),
  }
}

/** A folder that is not there, as of a disk that is unplugged, holds nothing. */
async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return []
    throw failed(`Unable to look into '${folder}': ${messageOf(cause)}.`, cause)
  }
}

/** What is no whole backup is nobody's to count or to remove. */
async function knownAt(folder: string): Promise<KnownBackup | undefined> {
  const names = await namesIn(folder)
  if (!names.includes(MANIFEST)) return undefined
  const file = join(folder, MANIFEST)
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw failed(`Unable to read '${file}': ${messageOf(cause)}.`, cause)
  })
  const manifest = manifestFrom(text)
  if (manifest === undefined || Number.isNaN(Date.parse(manifest.madeAt))) return undefined
  return knownFrom(folder, manifest, names.includes(APPROVAL))
}

function knownFrom(folder: string, manifest: BackupManifest, isGood: boolean): KnownBackup {
  const { madeAt, files, missing, auditHead } = manifest
  return {
    folder,
    madeAt,
    isGood,
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    captures: files.filter(({ path }) => path !== FILE_NAME).length,
    missing: missing.length,
    auditNumber: auditHead.number,
  }
}

/** What the command said, as an end: it prints the copy as JSON, and what went wrong beside. */
function endOf({ error, stdout, stderr }: ProgramEnd): BackupEnd {
  const backup = copyIn(stdout, error === null)
  if (error === null && backup !== null) return { backup, error: null }
  const { message, hint } = problemIn(stderr)
  const what = message || (error?.message ?? 'it said nothing')
  const code = backup === null ? 'backup-failed' : 'backup-damaged'
  const told = new AssaydError(code, `The backup failed: ${what}`, { hint, cause: error })
  return { backup, error: told }
}

/** The last line is the problem; what is none, as of a fault of assayd itself, is told as it is. */
function problemIn(stderr: string): { readonly message: string; readonly hint: string } {
  const text = stderr.trim()
  const last = text.slice(text.lastIndexOf('\n') + 1)
  const none = { message: text, hint: '' }
  const said = jsonOrNull(last)
  if (typeof said !== 'object' || said === null || !('problem' in said)) return none
  const { problem } = said
  if (typeof problem !== 'object' || problem === null) return none
  if (!('message' in problem) || !('hint' in problem)) return none
  return { message: String(problem.message), hint: String(problem.hint) }
}

/** A process that was killed may leave half a line. */
function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function copyIn(stdout: string, isGood: boolean): KnownBackup | null {
  if (!stdout.startsWith('{')) return null
  const said: unknown = JSON.parse(stdout)
  if (typeof said !== 'object' || said === null) return null
  if (!('folder' in said) || typeof said.folder !== 'string') return null
  return isManifest(said) ? knownFrom(said.folder, said, isGood) : null
}

function failed(message: string, cause: unknown): AssaydError {
  const hint = 'Check that the disk with the backups is there and may be written.'
  return new AssaydError('backup-failed', message, { hint, cause })
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
