import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, constants, existsSync, openSync, realpathSync } from 'node:fs'
import { createInterface } from 'node:readline'

import { onTestFinished } from 'vitest'

/** Pseudo-terminals by socat: a real serial device to open, and a cable that can be pulled. */
export interface Socat {
  /** The device behind the first link. */
  readonly device: string
  /** Kills socat where it stands: the device hangs up. Resolves when it is dead. */
  pull(): Promise<void>
  /**
   * Kills it and waits without letting anything else happen meanwhile; throws when the device
   * stays.
   */
  pullAtOnce(): void
  /** Stops and continues socat, as a line that takes nothing for a while. */
  freeze(): void
  thaw(): void
}

export const hasSocat = spawnSync('socat', ['-V']).status === 0

/** For the names of tests that cannot run. */
export const socatNote = hasSocat ? '' : ' (skipped: socat is not installed)'

/** A pseudo-terminal at `link` whose other end is the TCP server at `tcpPort`. */
export function socatToTcp(link: string, tcpPort: number): Promise<Socat> {
  return startSocat(link, `tcp:127.0.0.1:${tcpPort},nodelay`)
}

/** Ready when socat says that it passes bytes; gone when the test has finished. */
async function startSocat(link: string, otherEnd: string): Promise<Socat> {
  const ends = [`pty,raw,echo=0,link=${link}`, otherEnd]
  const child = spawn('socat', ['-d', '-d', ...ends], { stdio: ['ignore', 'ignore', 'pipe'] })
  const exited = once(child, 'exit')
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await exited
  })
  await passingBytes(child)
  // A port that nobody holds open ends socat; a second hand on it lets the test close and reopen
  // it.
  const held = openSync(link, constants.O_RDWR | constants.O_NOCTTY)
  onTestFinished(() => closeSync(held))
  const device = realpathSync(link)
  return {
    device,
    pull: async () => {
      child.kill('SIGKILL')
      await exited
    },
    pullAtOnce: () => {
      child.kill('SIGKILL')
      const until = performance.now() + 5000
      while (existsSync(device)) {
        if (performance.now() > until) throw new Error(`${device} did not go away.`)
      }
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
  }
}

async function passingBytes(child: ChildProcess): Promise<void> {
  const said: string[] = []
  if (child.stderr === null) throw new TypeError('socat was started without its messages.')
  for await (const line of createInterface({ input: child.stderr })) {
    said.push(line)
    if (line.includes('starting data transfer loop')) {
      child.stderr.resume()
      return
    }
  }
  throw new Error(`socat ended before it passed bytes:\n${said.join('\n')}`)
}
