import { spawn } from 'node:child_process'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { onTestFinished } from 'vitest'

import { temporaryFolder } from './temporary-folder.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** What the configuration of a lab says beside its folders. */
export interface LabOptions {
  readonly pace?: 'fast' | 'real'
  readonly trigger?: string
  /** Sections of `assayd.yaml`, as they are written. */
  readonly more?: string
}

/** A lab with one simulated reader on a real socket, and `assayd` as people start it. */
export function lab({ pace = 'fast', trigger = 'on-connect', more = '' }: LabOptions = {}) {
  const folder = temporaryFolder()
  cpSync(join(ROOT, 'config'), join(folder, 'config'), { recursive: true })
  const config = join(folder, 'config', 'assayd.yaml')
  const simulator = `{ plate: demo/plate.csv, barcode: null, pace: ${pace} }`
  const readers = `readers:
  - id: left
    driver: biotek-elx
    port: tcp://127.0.0.1:0
    trigger: ${trigger}
    default_layout: milk-13x3-duplicate
    simulator: ${simulator}
${more}`
  const text = readFileSync(config, 'utf8').replace(/^readers:[\s\S]*$/m, readers)
  writeFileSync(config, text)
  const start = (...args: readonly string[]) => startIn(folder, [...args, '--config', config])
  return { folder, data: join(folder, 'data'), config, start }
}

/** What a user keeps of logins is kept in the lab's own folder. */
function startIn(folder: string, args: readonly string[]) {
  const env = { ...process.env, XDG_CONFIG_HOME: folder, APPDATA: folder }
  const child = spawn(process.execPath, ['src/main.ts', ...args], { cwd: ROOT, env })
  onTestFinished(() => void child.kill('SIGKILL'))
  let said = ''
  const waits = new Set<() => void>()
  const hear = (piece: Buffer): void => {
    said += piece.toString()
    for (const wait of waits) wait()
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  const ended = new Promise<number | null>((resolve) => void child.once('close', resolve))
  return {
    child,
    said: () => said,
    /** Resolves when it was said; rejects when the program ends without. */
    until: (pattern: RegExp): Promise<void> =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!pattern.test(said)) return
          waits.delete(look)
          resolve()
        }
        void ended.then(() => reject(new RangeError(`It ended without ${pattern}: ${said}`)))
        waits.add(look)
        look()
      }),
    ended,
  }
}
