import { appendFileSync } from 'node:fs'

import { describe, expect, it } from 'vitest'

import { openStore } from '../../src/store/open-store.ts'
import { assayd } from '../support/assayd.ts'
import { lab } from '../support/lab.ts'
import { ADMIN, CHEAP } from '../support/people-scene.ts'
import { peopleOf } from '../../src/people/people.ts'
import { systemClock } from '../../src/system-clock.ts'

const DAEMONS_MAY_TAKE_MS = 60_000
const NETWORK = `api:
  port: 0
  network: { host: 127.0.0.1, port: 0, names: [localhost], tls: generated }
`

async function withAdmin(data: string): Promise<void> {
  const store = openStore(data)
  const account = {
    user: 'ada',
    name: 'Ada',
    role: 'admin',
    password: 'seven quiet otters',
  } as const
  await peopleOf({ store, clock: systemClock, cost: CHEAP }).add(account, ADMIN)
  store.close()
}

describe('assayd status', { timeout: DAEMONS_MAY_TAKE_MS }, () => {
  it('says where other machines reach the daemon, and the fingerprint to compare', async () => {
    const { start, config, data } = lab({ trigger: 'listen', more: NETWORK })
    await withAdmin(data)
    const daemon = start('run')
    await daemon.until(/SHA-256 \S{95}\n/)
    const [, fingerprint = ''] = /SHA-256 (\S{95})\n/.exec(daemon.said()) ?? []
    const said = assayd('status', '--config', config).stdout
    expect(said).toMatch(/^network {4}https:\/\/127\.0\.0\.1:\d+$/m)
    const rows = `SHA-256    ${fingerprint.slice(0, 48)}\n           ${fingerprint.slice(48)}\n`
    expect(said).toContain(rows)
    const { network } = JSON.parse(assayd('status', '--json', '--config', config).stdout)
    expect(network).toEqual({ url: expect.stringMatching(/^https:/), fingerprint })
    daemon.child.kill('SIGTERM')
    expect(await daemon.ended).toBe(0)
  })

  it('without a daemon tells what is stored, and every mistake of the configuration', () => {
    const { config, data } = lab()
    openStore(data).close()
    appendFileSync(config, '\nnonsense: 1\n')
    const { status, stdout, stderr } = assayd('status', '--config', config)
    expect({ status, stderr }).toEqual({ status: 2, stderr: '' })
    expect(stdout).toContain('readers    unknown')
    expect(stdout).toMatch(/^failed {5}configuration: .*unknown key 'nonsense'/m)
    expect(stdout).toContain('waiting    0 exports, 0 plates without a layout, 0 open captures')
    const json: unknown = JSON.parse(assayd('status', '--json', '--config', config).stdout)
    expect(json).toMatchObject({ state: 'failed', running: false, readers: null, network: null })
    expect(json).toMatchObject({ disks: [{ what: 'data' }, { what: 'log' }] })
  })

  it('without a database says what to do, and that it cannot tell what waits', () => {
    const { config } = lab()
    const { status, stdout } = assayd('status', '--config', config)
    expect(status).toBe(2)
    expect(stdout).toContain('waiting    unknown: the database cannot be read')
    expect(stdout).toMatch(/database: There is no database in '.*' yet\.\n {11}The daemon makes it/)
  })
})
