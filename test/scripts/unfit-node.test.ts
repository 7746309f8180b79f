import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { linkRuntime, lockTo, miniatureClone, run } from './launch-fixture.ts'

const PROJECT = join(import.meta.dirname, '..', '..')
const MANIFEST: { engines: { node: string } } = JSON.parse(
  readFileSync(join(PROJECT, 'package.json'), 'utf8'),
)

const versionOf = (node: string) => execFileSync(node, ['-v'], { encoding: 'utf8' })

/** A Node of the system that assayd does not run on, as Debian and most lab PCs have. */
const OLD_NODE = ['/usr/bin/node', '/usr/local/bin/node'].find(
  (path) => existsSync(path) && !versionOf(path).startsWith('v24.'),
)
const OLD = OLD_NODE ?? ''
const why = OLD_NODE === undefined ? ' (skipped: this machine has no Node other than 24)' : ''

let root = ''
beforeEach(() => {
  root = miniatureClone()
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const assayd = (node: string) => run(node, [join(root, 'scripts', 'assayd.mjs')], root)
const lastLine = (text: string) => text.trimEnd().split('\n').at(-1)

describe('the launcher on an unfit Node', () => {
  it.skipIf(!OLD_NODE)(`hands over to the pinned Node${why}`, async () => {
    await assayd(OLD)
    linkRuntime(root)
    const ended = await assayd(OLD)
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(ended.stdout)).toMatchObject({ node: process.versions.node })
  })

  it.skipIf(!OLD_NODE)(`says what to do in one line without the pinned Node${why}`, async () => {
    await assayd(OLD)
    const ended = await assayd(OLD)
    expect(ended).toMatchObject({ code: 1, stdout: '' })
    expect(ended.stderr).toMatch(/^assayd: Node >=24\.12 <25 is needed and this is .*\n$/)
    expect(ended.stderr).toContain("Run 'npm ci --include=optional'")
  })

  it.each(['>=99.0 <100', '>=24.99 <25', '>=18 <24'])(
    'counts this Node as unfit when engines ask for %s',
    async (engine) => {
      lockTo(root, '1.0.0', engine)
      const ended = await assayd(process.execPath)
      expect(ended).toMatchObject({ code: 1, stdout: '' })
      expect(lastLine(ended.stderr)).toContain(
        `Node ${engine} is needed and this is ${process.versions.node}.`,
      )
    },
  )
})

describe('src/fit-node.ts', () => {
  const source = readFileSync(join(PROJECT, 'src', 'fit-node.ts'), 'utf8')

  it('lets a fit Node pass without a word', async () => {
    const ended = await run(process.execPath, [join(PROJECT, 'src', 'fit-node.ts')], root)
    expect(ended).toMatchObject({ code: 0, stdout: '', stderr: '' })
  })

  it.skipIf(!OLD_NODE)(`stops an unfit Node with one line${why}`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'assayd-fit-'))
    writeFileSync(join(folder, 'fit-node.mjs'), stripTypeScriptTypes(source))
    const ended = await run(OLD, [join(folder, 'fit-node.mjs')], folder)
    rmSync(folder, { recursive: true })
    expect(ended).toMatchObject({ code: 1, stdout: '' })
    expect(ended.stderr).toMatch(/^assayd: Node .* is needed and this is .*\n$/)
  })

  it('asks for the range that package.json states', () => {
    expect(source).toContain(`Node ${MANIFEST.engines.node} is needed`)
    const [, major, minor, next] = /^>=(\d+)\.(\d+) <(\d+)$/.exec(MANIFEST.engines.node) ?? []
    expect(source).toContain(`major !== ${major} || minor < ${minor}`)
    expect(Number(next)).toBe(Number(major) + 1)
  })
})
