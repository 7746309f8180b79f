import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect, it, onTestFinished } from 'vitest'

import { benchConfig } from '../../scripts/support/bench-config.ts'
import { hasSystemdNotify, notifySocket } from '../support/notify-socket.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** The shipped configuration as it is just after an installation: no reader yet. */
function withoutReaders(): string {
  const config = benchConfig({ folder: temporaryFolder(), name: 'Test', port: 'COM1' })
  const folders = 'folders: { data: ../data, exports: ../exports, run_sheets: sheets }'
  mkdirSync(join(config, '../sheets'))
  writeFileSync(config, `lab: Test\n${folders}\nreaders: []\n`)
  return config
}

it.skipIf(!hasSystemdNotify)(
  'A daemon without a reader stays, and systemd hears that it is ready, lives and stops',
  async () => {
    const socket = await notifySocket()
    const daemon = spawn(process.execPath, ['src/main.ts', 'run', '--config', withoutReaders()], {
      cwd: ROOT,
      env: { ...process.env, NOTIFY_SOCKET: socket.path, WATCHDOG_USEC: '300000' },
    })
    onTestFinished(() => void daemon.kill('SIGKILL'))
    const ended = new Promise((resolve) => void daemon.once('exit', resolve))
    await socket.hears('WATCHDOG=1')
    expect(socket.heard()).toMatch(/^READY=1\nSTATUS=Ready/)
    expect(socket.heard()).not.toContain('STOPPING=1')
    daemon.kill('SIGTERM')
    expect(await ended).toBe(0)
    await socket.hears('STOPPING=1')
  },
  60_000,
)
