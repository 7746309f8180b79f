import { appendFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { apiAtDesk } from '../support/api-scene.ts'
import { runningDaemon, type RunningDaemon } from '../support/running-daemon.ts'
import { storedBench, type StoredBench } from '../support/stored-bench.ts'

const PATH = '/api/v1/backups'

/** A daemon that makes backups into a folder beside its data. */
async function backingUp(plan: string): Promise<StoredBench & { readonly daemon: RunningDaemon }> {
  const bench = await storedBench()
  appendFileSync(bench.config, `backup: { folder: ../backups, ${plan} }\n`)
  return { ...bench, daemon: await runningDaemon(bench.config, bench.dataFolder) }
}

describe('Backups in the API', { timeout: 120_000 }, () => {
  it('are made by schedule and by order, one at a time, and listed', async () => {
    const { daemon, folder, captures, rows } = await backingUp('every_h: 2, keep: 5')
    const { said, heard } = await daemon.listen()
    await heard(/"under_way":null,"last":\{/)
    const scheduled = (await daemon.ask('GET', PATH)).answer
    const backup = {
      folder: expect.stringContaining(join(folder, 'backups', 'assayd-20')),
      checked: true,
      captures: captures().length,
      missing: 0,
    }
    expect(scheduled).toMatchObject({
      plan: { folder: join(folder, 'backups'), at: null, every_h: 2, keep: 5 },
      backups: [backup],
      under_way: null,
      last: { ordered_by: null, problem: null, backup },
    })
    const [made, next] = ['made_at', 'next_at'].map((key) => timeIn(scheduled, key))
    expect(Number(next) - Number(made)).toBe(2 * 3_600_000)

    const who = expect.stringMatching(/^local:/)
    const ordered = await daemon.ask('POST', PATH)
    expect(ordered).toMatchObject({ status: 202, answer: { ordered_by: who, ended_at: null } })
    expect(await daemon.ask('POST', PATH)).toMatchObject({
      status: 409,
      answer: { problem: { code: 'backup-running', hint: 'Wait until it has ended.' } },
    })
    await heard(/"last":\{[^}]+"ordered_by":"/)
    const both = (await daemon.ask('GET', PATH)).answer
    expect(both).toMatchObject({
      backups: [backup, backup],
      last: { ordered_by: who, problem: null },
    })
    expect(said()).toMatch(
      /event: backup\ndata: \{"under_way":\{"begun_at":"[^"]+","ended_at":null/,
    )
    expect(said()).toMatch(/event: backup\ndata: \{"under_way":null,"last":\{.+"checked":true/)
    expect(rows("SELECT who FROM audit WHERE act = 'backup-ordered'")).toMatchObject([{ who }])

    daemon.program.interrupt()
    expect(await daemon.program.ended, daemon.program.said()).toBe(0)
  })

  it('tell what is wrong with the last one, and when the next is tried', async () => {
    const bench = await storedBench()
    for (const file of bench.captures()) rmSync(file)
    appendFileSync(bench.config, `backup: { folder: ../backups, at: "02:00", keep: 1 }\n`)
    const daemon = await runningDaemon(bench.config, bench.dataFolder)
    const { heard } = await daemon.listen()
    await heard(/"problem":\{"code"/)
    const { answer } = await daemon.ask('GET', PATH)
    expect(answer).toMatchObject({
      plan: { at: '02:00', every_h: null },
      backups: [{ checked: false, captures: 0, missing: bench.captures().length + 1 }],
      last: { problem: { code: 'backup-damaged' }, backup: { checked: false } },
    })
    const [over, next] = ['ended_at', 'next_at'].map((key) => timeIn(answer, key))
    const waitMs = Number(next) - Number(over)
    expect(waitMs).toBeGreaterThan(4 * 60_000)
    expect(waitMs).toBeLessThan(6 * 60_000)
    daemon.program.interrupt()
    expect(await daemon.program.ended, daemon.program.said()).toBe(0)
  })
})

/** The first time of that name, in milliseconds since 1970. */
function timeIn(answer: unknown, key: string): number {
  const found = new RegExp(`"${key}":"([^"]+)"`).exec(JSON.stringify(answer))?.[1] ?? ''
  return Date.parse(found)
}

describe('Without a plan for backups', () => {
  it('none is listed, and none can be ordered', async () => {
    const { ask, end } = await apiAtDesk()
    expect(await ask('GET', PATH)).toEqual({
      status: 200,
      answer: { plan: null, backups: [], under_way: null, last: null, next_at: null },
    })
    expect(await ask('POST', PATH)).toMatchObject({
      status: 409,
      answer: { problem: { code: 'backup-unplanned' } },
    })
    await end()
  })

  it('a viewer may look and not order', async () => {
    const { ask, bearerOf, settle, end } = await apiAtDesk()
    await settle('vera', 'viewer')
    const more = await bearerOf('vera')
    expect((await ask('GET', PATH, { more })).status).toBe(200)
    expect((await ask('POST', PATH, { more })).status).toBe(403)
    await end()
  })
})
