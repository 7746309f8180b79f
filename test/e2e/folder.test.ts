import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import type { News } from '../../src/ports/news.ts'
import type { Transport } from '../../src/ports/transport.ts'
import { runDaemon } from '../../src/run-daemon.ts'
import { settingsFrom } from '../../src/settings/settings-source.ts'
import { openTransport } from '../../src/serial/open-transport.ts'
import { openStore } from '../../src/store/open-store.ts'
import { systemClock } from '../../src/system-clock.ts'
import { realWorld } from '../../src/world.ts'
import { rejection } from '../support/rejection.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { until } from '../support/until.ts'

// The daemon, a real folder and real files. Its clock runs twenty times as fast.

const CONFIG = `
lab: Test
folders: { data: data, exports: out, run_sheets: sheets }
readers:
  - id: exports
    driver: plate-file
    port: folder:watched
    trigger: listen
    default_layout: milk-13x3-duplicate
    settings:
      { dialect: tidy, decimal: '.', separator: comma, encoding: utf-8, subtracted: 'no' }
`

const plate = (offset: number) => {
  const wells = [...Array(96).keys()].map((at) => {
    return `${String.fromCharCode(65 + Math.floor(at / 12))}${(at % 12) + 1}`
  })
  const lines = wells.map((well, at) => `${well},${(offset + at / 100).toFixed(3)},0.041`)
  return `well,450,540\n${lines.join('\n')}\n`
}

/** A configuration, the folder that is watched, and what is in the store. */
function bench() {
  const folder = temporaryFolder()
  for (const name of ['watched', 'sheets', 'data']) mkdirSync(join(folder, name))
  for (const name of ['assays', 'layouts', 'organisms.yaml']) {
    cpSync(new URL(`../../config/${name}`, import.meta.url), join(folder, name), {
      recursive: true,
    })
  }
  writeFileSync(join(folder, 'assayd.yaml'), CONFIG)
  return {
    start: (change?: (transport: Transport) => Transport) =>
      started(join(folder, 'assayd.yaml'), change),
    put: (name: string, text: string) => writeFileSync(join(folder, 'watched', name), text),
    remove: (name: string) => rmSync(join(folder, 'watched', name)),
    waiting: () => readdirSync(join(folder, 'watched')).filter((name) => name !== 'imported'),
    isImported: (name: string) => existsSync(join(folder, 'watched/imported', name)),
    counts: () => {
      const store = openStore(join(folder, 'data'))
      try {
        return store.counts()
      } finally {
        store.close()
      }
    },
  }
}

/** A daemon under way, with what it tells. */
async function started(
  configFile: string,
  change: (transport: Transport) => Transport = (transport) => transport,
) {
  const stop = new AbortController()
  const news: News[] = []
  const after = (ms: number, action: () => void) => systemClock.after(ms / 20, action)
  const clock = { ...systemClock, after }
  const world = {
    ...(await realWorld()),
    clock,
    openTransport: (port: string) => change(openTransport(port, clock)),
  }
  const source = settingsFrom(configFile, ['plate-file'], {})
  const tell = (one: News): void => void news.push(one)
  const end = runDaemon(world, { source, once: false, stop: stop.signal, tell })
  return {
    news,
    end,
    stop: async () => {
      stop.abort()
      await end
    },
  }
}

const faultsIn = (news: readonly News[]) => news.filter(({ kind }) => kind === 'fault')

describe('a daemon that watches a folder', () => {
  it('reads plates once, whatever comes, and across restarts', { timeout: 60_000 }, async () => {
    const { start, put, remove, waiting, isImported, counts } = bench()
    const first = await start()

    put('one.csv', plate(0.1))
    await until(() => isImported('one.csv'), 'it happens')

    put('.~lock.two.csv#', '')
    put('two.csv', plate(0.2).slice(0, 700))
    put('three.csv', plate(0.3))
    await until(() => isImported('three.csv'), 'it happens')
    expect(waiting().toSorted()).toEqual(['.~lock.two.csv#', 'two.csv'])
    put('two.csv', plate(0.2))
    remove('.~lock.two.csv#')
    await until(() => isImported('two.csv'), 'it happens')

    put('one-again.csv', plate(0.1))
    await until(() => isImported('one-again.csv'), 'it happens')

    put('broken.csv', plate(0.4).replace('C7,', 'C6,'))
    await until(() => faultsIn(first.news).length > 0, 'it happens')
    put('four.csv', plate(0.5))
    await until(() => isImported('four.csv'), 'it happens')
    expect(waiting()).toEqual(['broken.csv'])
    expect(faultsIn(first.news)).toHaveLength(1)
    await first.stop()
    expect(counts()).toMatchObject({ reads: 4, plates: 4, analyses: 4, faults: 1 })

    const second = await start()
    put('two-again.csv', plate(0.2))
    put('five.csv', plate(0.6))
    await until(() => isImported('five.csv') && isImported('two-again.csv'), 'it happens')
    await until(() => faultsIn(second.news).length === 1, 'it happens')
    await second.stop()
    expect(counts()).toMatchObject({ reads: 5, plates: 5 })
    expect(waiting()).toEqual(['broken.csv'])
  })

  it(
    'gives no second plate when it dies after storing the first',
    { timeout: 60_000 },
    async () => {
      const { start, put, isImported, counts } = bench()
      put('one.csv', plate(0.1))
      const dying = await start((transport) => ({
        ...transport,
        settled: () => {
          throw new TypeError('The program died here.')
        },
      }))
      expect(await rejection(dying.end)).toMatchObject({ message: 'The program died here.' })
      expect(counts()).toMatchObject({ reads: 1 })
      expect(isImported('one.csv')).toBe(false)

      const next = await start()
      await until(() => isImported('one.csv'), 'the file is moved')
      put('again.csv', plate(0.1))
      await until(() => isImported('again.csv'), 'the copy is moved')
      await next.stop()
      expect(counts()).toMatchObject({ reads: 1, plates: 1, analyses: 1, faults: 0 })
    },
  )
})
