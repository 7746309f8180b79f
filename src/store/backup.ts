import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import Database from 'better-sqlite3'

import { AssaydError } from '../core/errors.ts'
import type { AuditHead } from '../ports/audit.ts'
import { staysWithin } from '../core/stays-within.ts'
import type { BackupFile, BackupManifest, Backups, RestoreStep } from '../ports/backup.ts'
import { headOf } from './audit.ts'
import { copyCaptures } from './backup-captures.ts'
import { copyNew, fileFacts, newFolder, writeNew } from './backup-files.ts'
import { captureSources } from './capture-sources.ts'
import { takenOver } from './captures-beyond.ts'
import { databaseIn, FILE_NAME } from './database.ts'
import { looking } from './looking.ts'
import { openSession } from './session.ts'
import { inOperatorsWords } from './storage-errors.ts'

/** Says of a backup what is in it. */
export const MANIFEST = 'manifest.json'
/** Stands in a backup that was checked and found good. */
export const APPROVAL = 'checked.json'

/**
 * Copies of data folders. The database is copied first, by SQLite's own online backup, and then
 * every capture that the copy names: whatever the copy holds has its bytes beside it, and what came
 * later is heard again from a capture that goes on.
 */
export const backups: Backups = {
  make: async ({ dataFolder, folder, madeAt, codeVersion }) => {
    const database = databaseIn(dataFolder)
    return newFolder(folder, async (partial) => {
      await copyDatabase(database, join(partial, FILE_NAME))
      const { files, missing } = copyCaptures(dataFolder, partial)
      const all = [fileFacts(partial, FILE_NAME), ...files]
      const about = { madeAt, codeVersion, from: dataFolder }
      const auditHead = looking(join(partial, FILE_NAME), (one) => headOf(openSession(one)))
      const manifest: BackupManifest = { backup: 1, ...about, files: all, missing, auditHead }
      const text = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)
      writeNew(join(partial, MANIFEST), (write) => write(text))
      return manifest
    })
  },
  restore: async (backup, dataFolder, { captures = [], tell = () => {} } = {}) => {
    const sources = captureSources(captures, dataFolder)
    const manifest = manifestIn(backup)
    insistOnFiles(backup, manifest, tell)
    return newFolder(dataFolder, (partial) => {
      const { files } = manifest
      for (const [at, { path }] of files.entries()) {
        copyNew(backup, partial, path)
        tell({ phase: 'copied', done: at + 1, total: files.length })
      }
      return { manifest, takenOver: takenOver(sources, { partial, dataFolder, files, tell }) }
    })
  },
  manifest: manifestIn,
  approve: (folder, checked) => {
    const text = Buffer.from(`${JSON.stringify(checked)}\n`)
    rmSync(join(folder, APPROVAL), { force: true })
    writeNew(join(folder, APPROVAL), (write) => write(text))
  },
  troubles: (folder) => troublesOf(join(folder, FILE_NAME)),
}

async function copyDatabase(from: string, to: string): Promise<void> {
  const database = inOperatorsWords(from, () => {
    return new Database(from, { readonly: true, fileMustExist: true })
  })
  try {
    // Between its pieces SQLite looks whether somebody wrote, and begins anew then: beside a bench
    // that reads without a pause it would never end. What is read once is one moment throughout.
    database.exec('BEGIN')
    database.prepare('SELECT 1 FROM sqlite_schema').get()
    await database.backup(to)
  } catch (error) {
    inOperatorsWords(from, () => {
      throw error
    })
  } finally {
    database.close()
  }
  asOneFile(to)
}

/** With a log beside it, whoever only looks would leave files in the backup, or need to write. */
function asOneFile(file: string): void {
  inOperatorsWords(file, () => {
    const copy = new Database(file)
    try {
      copy.pragma('journal_mode = DELETE')
    } finally {
      copy.close()
    }
  })
}

function troublesOf(file: string): readonly string[] {
  return looking(file, (database) => {
    const found = database.prepare<[], { integrity_check: string }>('PRAGMA integrity_check').all()
    const lost = database.prepare<[], { table: string }>('PRAGMA foreign_key_check').all()
    const said = found.map((row) => row.integrity_check).filter((text) => text !== 'ok')
    return [...said, ...lost.map(({ table }) => `a row of ${table} refers to nothing`)]
  })
}

function manifestIn(backup: string): BackupManifest {
  const file = join(backup, MANIFEST)
  if (!existsSync(backup)) throw absent(backup)
  if (!existsSync(file)) throw damaged(`'${backup}' has no ${MANIFEST}`)
  const manifest = manifestFrom(readFileSync(file, 'utf8'))
  if (manifest === undefined) throw damaged(`'${file}' is not the manifest of a backup`)
  return manifest
}

function absent(backup: string): AssaydError {
  return new AssaydError('backup-damaged', `There is no folder '${backup}'.`, {
    hint: 'Name the folder of one backup; `assayd backup` printed its name.',
  })
}

/**
 * The manifest that a text is, if it is one. Every path stays inside the folder: a manifest is a
 * file that anybody may have edited.
 */
export function manifestFrom(text: string): BackupManifest | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isManifest(value) ? value : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Whether something that was JSON is the manifest of a backup. */
export function isManifest(value: unknown): value is BackupManifest {
  if (typeof value !== 'object' || value === null || !('backup' in value)) return false
  if (value.backup !== 1 || !('files' in value) || !Array.isArray(value.files)) return false
  if (!('madeAt' in value) || typeof value.madeAt !== 'string') return false
  if (!('missing' in value) || !Array.isArray(value.missing)) return false
  return (
    'auditHead' in value && isHead(value.auditHead) && value.files.every((file) => isFile(file))
  )
}

function isHead(value: unknown): value is AuditHead {
  if (typeof value !== 'object' || value === null) return false
  if (!('number' in value) || typeof value.number !== 'number') return false
  return 'hash' in value && typeof value.hash === 'string'
}

function isFile(value: unknown): value is BackupFile {
  if (typeof value !== 'object' || value === null) return false
  if (!('path' in value) || !('bytes' in value) || !('sha256' in value)) return false
  const { path, bytes, sha256: hash } = value
  const isPath = typeof path === 'string' && (path === FILE_NAME || isCapture(path))
  return isPath && typeof bytes === 'number' && typeof hash === 'string'
}

/** Also one that a person laid there under another name: the daemon names those in the database. */
function isCapture(path: string): boolean {
  return path.startsWith('captures/') && path.endsWith('.jsonl') && staysWithin(path)
}

function insistOnFiles(
  backup: string,
  { files }: BackupManifest,
  tell: (step: RestoreStep) => void,
): void {
  const wrong = files.flatMap((file, at) => {
    tell({ phase: 'compared', done: at, total: files.length })
    if (!existsSync(join(backup, file.path))) return [`${file.path}: is gone`]
    const { bytes, sha256 } = fileFacts(backup, file.path)
    if (bytes !== file.bytes) {
      return [`${file.path}: has ${bytes} bytes, the manifest says ${file.bytes}`]
    }
    return sha256 === file.sha256 ? [] : [`${file.path}: its SHA-256 is another`]
  })
  if (wrong.length > 0) throw damaged(`'${backup}' is not what was written:\n${wrong.join('\n')}`)
}

function damaged(what: string): AssaydError {
  return new AssaydError('backup-damaged', what, {
    hint: 'Take another backup; what is whole of this one can still be copied by hand.',
  })
}
