import { describe, expect, it } from 'vitest'

import { runningDaemon } from '../support/running-daemon.ts'
import { storedBench } from '../support/stored-bench.ts'

const PATH = '/api/v1/reanalyses'

describe('A reanalysis in the API', { timeout: 60_000 }, () => {
  it('is told from its beginning to its end, and as it is to who comes later', async () => {
    const bench = await storedBench()
    const daemon = await runningDaemon(bench.config, bench.dataFolder)
    const early = await daemon.listen()
    expect(await daemon.ask('GET', PATH)).toEqual({ status: 200, answer: { reanalyses: [] } })
    const body = { plate: 'SHEET-1', reason: 'to see it', dry_run: true }
    expect((await daemon.ask('POST', PATH, { body })).status).toBe(202)
    await early.heard(/event: reanalysis\ndata: \{"id":1,"state":"done".+"unchanged":1/)
    const { answer } = await daemon.ask('GET', PATH)
    expect(answer).toMatchObject({ reanalyses: [{ id: 1, state: 'done', total: 1, unchanged: 1 }] })
    const late = await daemon.listen()
    await late.heard(/event: reanalysis\ndata: \{"id":1,"state":"done"/)
    daemon.program.interrupt()
    expect(await daemon.program.ended, daemon.program.said()).toBe(0)
  })
})
