import { existsSync } from 'node:fs'

import { AssaydError } from '../core/errors.ts'
import type { ServiceRequest, ServiceStep } from '../ports/service.ts'
import { assaydUnit } from './assayd-unit.ts'

const USER = 'assayd'
const UNIT = '/etc/systemd/system/assayd.service'
const PACKAGED_UNIT = '/usr/lib/systemd/system/assayd.service'
/** What the unit hides from the daemon. */
const HIDDEN = ['/home', '/root', '/run/user', '/tmp', '/var/tmp']

/** What systemd takes to run the daemon from the start of the computer. */
export function systemdInstall(request: ServiceRequest): readonly ServiceStep[] {
  const { command, configFile, writes, mayWrite } = request
  checkVisible([...command, configFile, ...writes, ...mayWrite])
  if (existsSync(PACKAGED_UNIT)) {
    throw new AssaydError('service-failed', `The service is installed by a package already.`, {
      hint: `'systemctl enable --now assayd' starts it; '${PACKAGED_UNIT}' is its unit.`,
    })
  }
  const documentation = 'man:systemctl(1)'
  const written = [...writes, ...mayWrite]
  const text = assaydUnit({ command, configFile, user: USER, writes: written, documentation })
  return [
    { kind: 'run', command: USERADD, unless: ['id', USER] },
    ...writes.flatMap((folder, at) => ownFolder(folder, at === 0)),
    { kind: 'write', file: UNIT, text, encoding: 'utf-8' },
    { kind: 'run', command: ['systemctl', 'daemon-reload'] },
    { kind: 'run', command: ['systemctl', 'enable', 'assayd.service'] },
    { kind: 'run', command: ['systemctl', 'restart', 'assayd.service'] },
  ]
}

export function systemdUninstall(): readonly ServiceStep[] {
  return [
    { kind: 'run', command: ['systemctl', 'disable', '--now', 'assayd.service'], mayFail: true },
    { kind: 'remove', file: UNIT },
    { kind: 'run', command: ['systemctl', 'daemon-reload'] },
  ]
}

const USERADD = [
  'useradd',
  '--system',
  '--user-group',
  '--no-create-home',
  '--home-dir=/var/lib/assayd',
  '--shell=/usr/sbin/nologin',
  USER,
]

/** A folder that is there keeps its owner, but for the data: its files may be somebody's yet. */
function ownFolder(folder: string, isData: boolean): readonly ServiceStep[] {
  const make = ['install', '-d', '-o', USER, '-g', USER, '-m', '0750', folder]
  const own: ServiceStep = { kind: 'run', command: ['chown', '-R', `${USER}:${USER}`, folder] }
  return [{ kind: 'run', command: make, unless: ['test', '-d', folder] }, ...(isData ? [own] : [])]
}

function checkVisible(paths: readonly string[]): void {
  const hidden = paths.filter((path) => HIDDEN.some((folder) => path.startsWith(`${folder}/`)))
  if (hidden.length === 0) return
  const message = `A service does not see the folders of people: ${hidden.join(', ')}.`
  throw new AssaydError('service-failed', message, {
    hint: 'Move program, configuration and data, as to /opt/assayd, and install from there.',
  })
}

/** What is asked of systemd, and said of the service. */
export const SYSTEMD_STATUS = [
  'systemctl',
  'show',
  'assayd.service',
  '--property',
  'LoadState,UnitFileState,ActiveState,SubState,StatusText,MainPID,NRestarts,ActiveEnterTimestamp',
]
