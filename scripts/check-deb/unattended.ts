import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { asService, configureReader, fileList, hasResults, PLATE } from './bench.ts'
import type { Claims } from './claims.ts'
import type { Machine } from './machine.ts'

/** The two packages, as they are named inside. */
export interface Packages {
  readonly first: string
  readonly next: string
  readonly nextVersion: string
}

/**
 * A Debian in which no service manager runs, as in a container: the package copes, and the daemon
 * is started by hand as its unit would start it.
 */
export async function checkWithoutSystemd(
  machine: Machine,
  { first, next, nextVersion }: Packages,
  { claim }: Claims,
): Promise<void> {
  const before = fileList(machine)
  const accounts = machine.run('cat /etc/passwd /etc/group').text
  const install = machine.run(`dpkg -i ${first}`)
  claim('the package installs where no service manager runs', install.code === 0, install.text)
  checkUnit(machine, { claim })
  const check = machine.run('assayd check')
  claim('its configuration is sound and names no reader', check.code === 0, check.text)

  configureReader(machine)
  await lifeOfDaemon(machine, 'a simulated plate is read by the installed daemon', { claim })
  const shown = asService(machine, `assayd show ${PLATE}`)
  claim('the plate is stored and shown', shown.code === 0 && shown.text.includes(PLATE), shown.text)
  const verify = asService(machine, 'assayd verify')
  claim('everything stored comes out again from its bytes', verify.code === 0, verify.text)
  const owner = machine.run(
    'find /var/lib/assayd/data ! -user assayd; stat -c %a /var/lib/assayd/data',
  )
  claim('its data is its own alone', owner.text === '750', owner.text)

  const kept = machine.run('cd /var/lib/assayd && find . -type f | sort | xargs sha256sum').text
  const upgrade = machine.run(`dpkg -i ${next}`)
  const version = machine.run('assayd --version').text
  claim('it upgrades, with an edited configuration', upgrade.code === 0, upgrade.text)
  claim(`the new version is ${nextVersion}`, machine.run(VERSION).text === nextVersion, version)
  const after = machine.run('cd /var/lib/assayd && find . -type f | sort | xargs sha256sum').text
  claim('the upgrade keeps every byte of the data', kept === after && kept !== '', after)
  const config = readFileSync(join(machine.root, 'etc/assayd/assayd.yaml'), 'utf8')
  claim('the upgrade keeps the edited configuration', config.includes('elx808-check'), config)
  await lifeOfDaemon(machine, 'the upgraded daemon reads on', { claim })
  const plates = asService(machine, 'assayd plates')
  claim('and knows the plate from before', plates.text.includes(PLATE), plates.text)

  machine.run('dpkg -r assayd')
  const left = machine.run('ls /etc/assayd/assayd.yaml /var/lib/assayd/data/assayd.sqlite')
  claim('removal keeps configuration and data', left.code === 0, left.text)
  const purge = machine.run('dpkg -P assayd')
  const gone = purge.code === 0 && machine.run('cat /etc/passwd /etc/group').text === accounts
  claim('purging takes user and group away', gone, purge.text)
  const known = new Set(before)
  const extra = fileList(machine).filter((path) => !known.has(path))
  claim('purging leaves nothing', extra.length === 0, extra.join('\n'))
}

const VERSION = "dpkg-query -W -f '${Version}' assayd"
const EXPOSURE_MAX = 2.5

function checkUnit(machine: Machine, { claim }: Pick<Claims, 'claim'>): void {
  const verify = machine.run('systemd-analyze verify --man=no assayd.service')
  claim(
    'systemd finds nothing wrong with the unit',
    verify.code === 0 && verify.text === '',
    verify.text,
  )
  const security = machine.run(
    'systemd-analyze security --offline=true /usr/lib/systemd/system/assayd.service',
  )
  const exposure = Number(
    /Overall exposure level for assayd\.service: ([\d.]+)/.exec(security.text)?.[1],
  )
  claim(
    `the unit leaves an exposure of ${exposure}, at most ${EXPOSURE_MAX}`,
    exposure <= EXPOSURE_MAX,
  )
}

/** The unit's own command as the unit's user, until there are results and it is stopped. */
async function lifeOfDaemon(
  machine: Machine,
  what: string,
  { claim }: Pick<Claims, 'claim'>,
): Promise<void> {
  const unit = readFileSync(join(machine.root, 'usr/lib/systemd/system/assayd.service'), 'utf8')
  const command = /^ExecStart=(.*)$/m.exec(unit)?.[1] ?? ''
  const user = /^User=(.*)$/m.exec(unit)?.[1] ?? ''
  machine.run('rm -f /var/lib/assayd/exports/*')
  const asUser = `exec setpriv --reuid ${user} --regid ${user} --init-groups ${command}`
  const log = '/srv/check/daemon.log'
  const ended = machine.start(
    `cd /var/lib/assayd && echo $$ >/srv/check/daemon.pid && ${asUser} >${log} 2>&1`,
  )
  const isRead = await machine.until(() => hasResults(machine))
  claim(what, isRead, machine.run(`cat ${log}`).text)
  machine.run('kill -TERM $(cat /srv/check/daemon.pid)')
  claim('it ends with 0 when it is told to', (await ended) === 0)
}
