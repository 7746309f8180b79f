import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statfsSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect, onTestFinished } from 'vitest'

import { benchConfig } from '../../../scripts/support/bench-config.ts'
import { numberedSimulator, plateNumber } from '../../../scripts/support/numbered-plates.ts'
import { serveSimulator } from '../../../src/serial/serve-simulator.ts'
import { openStore } from '../../../src/store/open-store.ts'
import { systemClock as clock } from '../../../src/system-clock.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const SAID_WITHIN_MS = 90_000

/** Real disks are made by mounting them. */
export const canMount =
  process.platform === 'linux' && process.getuid?.() === 0 && spawnSync('mount').status === 0
export const mountNote = canMount ? '' : ' (skipped: only root of a Linux can mount a disk)'

/** A daemon as people start it, on a reader that measures numbered plates without end. */
export interface FaultLab {
  readonly folder: string
  readonly data: string
  readonly exports: string
  readonly config: string
  start(env?: Readonly<Record<string, string>>): Daemon
  /** Runs `assayd` with the configuration to its end. */
  assayd(...args: readonly string[]): { readonly code: number | null; readonly said: string }
  /** Appends to `assayd.yaml`, before or while the daemon runs. */
  configure(text: string): void
  /** Pulls the reader's plug, and puts it in again. */
  unplug(): Promise<void>
  plugIn(): Promise<void>
  /** Mounts something; it is unmounted at the end of the test. */
  mount(at: string, ...args: readonly string[]): () => void
  /** The codes of the stored faults. */
  faults(): readonly string[]
  counts(): { readonly reads: number; readonly analyses: number; readonly waiting: number }
}

export interface Daemon {
  readonly child: ChildProcess
  said(): string
  /** Resolves when the text matches from this moment on. */
  says(pattern: RegExp): Promise<string>
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

export async function faultLab(): Promise<FaultLab> {
  const folder = mkdtempSync(join(tmpdir(), 'assayd-fault-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const counter = { served: 0 }
  const serve = (listen: string) =>
    serveSimulator({
      simulator: numberedSimulator(counter),
      plates: [plateNumber(0)],
      listen,
      pace: 'fast',
      fault: null,
      seed: 1,
      clock,
    })
  let served = await serve('tcp://127.0.0.1:0')
  const { address } = served
  onTestFinished(() => served.close())
  const config = benchConfig({ folder, name: 'Faults', port: address })
  const data = join(folder, 'data')
  return {
    folder,
    data,
    exports: join(folder, 'exports'),
    config,
    start: (env = {}) => started(['run', '--config', config], env),
    assayd: (...args) => {
      // A restore names its folders itself.
      const named = args[0] === 'restore' ? [] : ['--config', config]
      const command = ['src/main.ts', ...args, ...named]
      const end = spawnSync(process.execPath, command, { cwd: ROOT, encoding: 'utf8' })
      return { code: end.status, said: end.stdout + end.stderr }
    },
    configure: (text) => appendFileSync(config, text),
    unplug: () => served.close(),
    plugIn: async () => {
      served = await serve(address)
    },
    mount: mounted,
    faults: () => {
      const store = openStore(data)
      try {
        return store.faults().map(({ code }) => code)
      } finally {
        store.close()
      }
    },
    counts: () => {
      const store = openStore(data)
      try {
        return { ...store.counts(), waiting: store.exportsWaiting().length }
      } finally {
        store.close()
      }
    },
  }
}

function started(args: readonly string[], env: Readonly<Record<string, string>>): Daemon {
  const child = spawn(process.execPath, ['src/main.ts', ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env, NO_COLOR: '1' },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let said = ''
  let ended = false
  const looks = new Set<() => void>()
  const hear = (piece: Buffer): void => {
    said += piece.toString()
    for (const look of looks) look()
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  const end = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      ended = true
      for (const look of looks) look()
      resolve(code)
    })
  })
  return {
    child,
    said: () => said,
    says: (pattern) => {
      const from = said.length
      return new Promise((resolve, reject) => {
        const fail = (): void => reject(new Error(`Not said: ${pattern}\n${said.slice(-4000)}`))
        const callOff = clock.after(SAID_WITHIN_MS, fail)
        const look = (): void => {
          const match = pattern.exec(said.slice(from))
          if (match === null && !ended) return
          callOff()
          looks.delete(look)
          if (match === null) fail()
          else resolve(match[0])
        }
        looks.add(look)
        look()
      })
    },
    stop: (signal = 'SIGTERM') => {
      child.kill(signal)
      return end
    },
  }
}

function mounted(at: string, ...args: readonly string[]): () => void {
  mkdirSync(at, { recursive: true })
  const { status, stderr } = spawnSync('mount', [...args, at], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`mount ${args.join(' ')} ${at}: ${stderr}`)
  let isMounted = true
  const unmount = (): void => {
    if (isMounted) spawnSync('umount', ['-l', at])
    isMounted = false
  }
  onTestFinished(unmount)
  return unmount
}

/** Fills the disk of a folder to the last byte; the file that does it. */
export function fill(folder: string): string {
  const ballast = join(folder, 'ballast')
  const { bavail, bsize } = statfsSync(folder)
  try {
    writeFileSync(ballast, Buffer.alloc(bavail * bsize + bsize))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  }
  return ballast
}

/** An ext4 file system in a file; gives the file. */
export function diskImage(folder: string): string {
  const image = join(folder, 'disk.img')
  writeFileSync(image, '')
  // The file is sparse. A fast machine writes thousands of files, and none may be one too many.
  truncateSync(image, 1024 ** 3)
  const args = ['-q', '-N', '100000', image]
  const { status, stderr } = spawnSync('mkfs.ext4', args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`mkfs.ext4: ${stderr}`)
  return image
}

/** Says that all was stored once and comes out again of the bytes. */
export function expectWhole(lab: FaultLab): void {
  const { code, said } = lab.assayd('verify')
  expect(code, said).toBe(0)
  const { reads, analyses } = lab.counts()
  expect(reads).toBeGreaterThan(0)
  expect(analyses).toBe(reads)
}
