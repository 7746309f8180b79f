import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { onTestFinished } from 'vitest'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** `assayd` as people start it, in a process of its own. */
export interface RunningProgram {
  /** Everything said so far, both outputs. */
  said(): string
  until(pattern: RegExp): Promise<void>
  /** Resolves when it has said these words so often. */
  untilTimes(words: string, count: number): Promise<void>
  interrupt(): void
  /** Asks it to take its configuration as it is now. */
  askToReload(): void
  readonly ended: Promise<number | null>
}

export function startProgram(...args: readonly string[]): RunningProgram {
  const child = spawn(process.execPath, ['src/main.ts', ...args], { cwd: ROOT })
  onTestFinished(() => void child.kill('SIGKILL'))
  let said = ''
  const looks = new Set<() => void>()
  const hear = (piece: Buffer): void => {
    said += piece.toString()
    for (const look of looks) look()
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  const untilSo = (isSo: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!isSo()) return
        looks.delete(look)
        resolve()
      }
      looks.add(look)
      look()
    })
  return {
    said: () => said,
    until: (pattern) => untilSo(() => pattern.test(said)),
    untilTimes: (words, count) => untilSo(() => said.split(words).length > count),
    interrupt: () => void child.kill('SIGINT'),
    askToReload: () => void child.kill('SIGHUP'),
    ended: new Promise((resolve) => void child.once('close', resolve)),
  }
}
