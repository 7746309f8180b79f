import { existsSync } from 'node:fs'

import { describe, expect, it } from 'vitest'

import { apiAtDesk } from '../support/api-scene.ts'
import { runningDaemon, type RunningDaemon } from '../support/running-daemon.ts'
import { storedBench, type StoredBench } from '../support/stored-bench.ts'
import { until } from '../support/until.ts'

const PATH = '/api/v1/verifications'

async function started(bench: StoredBench): Promise<RunningDaemon> {
  return runningDaemon(bench.config, bench.dataFolder)
}

async function stopped({ program }: RunningDaemon): Promise<void> {
  program.interrupt()
  expect(await program.ended, program.said()).toBe(0)
}

describe('A verification in the API', { timeout: 60_000 }, () => {
  it('computes everything again beside the daemon, tells how far it is, and is noted', async () => {
    const bench = await storedBench()
    const daemon = await started(bench)
    const { said, heard } = await daemon.listen()
    const begun = await daemon.ask('POST', PATH, { body: {} })
    const who = expect.stringMatching(/^local:/)
    const scope = { plate: null, since: null, until: null }
    expect(begun).toMatchObject({
      status: 202,
      answer: { id: 1, state: 'running', who, scope, ended_at: null, findings: 0 },
    })
    expect(await daemon.ask('POST', PATH, { body: { plate: 'SHEET-1' } })).toMatchObject({
      status: 409,
      answer: { problem: { code: 'verification-running' } },
    })
    await heard(/event: verification\ndata: \{"id":1,"state":"done"/)
    expect(said()).toMatch(/event: verification\ndata: \{"id":1,"state":"running"/)
    const plates = bench.rows('SELECT 1 FROM plates').length
    const all = bench.rows('SELECT 1 FROM analyses').length
    const done = {
      state: 'done',
      phase: 'evidence',
      plates,
      reads: bench.rows('SELECT 1 FROM reads').length,
      analyses: all,
      findings: 0,
      versions: [{ code_version: bench.world.codeVersion, same: all, all }],
      problem: null,
    }
    expect(await daemon.ask('GET', `${PATH}/1`)).toMatchObject({ status: 200, answer: done })
    expect(await daemon.ask('GET', PATH)).toMatchObject({ answer: { verifications: [done] } })
    expect(await daemon.ask('DELETE', `${PATH}/1`)).toMatchObject({
      status: 409,
      answer: { problem: { code: 'verification-over' } },
    })
    const notes = bench.rows("SELECT act, who, after_json FROM audit WHERE act LIKE '%verifi%'")
    expect(notes).toMatchObject([
      { act: 'verification-ordered', who },
      {
        act: 'verified',
        who,
        after_json: expect.stringContaining('"findings":0'),
      },
    ])
    await stopped(daemon)
  })

  it('finds what was changed behind the daemon, and gives it page by page', async () => {
    const bench = await storedBench()
    bench.tamper('UPDATE responses SET delta = 7 WHERE position = 2')
    const daemon = await started(bench)
    const { heard } = await daemon.listen()
    await daemon.ask('POST', PATH, { body: { plate: 'SHEET-1' } })
    await heard(/"state":"done"/)
    expect(await daemon.ask('GET', `${PATH}/1`)).toMatchObject({
      answer: { state: 'done', scope: { plate: 'SHEET-1' }, plates: 1, findings: 1 },
    })
    const finding = {
      kind: 'analysis',
      plate: 'SHEET-1',
      analysis_id: 'SHEET-1/1',
      difference_count: 1,
      differences: [{ where: expect.stringContaining('delta'), stored: '7' }],
      hint: expect.stringContaining('Do not use these results'),
    }
    const first = await daemon.ask('GET', `${PATH}/1/findings`)
    expect(first).toMatchObject({ status: 200, answer: { findings: [finding] } })
    const second = await daemon.ask('GET', `${PATH}/1/findings?from=1`)
    expect(second).toEqual({ status: 200, answer: { findings: [] } })

    await daemon.ask('POST', PATH, { body: {} })
    await heard(/"id":2,"state":"done"/)
    const whole = await daemon.ask('GET', `${PATH}/2/findings`)
    expect(JSON.stringify(whole.answer)).toContain('"kind":"audit"')
    await stopped(daemon)
  })

  it('ends when it is cancelled, when its process is killed, and with the daemon', async () => {
    const bench = await storedBench()
    const daemon = await started(bench)
    const { heard } = await daemon.listen()
    await daemon.ask('POST', PATH, { body: {} })
    const first = await daemon.errand()
    expect(await daemon.ask('DELETE', `${PATH}/1`)).toMatchObject({
      status: 200,
      answer: { state: 'cancelled', ended_at: expect.any(String), problem: null },
    })
    await until(() => !existsSync(`/proc/${first}`), 'the process is gone')

    await daemon.ask('POST', PATH, { body: {} })
    process.kill(await daemon.errand(), 'SIGKILL')
    await heard(/"id":2,"state":"failed"/)
    expect(await daemon.ask('GET', `${PATH}/2`)).toMatchObject({
      answer: { problem: { code: 'errand-failed', message: expect.stringContaining('SIGKILL') } },
    })

    await daemon.ask('POST', PATH, { body: {} })
    const last = await daemon.errand()
    await stopped(daemon)
    expect(existsSync(`/proc/${last}`)).toBe(false)
    expect(bench.rows("SELECT 1 FROM audit WHERE act = 'verified'")).toEqual([])
  })
})

describe('A verification', () => {
  it('is refused for a plate that is not there, and for who may only look', async () => {
    const { ask, bearerOf, settle, end } = await apiAtDesk()
    expect(await ask('POST', PATH, { body: { plate: 'NONE' } })).toMatchObject({
      status: 404,
      answer: { problem: { code: 'plate-unknown' } },
    })
    expect(await ask('GET', `${PATH}/7`)).toMatchObject({
      status: 404,
      answer: { problem: { code: 'verification-unknown' } },
    })
    const wrong = await ask('POST', PATH, { body: { since: 'today', newest_max: 3 } })
    expect(wrong.status).toBe(400)
    expect(JSON.stringify(wrong.answer)).toMatch(/since.+newest_max/s)
    await settle('vera', 'viewer')
    const more = await bearerOf('vera')
    expect((await ask('POST', PATH, { body: {}, more })).status).toBe(403)
    expect((await ask('GET', PATH, { more })).status).toBe(200)
    await end()
  })
})
