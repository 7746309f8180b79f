import { spawn } from 'node:child_process'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { onTestFinished } from 'vitest'

import { temporaryFolder } from './temporary-folder.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** A lab with one simulated reader on a real socket, and `assayd` as people start it. */
export function lab(pace: 'fast' | 'real') {
  const folder = temporaryFolder()
  cpSync(join(ROOT, 'config'), join(folder, 'config'), { recursive: true })
  const config = join(folder, 'config', 'assayd.yaml')
  const simulator = `{ plate: demo/plate.csv, barcode: null, pace: ${pace} }`
  const text = readFileSync(config, 'utf8').replace(
    /^readers:[\s\S]*$/m,
    `readers:
  - id: left
    driver: biotek-elx
    port: tcp://127.0.0.1:0
    trigger: listen
    default_layout: milk-13x3-duplicate
    simulator: ${simulator}
`,
  )
  writeFileSync(config, text)
  const start = (...args: readonly string[]) => {
    const command = ['src/main.ts', ...args, '--config', config]
    const child = spawn(process.execPath, command, { cwd: ROOT })
    onTestFinished(() => void child.kill('SIGKILL'))
    let said = ''
    const waits = new Set<() => void>()
    const hear = (piece: Buffer): void => {
      said += piece.toString()
      for (const wait of waits) wait()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    return {
      child,
      said: () => said,
      until: (pattern: RegExp): Promise<void> =>
        new Promise((resolve) => {
          const look = (): void => {
            if (!pattern.test(said)) return
            waits.delete(look)
            resolve()
          }
          waits.add(look)
          look()
        }),
      ended: new Promise<number | null>((resolve) => void child.once('close', resolve)),
    }
  }
  return { folder, config, start }
}
