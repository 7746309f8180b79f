import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join, relative } from 'node:path'

/** What lies below a folder, as one number that changes with any byte or name of it. */
export interface TreeHash {
  readonly files: number
  readonly megabytes: number
  readonly packages: number
  /** SHA-256 over the sorted names, modes and contents. */
  readonly sha256: string
}

/**
 * The part of an entry that must be the same: a link's target, a file's contents and whether it
 * runs.
 */
function contentsOf(path: string): { readonly bytes: Buffer; readonly kind: string } {
  const status = lstatSync(path)
  if (status.isSymbolicLink()) return { bytes: Buffer.from(readlinkSync(path)), kind: 'link' }
  const runs = (status.mode & 0o111) !== 0
  return { bytes: readFileSync(path), kind: runs ? 'program' : 'file' }
}

/** Hashes everything below the folder; names are compared with `/` whatever the system writes. */
export function treeHash(folder: string): TreeHash {
  const hash = createHash('sha256')
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
  let size = 0
  let packages = 0
  for (const path of paths) {
    const { bytes, kind } = contentsOf(path)
    const name = relative(folder, path).replaceAll('\\', '/')
    size += bytes.length
    if (/^(@[^/]+\/)?[^/@.]+\/package\.json$/.test(name)) packages += 1
    hash.update(`${name}\0${kind}\0${bytes.length}\0`).update(bytes)
  }
  return { files: paths.length, megabytes: size / 1e6, packages, sha256: hash.digest('hex') }
}
