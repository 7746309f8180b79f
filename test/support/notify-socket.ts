import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

import { onTestFinished } from 'vitest'

import { temporaryFolder } from './temporary-folder.ts'
import { until } from './until.ts'

/** Whether a daemon of this machine can tell systemd anything. */
export const hasSystemdNotify = spawnSync('systemd-notify', ['--version']).status === 0

/** A socket such as systemd's. */
export interface NotifySocket {
  readonly path: string
  /** Everything that arrived so far. */
  readonly heard: () => string
  /** Resolves when it arrived; a program that only starts takes its time on a busy computer. */
  readonly hears: (word: string) => Promise<void>
}

/** A socket such as systemd's, and what arrived at it; socat takes the datagrams off. */
export async function notifySocket(): Promise<NotifySocket> {
  const path = join(temporaryFolder(), 'notify')
  const socat = spawn('socat', ['-u', `UNIX-RECV:${path}`, 'STDOUT'])
  onTestFinished(() => void socat.kill())
  let heard = ''
  socat.stdout.on('data', (piece: Buffer) => void (heard += piece.toString()))
  await until(() => existsSync(path), 'socat listens')
  return {
    path,
    heard: () => heard,
    hears: (word) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!heard.includes(word)) return
          socat.stdout.off('data', look)
          resolve()
        }
        socat.stdout.on('data', look)
        look()
      }),
  }
}
