import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { asService, configureReader, hasResults, PLATE } from './bench.ts'
import type { Claims } from './claims.ts'
import type { Machine } from './machine.ts'
import type { Packages } from './unattended.ts'

/** Short times, so that the check need not wait as long as a lab would. */
const SHORT_TIMES = '[Service]\nWatchdogSec=6s\nRestartSec=1s\n'

/** A Debian that systemd started: the package's service under systemd itself. */
export async function checkUnderSystemd(
  machine: Machine,
  { first, next, nextVersion }: Packages,
  { claim }: Claims,
): Promise<void> {
  await machine.until(() => machine.run('systemctl is-system-running').text !== 'starting')
  const install = machine.run(`dpkg -i ${first}`)
  claim('under systemd the package installs', install.code === 0, install.text)
  const isActive = await machine.until(() => property(machine, 'ActiveState') === 'active')
  claim('the service is started, and told systemd that it is ready', isActive, log(machine))
  claim('it says so in words', property(machine, 'StatusText') === 'Ready', log(machine))
  const enabled = machine.run('systemctl is-enabled assayd').text
  claim('it starts with the computer', enabled === 'enabled', enabled)
  checkConfinement(machine, { claim })

  shortenTimes(machine)
  configureReader(machine)
  machine.run('systemctl daemon-reload; systemctl restart assayd')
  const isRead = await machine.until(() => hasResults(machine))
  claim('a simulated plate is read by the confined service', isRead, log(machine))
  await checkWatchdog(machine, { claim })

  const upgrade = machine.run(`dpkg -i ${next}`)
  claim('it upgrades while it runs', upgrade.code === 0, upgrade.text)
  const isBack = await machine.until(() => property(machine, 'ActiveState') === 'active')
  const version = machine.run('assayd --version').text
  claim(
    `and runs again, version ${nextVersion}`,
    isBack && property(machine, 'Result') === 'success',
    `${version}\n${log(machine)}`,
  )
  const plates = asService(machine, 'assayd plates')
  claim('with the plates from before', plates.text.includes(PLATE), plates.text)

  machine.run('systemctl stop assayd')
  const stopped = `${property(machine, 'ActiveState')} ${property(machine, 'Result')}`
  claim('it stops when told to, within its time', stopped === 'inactive success', log(machine))
  machine.run('systemctl start assayd')
  const purge = machine.run('dpkg -P assayd')
  const state = property(machine, 'LoadState')
  claim(
    'purging ends and removes the service',
    purge.code === 0 && state === 'not-found',
    `${state} ${purge.text}`,
  )
}

/** The same program as a folder that somebody unpacked, with its own command to install it. */
export async function checkFolder(
  machine: Machine,
  { first }: Packages,
  { claim }: Claims,
): Promise<void> {
  machine.run(`dpkg-deb -x ${first} /srv/check/tree && mv /srv/check/tree/usr/lib/assayd /opt/`)
  machine.run('cp -r /srv/check/tree/usr/share/doc/assayd/examples/config /opt/assayd/')
  const assayd = 'cd /opt/assayd && bin/node src/main.ts'
  const install = machine.run(`${assayd} service install`)
  const isActive = await machine.until(() => property(machine, 'ActiveState') === 'active')
  const where = `${install.text}\n${log(machine)}`
  claim('a folder installs itself as a service', install.code === 0 && isActive, where)
  const results = '/opt/assayd/exports/DEMO-0001_responses.csv'
  const isRead = (): boolean => machine.run(`test -f ${results}`).code === 0
  claim('which reads a plate into its folders', await machine.until(isRead), log(machine))
  const status = machine.run(`${assayd} service status`)
  claim('and tells how it is', status.code === 0 && /=active/.test(status.text), status.text)
  const uninstall = machine.run(`${assayd} service uninstall`)
  const isGone = property(machine, 'LoadState') === 'not-found'
  claim('and removes itself', uninstall.code === 0 && isGone, uninstall.text)
  const away = machine.run(`${assayd} service status`)
  claim('and says so afterwards', away.code === 1 && away.text.includes('does not run'), away.text)
}

function property(machine: Machine, name: string): string {
  return machine.run(`systemctl show --value -p ${name} assayd`).text
}

function log(machine: Machine): string {
  return machine.run('systemctl status assayd --no-pager; journalctl -u assayd -n 20 --no-pager')
    .text
}

function shortenTimes({ root }: Machine): void {
  const folder = join(root, 'etc/systemd/system/assayd.service.d')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'check.conf'), SHORT_TIMES)
}

/** What the kernel says of the process, not what the unit asks for. */
function checkConfinement(machine: Machine, { claim }: Pick<Claims, 'claim'>): void {
  const pid = property(machine, 'MainPID')
  const status = machine.run(`cat /proc/${pid}/status; stat -c 'Owner: %U' /proc/${pid}`).text
  const has = (line: RegExp): boolean => line.test(status)
  claim('it runs as its own user', has(/^Owner: assayd$/m), status)
  claim('it has no capability', has(/^CapEff:\s0+$/m) && has(/^CapBnd:\s0+$/m), status)
  claim('it can gain no privilege', has(/^NoNewPrivs:\s1$/m), status)
  claim('its system calls are filtered', has(/^Seccomp:\s2$/m), status)
  const outside = machine.run(`cd /proc/${pid}/root && touch usr/lib/assayd/src/x etc/assayd/x`)
  claim(
    'not even root could write program or configuration from where it is',
    (outside.text.match(/Read-only/g) ?? []).length === 2,
    outside.text,
  )
}

async function checkWatchdog(machine: Machine, { claim }: Pick<Claims, 'claim'>): Promise<void> {
  const began = property(machine, 'WatchdogTimestampMonotonic')
  const hasPulse = (): boolean => property(machine, 'WatchdogTimestampMonotonic') !== began
  claim('systemd hears its pulses', await machine.until(hasPulse), log(machine))
  const untold = machine.run('grep -rh service-notify /var/lib/assayd/data/logs').text
  claim('and takes each message it is told', untold === '', untold)
  const restarts = (): number => Number(property(machine, 'NRestarts'))
  const isUp = (count: number) => () =>
    restarts() >= count && property(machine, 'ActiveState') === 'active'
  const hung = property(machine, 'MainPID')
  machine.run(`kill -STOP ${hung}`)
  claim(
    'a daemon that hangs is killed and started again',
    await machine.until(isUp(1)),
    log(machine),
  )
  const killed = property(machine, 'MainPID')
  machine.run(`kill -KILL ${killed}`)
  claim('a daemon that dies is started again', await machine.until(isUp(2)), log(machine))
}
