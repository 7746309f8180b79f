import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import { lab, type LabOptions } from '../support/lab.ts'

/** Up to six programs are started one after the other. */
const PROGRAMS_MAY_TAKE_MS = 120_000

interface Asked {
  readonly token?: boolean
  readonly host?: string
}

/** A lab whose daemon has read one plate, and questions to its API over the network. */
async function running(options: LabOptions = {}) {
  const place = lab(options)
  const daemon = place.start('run')
  await daemon.until(/is analysed/)
  const { url, token } = JSON.parse(readFileSync(join(place.data, 'api.json'), 'utf8'))
  const ask = async (path: string, { token: isTokenSent = false }: Asked = {}) => {
    const headers = isTokenSent ? { authorization: `Bearer ${token}` } : {}
    const response = await fetch(new URL(path, url), { headers })
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      text: await response.text(),
    }
  }
  return { ...place, daemon, ask }
}

describe('A running daemon', { timeout: PROGRAMS_MAY_TAKE_MS }, () => {
  it('says without a token that it lives and is ready, and nothing of its readers', async () => {
    const { ask } = await running()
    expect(await ask('/healthz')).toMatchObject({ status: 200, text: '{"alive":true}' })
    const ready = await ask('/readyz')
    expect(ready.status).toBe(200)
    expect(JSON.parse(ready.text)).toMatchObject({ reasons: [] })
    for (const path of ['/metrics', '/api/v1/health']) expect((await ask(path)).status).toBe(401)
  })

  it('gives Prometheus what it counted', async () => {
    const { ask } = await running()
    const { status, type, text } = await ask('/metrics', { token: true })
    expect(status).toBe(200)
    expect(type).toContain('text/plain; version=0.0.4')
    expect(text).toContain('assayd_plates_total{reader="left"} 1\n')
    expect(text).toMatch(/^assayd_bytes_received_total\{reader="left"\} [1-9]\d{2,}$/m)
    expect(text).toMatch(/^assayd_stored_seconds_count 1$/m)
    expect(text).toMatch(/^assayd_stored_seconds_bucket\{le="\+Inf"\} 1$/m)
    expect(text).toMatch(/^assayd_disk_free_bytes\{folder="data"\} \d{6,}$/m)
    expect(text).toMatch(/^assayd_resident_memory_bytes \d{7,}$/m)
    for (const line of text.trimEnd().split('\n')) {
      expect(line).toMatch(/^(# (HELP|TYPE) assayd_\w+ .+|assayd_\w+(\{[^}]*\})? [-+\d.eInfNa]+)$/)
    }
  })

  it('is shown by status with 0, and what is stored without it with 2', async () => {
    const { start, daemon } = await running()
    const up = start('status')
    expect(await up.ended, up.said()).toBe(0)
    expect(up.said()).toContain('assayd is ok')
    expect(up.said()).toMatch(/left +idle .* left-\d+/)
    expect(up.said()).toMatch(/left +ELx808 with incubator .* tcp:/)
    daemon.child.kill('SIGTERM')
    expect(await daemon.ended).toBe(0)
    const down = start('status')
    expect(await down.ended, down.said()).toBe(2)
    expect(down.said()).toContain('assayd is not running; this is what is stored')
    expect(down.said()).toMatch(/left +unknown .* left-\d+/)
    const asJson = start('status', '--json')
    expect(await asJson.ended).toBe(2)
    expect(JSON.parse(asJson.said())).toMatchObject({ state: 'failed', running: false })
  })

  it('is degraded where the configuration says that the disk is low', async () => {
    const { start, ask } = await running({ more: 'health: { disk_low_mb: 10000000 }\n' })
    const ready = await ask('/readyz')
    expect(ready.status).toBe(200)
    expect(JSON.parse(ready.text)).toMatchObject({ state: 'degraded' })
    const status = start('status')
    expect(await status.ended).toBe(1)
    expect(status.said()).toMatch(/degraded {3}disk: The disk of the data folder .* MiB left\./)
  })

  it('is not ready while plates could not be stored', async () => {
    const more = 'health: { disk_low_mb: 10000000, disk_full_mb: 10000000 }\n'
    const { ask } = await running({ more })
    expect((await ask('/readyz')).status).toBe(503)
    expect((await ask('/healthz')).status).toBe(200)
  })
})

it('A database that another program holds is told of, and not waited for', async () => {
  const { data, start } = await running()
  const other = new Database(join(data, 'assayd.sqlite'))
  other.exec('BEGIN IMMEDIATE')
  try {
    const status = start('status', '--json')
    await status.ended
    expect(JSON.parse(status.said())).toMatchObject({ database: { state: 'busy' } })
  } finally {
    other.exec('ROLLBACK')
    other.close()
  }
}, 60_000)
