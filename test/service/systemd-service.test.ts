import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, it } from 'vitest'

import type { ServiceRequest } from '../../src/ports/service.ts'
import { services } from '../../src/service/services.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const REQUEST: ServiceRequest = {
  system: 'systemd',
  command: ['/opt/assayd/bin/node', '/opt/assayd/src/main.ts'],
  configFile: '/opt/assayd/config/assayd.yaml',
  writes: ['/opt/assayd/data', '/opt/assayd/exports'],
  mayWrite: ['/mnt/backup'],
}

it('installs user, folders, unit and service, in this order', () => {
  const said = services.install(REQUEST).map((step) => {
    return step.kind === 'run' ? step.command.slice(0, 2).join(' ') : `${step.kind} ${step.file}`
  })
  expect(said).toEqual([
    'useradd --system',
    'install -d',
    'chown -R',
    'install -d',
    'write /etc/systemd/system/assayd.service',
    'systemctl daemon-reload',
    'systemctl enable',
    'systemctl restart',
  ])
})

it('writes the unit below another root, and takes it away', () => {
  const root = temporaryFolder()
  for (const step of services.install(REQUEST)) services.take(step, { root })
  const file = join(root, 'etc/systemd/system/assayd.service')
  expect(readFileSync(file, 'utf8')).toMatch(
    /^ReadWritePaths=-\/opt\/assayd\/data\n[^]*^ReadWritePaths=-\/mnt\/backup\n/m,
  )
  for (const step of services.uninstall(REQUEST)) services.take(step, { root })
  expect(() => readFileSync(file)).toThrow('ENOENT')
})

it.each([
  ['the program', { command: ['/tmp/assayd/bin/node'] }],
  ['the data', { writes: ['/run/user/1000/data'] }],
])('refuses %s where a service cannot see it', (_, change) => {
  expect(() => services.install({ ...REQUEST, ...change })).toThrow(
    expect.objectContaining({
      code: 'service-failed',
      message: expect.stringMatching(/^A service does not see the folders of people: \/(tmp|run)/),
    }),
  )
})

it('tells the command that failed, and what it said', () => {
  const take = () => services.take({ kind: 'run', command: ['ls', '/nowhere'] }, { root: null })
  expect(take).toThrow(
    expect.objectContaining({
      code: 'service-failed',
      message: expect.stringMatching(/^'ls \/nowhere' ended with 2: .*No such file/),
    }),
  )
})

it('leaves out a command whose end is there already, and forgives one that may fail', () => {
  const file = join(temporaryFolder(), 'made')
  const touch = ['touch', file]
  services.take({ kind: 'run', command: touch, unless: ['true'] }, { root: null })
  expect(() => readFileSync(file)).toThrow('ENOENT')
  services.take({ kind: 'run', command: touch, unless: ['false'] }, { root: null })
  expect(readFileSync(file, 'utf8')).toBe('')
  services.take({ kind: 'run', command: ['false'], mayFail: true }, { root: null })
})
