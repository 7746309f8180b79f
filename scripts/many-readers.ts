/**
 * `node scripts/many-readers.ts [--readers 64] [--minutes 10] [--faulty 0]`: one daemon with many
 * readers of all families at once, on TCP at the speed of a 9600 baud line; the readers are
 * simulated in a process of their own. Every plate whose last byte left a good reader must be
 * stored once. Printed: CPU and memory of the daemon over time, and how long after its last byte a
 * plate was stored. Faulty readers babble, stall, corrupt every plate or hang up, without end.
 */
import { fork } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { runDaemon } from '../src/run-daemon.ts'
import { settingsFrom } from '../src/settings/settings-source.ts'
import { openStore } from '../src/store/open-store.ts'
import { realWorld } from '../src/world.ts'
import { benchReaders } from './many-readers/bench-readers.ts'
import { type BytePlace, type FromChild, isFromChild, type Order } from './many-readers/messages.ts'
import { benchConfig } from './support/bench-config.ts'

const { values } = parseArgs({
  options: {
    readers: { type: 'string', default: '64' },
    minutes: { type: 'string', default: '10' },
    faulty: { type: 'string', default: '0' },
  },
})
const minutes = Number(values.minutes)
const ALL_STORED = 'ok      every plate of every good reader is stored once'
const driverOf = (reader: string): string => readers.find(({ id }) => id === reader)?.driver ?? ''
const SAMPLE_EVERY_MS = 15_000
/** Plates of readers with a key, pressed last, have this long to come. */
const SETTLE_MS = 20_000

const world = await realWorld()
const count = Number(values.readers)
const readers = benchReaders(world, { count, faulty: Number(values.faulty) })
const good = new Set(readers.filter(({ trouble }) => trouble === null).map(({ id }) => id))
const nowMs = (): number => performance.timeOrigin + performance.now()
const later = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms))

const file = new URL('many-readers/simulators.ts', import.meta.url)
const child = fork(file, [values.readers, values.faulty])
const say = (order: Order): void => void child.send(order)
const heard = (kind: FromChild['kind']): Promise<FromChild> =>
  new Promise((resolve) => {
    child.on('message', (one) => {
      if (isFromChild(one) && one.kind === kind) resolve(one)
    })
  })
const ready = await heard('ready')
const ports = ready.kind === 'ready' ? ready.ports : []

const folder = mkdtempSync(join(tmpdir(), 'assayd-many-'))
const config = benchConfig({ folder, name: 'Many readers', port: 'tcp://127.0.0.1:1' })
// Not every reader of the bench has a filter for the assay's own reference.
const assays = join(folder, 'config', 'assays')
for (const name of readdirSync(assays)) {
  const text = readFileSync(join(assays, name), 'utf8')
  writeFileSync(join(assays, name), text.replaceAll('540', '630'))
}
const configured = readers.map(({ id, driver, settings, start }, at) => ({
  id,
  driver,
  port: `tcp://127.0.0.1:${ports[at]}`,
  trigger: start === 'key' ? 'listen' : 'repeatedly',
  default_layout: 'milk-13x3-duplicate',
  ...(settings === undefined ? {} : { settings }),
}))
writeFileSync(
  config,
  [
    'lab: Many readers',
    'folders: { data: ../data, exports: ../exports, run_sheets: run-sheets }',
    'api: { port: 0 }',
    `readers: ${JSON.stringify(configured)}`,
  ].join('\n'),
)

type AccountGiven = Extract<FromChild, { kind: 'account' }>

interface Stored extends BytePlace {
  readonly storedMs: number
}

const stored: Stored[] = []
/** Reads that failed before the operator's eyes; the plate is measured anew. */
const failedReads: { readonly reader: string; readonly message: string }[] = []
/** Plates that are stored and have no analysis, by family and reason. */
const unanalysed = new Map<string, number>()
const connections = new Map<string, number>()
const news = new Map<string, number>()
const stop = new AbortController()
const running = runDaemon(world, {
  source: settingsFrom(config, [...world.drivers.keys()]),
  once: false,
  stop: stop.signal,
  tell: (one) => {
    if (!('reader' in one)) return console.log(JSON.stringify(one))
    const isOfGood = good.has(one.reader) ? 'good' : 'faulty'
    const name = `${isOfGood} ${one.kind}`
    news.set(name, (news.get(name) ?? 0) + 1)
    const { reader } = one
    if (one.kind === 'failed' && good.has(reader)) {
      const what = `${driverOf(reader)}: ${one.error.message}`
      unanalysed.set(what, (unanalysed.get(what) ?? 0) + 1)
    }
    if (one.kind === 'read-failed') failedReads.push({ reader, message: one.error.message })
    if (one.kind === 'opened') connections.set(reader, (connections.get(reader) ?? 0) + 1)
    if (one.kind !== 'plate') return
    const { lastByte } = one.read.place
    const connection = connections.get(reader) ?? 0
    stored.push({ reader, connection, lastByte, storedMs: nowMs() })
  },
})

const startMs = performance.now()
let [cpu, atMs] = [process.cpuUsage(), startMs]
const mebi = (bytes: number): string => (bytes / 1024 / 1024).toFixed(0)
const seconds = (ms: number): string => (ms / 1000).toFixed(0)
const timer = setInterval(() => {
  const used = process.cpuUsage(cpu)
  const passedMs = performance.now() - atMs
  ;[cpu, atMs] = [process.cpuUsage(), performance.now()]
  const percent = (used.user + used.system) / 10 / passedMs
  const { rss, heapUsed } = process.memoryUsage()
  process.stdout.write(
    `${seconds(atMs - startMs).padStart(4)} s  CPU ${percent.toFixed(1).padStart(5)} %` +
      `  RSS ${mebi(rss)} MiB  heap ${mebi(heapUsed)} MiB  ${stored.length} plates\n`,
  )
}, SAMPLE_EVERY_MS)

await Promise.race([later(minutes * 60_000), running])
say({ kind: 'hush' })
await later(SETTLE_MS)
clearInterval(timer)
const whole = process.cpuUsage()
stop.abort()
await running
const ofGood = stored.filter(({ reader }) => good.has(reader))
const accounted = heard('account')
say({
  kind: 'account',
  of: ofGood.map(({ reader, connection, lastByte }) => ({ reader, connection, lastByte })),
})
const answered = await accounted
if (answered.kind !== 'account') throw new TypeError('The readers gave no account.')
const account: AccountGiven = answered

const store = openStore(join(folder, 'data'))
const bytesOf = new Map<string, string[]>()
for (const { plate } of store.plates()) {
  for (const { readerId, read } of store.plate(plate)?.reads ?? []) {
    const hex = Buffer.from(read.bytes).toString('hex')
    bytesOf.set(readerId, [...(bytesOf.get(readerId) ?? []), hex])
  }
}
const { reads, analyses, faults } = store.counts()
store.close()

/**
 * A reader that is asked again and again has one plate under way when the daemon stops, and
 * measures a plate anew for each read that failed and was told of.
 */
function wrong(id: string): string[] {
  const [begun, kept] = [account.plates[id] ?? 0, bytesOf.get(id) ?? []]
  const { driver, start } = readers.find((one) => one.id === id) ?? {}
  const toldOf = failedReads.filter(({ reader }) => reader === id).length
  const unstoredMax = (start === 'command' ? 1 : 0) + toldOf
  const isCounted = begun - kept.length >= 0 && begun - kept.length <= unstoredMax
  const counts = isCounted ? [] : [`${begun} measured, ${kept.length} stored`]
  const twice = new Set(kept).size === kept.length ? [] : ['one is stored twice']
  const none = kept.length > 0 ? [] : ['it gave no plate']
  return [...counts, ...twice, ...none].map((what) => `FAILED  ${id} (${driver}): ${what}`)
}

/** How long after its last byte a plate was stored, by family: some end with a pause. */
function latencyLines(): readonly string[] {
  const byDriver = Map.groupBy(
    ofGood.map(({ reader, storedMs }, at) => ({
      driver: driverOf(reader),
      ms: storedMs - (account.leftMs[at] ?? Number.NaN),
    })),
    ({ driver }) => driver,
  )
  return [...byDriver].map(([driver, all]) => {
    const sorted = all.map(({ ms }) => ms).toSorted((left, right) => left - right)
    const at = (share: number): string => {
      const ms = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]
      return `${(ms ?? Number.NaN).toFixed(1)} ms`
    }
    const times = `p50 ${at(0.5)}, p99 ${at(0.99)}, worst ${at(1)}`
    return `  ${driver.padEnd(18)} ${sorted.length} plates, ${times}`
  })
}

function newsLine(): string {
  return `news: ${[...news].map(([name, times]) => `${name} ${times}`).join(', ')}`
}

function unanalysedLines(): readonly string[] {
  return [...unanalysed].map(([what, times]) => `stored, no analysis: ${times} of ${what}\n`)
}

function failedLines(): readonly string[] {
  return failedReads
    .filter(({ reader }) => good.has(reader))
    .map(({ reader, message }) => `read failed, told, asked again: ${reader}: ${message}\n`)
}

const measured = [...good].reduce((sum, id) => sum + (account.plates[id] ?? 0), 0)
const failures = [...good].flatMap(wrong)
const cpuMs = (whole.user + whole.system) / 1000
process.stdout.write(
  `${readers.length} readers, ${readers.length - good.size} of them faulty, ${minutes} minutes
good readers began ${measured} plates, ${ofGood.length} are stored, others were under way;
${reads} reads, ${analyses} analyses, ${faults} faults stored
CPU ${((100 * cpuMs) / (performance.now() - startMs)).toFixed(1)} % of one core on average
last byte left a good reader -> plate stored:
${latencyLines().join('\n')}
${unanalysedLines().join('')}${newsLine()}
${failedLines().join('')}${failures.length === 0 ? ALL_STORED : failures.join('\n')}
`,
)
rmSync(folder, { recursive: true })
process.exitCode = failures.length === 0 ? 0 : 1
