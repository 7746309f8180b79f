import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { describe, expect, it, onTestFinished } from 'vitest'

import { simulator } from '../../drivers/biotek-elx/simulator.ts'
import { plateNumber } from '../../scripts/support/numbered-plates.ts'
import { serveSimulator } from '../../src/serial/serve-simulator.ts'
import { systemClock as clock } from '../../src/system-clock.ts'
import { daemonBench } from '../support/daemon-bench.ts'
import { IL6, SMALL_LAYOUT } from '../support/il6-plate.ts'
import { hasSocat, socatNote, socatToTcp } from '../support/socat.ts'

async function reader(): Promise<string> {
  const served = await serveSimulator({
    simulator,
    plates: [plateNumber(1)],
    listen: 'tcp://127.0.0.1:0',
    pace: 'fast',
    fault: 'pulled-cable',
    seed: 1,
    clock,
  })
  onTestFinished(() => served.close())
  return served.address
}

describe('A cable that is pulled in the middle of a plate and plugged in again', () => {
  it('over TCP: half a plate is a fault, the next is read', async () => {
    const stop = new AbortController()
    const bench = daemonBench({
      port: await reader(),
      trigger: 'on-connect',
      layout: SMALL_LAYOUT,
      assay: IL6,
    })
    onTestFinished(() => bench.remove())
    const end = bench.run({ once: false, stop: stop.signal })
    await bench.heard('analysed')
    stop.abort()
    await end
    expect(bench.news.map(({ kind }) => kind)).toContain('lost')
    expect(bench.look((store) => store.counts())).toMatchObject({ reads: 1, analyses: 1 })
    expect(bench.look((store) => store.faults())[0]?.bytes.length).toBeGreaterThan(50)
  })

  it.skipIf(!hasSocat)(`over a pseudo-terminal that goes and comes back${socatNote}`, async () => {
    const address = await reader()
    const folder = mkdtempSync(join(tmpdir(), 'assayd-pull-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const link = join(folder, 'reader')
    const tcpPort = Number(new URL(address).port)
    const cable = await socatToTcp(link, tcpPort)
    const stop = new AbortController()
    const bench = daemonBench({
      port: link,
      trigger: 'on-connect',
      layout: SMALL_LAYOUT,
      assay: IL6,
    })
    onTestFinished(() => bench.remove())
    const end = bench.run({ once: false, stop: stop.signal })
    await bench.heard('lost')
    await cable.pull()
    await socatToTcp(link, tcpPort)
    await bench.heard('analysed')
    stop.abort()
    await end
    expect(bench.look((store) => store.counts())).toMatchObject({ reads: 1, analyses: 1 })
    expect(bench.look((store) => store.faults())[0]?.bytes.length).toBeGreaterThan(50)
  })
})
