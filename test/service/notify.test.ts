import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import type { AssaydError } from '../../src/core/errors.ts'
import { systemdSupervisor } from '../../src/service/notify.ts'
import { hasSystemdNotify, notifySocket } from '../support/notify-socket.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { until } from '../support/until.ts'

const { PATH } = process.env

describe.skipIf(!hasSystemdNotify)('systemd (nothing is checked without systemd-notify)', () => {
  it('hears that the daemon is ready, lives and stops', async () => {
    const socket = await notifySocket()
    const troubles: AssaydError[] = []
    const environment = { PATH, NOTIFY_SOCKET: socket.path, WATCHDOG_USEC: '60000000' }
    const supervisor = systemdSupervisor(environment, (error) => troubles.push(error))
    expect(supervisor.watchdogMs).toBe(60_000)
    supervisor.ready()
    await until(() => socket.heard().includes('READY=1'), 'it hears READY=1')
    supervisor.alive()
    await until(() => socket.heard().includes('WATCHDOG=1'), 'it hears WATCHDOG=1')
    supervisor.stopping()
    await until(() => socket.heard().includes('STOPPING=1'), 'it hears STOPPING=1')
    expect(troubles).toEqual([])
  })

  it('that does not answer is a trouble with its reason, not an end of the work', async () => {
    const gone = join(temporaryFolder(), 'gone')
    const troubles: AssaydError[] = []
    const environment = { PATH, NOTIFY_SOCKET: gone }
    systemdSupervisor(environment, (error) => troubles.push(error)).ready()
    await until(() => troubles.length > 0, 'the trouble is told')
    expect(troubles).toHaveLength(1)
    expect(troubles[0]).toMatchObject({
      code: 'service-notify',
      message: expect.stringMatching(/'READY=1': .*No such file or directory\./),
    })
  })
})

it('A missing systemd-notify is told once', async () => {
  const troubles: AssaydError[] = []
  const environment = { PATH: temporaryFolder(), NOTIFY_SOCKET: '/run/systemd/notify' }
  systemdSupervisor(environment, (error) => troubles.push(error)).ready()
  await until(() => troubles.length > 0, 'the trouble is told')
  expect(troubles.map(({ message }) => message)).toEqual([
    "systemd could not be told 'READY=1': spawn systemd-notify ENOENT.",
  ])
})

it('A daemon that no service supervisor started spawns nothing and expects no watchdog', () => {
  // With an empty PATH a spawn would be a trouble.
  const environment = { PATH: '', NOTIFY_SOCKET: '', WATCHDOG_USEC: '60000000' }
  const supervisor = systemdSupervisor(environment, (error) => {
    throw error
  })
  expect(supervisor.watchdogMs).toBeNull()
  supervisor.ready()
  supervisor.alive()
  supervisor.stopping()
})

it.each([
  ['another process', { WATCHDOG_USEC: '60000000', WATCHDOG_PID: '1' }, null],
  ['this process', { WATCHDOG_USEC: '60000000', WATCHDOG_PID: String(process.pid) }, 60_000],
  ['nobody', {}, null],
])('A watchdog meant for %s', (_, environment, expected) => {
  const told = { ...environment, NOTIFY_SOCKET: '/run/systemd/notify' }
  expect(systemdSupervisor(told, () => undefined).watchdogMs).toBe(expected)
})
