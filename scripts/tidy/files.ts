import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

const NOT_OURS = new Set(['node_modules', '.git', 'data', 'exports', 'coverage'])

/** Tracked files and new ones that are not ignored, as git tells them. */
function listedByGit(root: string): readonly string[] {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard']
  const listed = execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\0')
  return listed.filter((path) => path !== '' && existsSync(join(root, path)))
}

/** For a tree that came without its history, such as an unpacked archive. */
function listedByFolder(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !path.split('/').some((part) => NOT_OURS.has(part)))
}

/** Every text file of the project by its path from the root, in order of path. */
export function projectFiles(root: string): ReadonlyMap<string, string> {
  const listed = existsSync(join(root, '.git')) ? listedByGit(root) : listedByFolder(root)
  const texts = new Map<string, string>()
  for (const path of listed.toSorted()) {
    if (!statSync(join(root, path)).isFile()) continue
    const text = readFileSync(join(root, path), 'utf8')
    if (!text.includes('\0')) texts.set(path, text)
  }
  return texts
}
