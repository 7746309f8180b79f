import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { treeHash } from '../../scripts/lockfile/tree-hash.ts'
import { writeJson } from './launch-fixture.ts'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'assayd-tree-'))
  for (const name of ['one', 'two']) {
    writeJson(join(root, name, 'a', 'package.json'), { name: 'a' })
    writeJson(join(root, name, '@scope', 'b', 'package.json'), { name: 'b' })
    mkdirSync(join(root, name, '.bin'))
    symlinkSync('../a/package.json', join(root, name, '.bin', 'a'))
  }
})
afterEach(() => rmSync(root, { recursive: true }))

const hashes = () => ['one', 'two'].map((name) => treeHash(join(root, name)).sha256)

describe('the hash of a tree', () => {
  it('is the same for two trees with the same names and contents', () => {
    const [one, two] = hashes()
    expect(one).toBe(two)
  })

  it('counts files and packages', () => {
    expect(treeHash(join(root, 'one'))).toMatchObject({ files: 3, packages: 2 })
  })

  it.each<[string, (folder: string) => void]>([
    ['a byte', (folder) => writeFileSync(join(folder, 'a', 'package.json'), '{}')],
    ['a name', (folder) => renameSync(join(folder, 'a'), join(folder, 'c'))],
    ['a new file', (folder) => writeFileSync(join(folder, 'new'), '')],
    ['a missing file', (folder) => rmSync(join(folder, '@scope'), { recursive: true })],
    ['the right to run', (folder) => chmodSync(join(folder, 'a', 'package.json'), 0o755)],
    [
      "a link's target",
      (folder) => {
        rmSync(join(folder, '.bin', 'a'))
        symlinkSync('../b/package.json', join(folder, '.bin', 'a'))
      },
    ],
  ])('changes with %s', (_what, change) => {
    change(join(root, 'two'))
    const [one, two] = hashes()
    expect(one).not.toBe(two)
  })
})
