/**
 * `node scripts/soak.ts [--minutes 60] [--readers 8] [--plates 20000] [--verify]`: one daemon with
 * simulated readers that give so many plates at an even pace; two of them have a run sheet for each
 * plate, and hundreds of sheets lie in the folder. Printed over time: memory, open descriptors, the
 * size of the write-ahead log and of the database, and how long after its last byte a plate's files
 * were there. At the end: whether anything grew, whether every plate is stored once, and whether
 * backups were made all the while.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { realWorld } from '../src/world.ts'
import { counted } from './soak/count.ts'
import { serveReader, type PacedReader } from './soak/paced-reader.ts'
import { riseMb, sampleOf, type Sample } from './soak/process-facts.ts'
import { type Exported, progressHeader, progressLine } from './soak/progress.ts'
import { soakClaims } from './soak/claims.ts'
import { lastBackupMs } from './soak/last-backup.ts'
import { writeSheet } from './support/made-sheets.ts'
import { noisyPlates } from './support/noisy-plates.ts'
import { configured, OWN_BACKUPS } from './torture/bench.ts'
import { assayd } from './torture/daemon-process.ts'
import { READERS, type TortureReader } from './torture/reader-kinds.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    readers: { type: 'string', default: '8' },
    plates: { type: 'string', default: '20000' },
    verify: { type: 'boolean', default: false },
  },
})
const [minutes, plates] = [Number(values.minutes), Number(values.plates)]
const SPEED = 60
const SAMPLE_EVERY_MS = 1000
const LINES = 20
/** What was begun has so long to come to its end. */
const SETTLE_MS = 10_000
/** Somebody tidies the run sheets of plates that were read long ago. */
const SHEETS_KEPT = 200
/** Readers whose plates have run sheets. */
const WITH_SHEETS = new Set(['elx-1', 'elx-2'])

const readers = Array.from({ length: Number(values.readers) }, (_, at): TortureReader => {
  const kind = READERS[at % READERS.length]
  if (kind === undefined) throw new RangeError('There are no readers.')
  return at < READERS.length ? kind : { ...kind, id: `${kind.id}-${at}` }
})
const shares = readers.reduce((sum, one) => sum + shareOf(one), 0)
/** The interval of a reader with a whole share of the plates. */
const everyMs = (minutes * 60_000 * shares) / plates
/** Where only a pause ends a plate there must be one, also when a busy machine stalls. */
function shareOf({ saysItsEnd }: TortureReader): number {
  return saysItsEnd ? 1 : 0.25
}

const world = await realWorld()
const folder = mkdtempSync(join(tmpdir(), 'assayd-soak-'))
const served = new Map<string, PacedReader>()
for (const [at, reader] of readers.entries()) {
  const simulator = world.drivers.get(reader.driver)?.simulator
  if (simulator === undefined) throw new RangeError(`There is no driver '${reader.driver}'.`)
  const nextPlate = noisyPlates(world, at + 1)
  served.set(
    reader.id,
    await serveReader({
      reader,
      simulator,
      nextPlate,
      everyMs: everyMs / shareOf(reader),
      speed: SPEED,
    }),
  )
}
const addresses = [...served.values()].map(({ port }) => `tcp://127.0.0.1:${port}`)
const config = configured(folder, addresses, readers)
const data = join(folder, 'data')

/** By reader, the plate whose sheet waits. */
const sheets = new Map<string, { readonly number: number; readonly plate: string }>()
const sheetsFolder = join(folder, 'config', 'run-sheets')
const plateOf = (reader: string, number: number): string =>
  `${reader.toUpperCase()}-${String(number).padStart(5, '0')}`
function nextSheet(reader: string): void {
  const number = (sheets.get(reader)?.number ?? 0) + 1
  const plate = plateOf(reader, number)
  sheets.set(reader, { number, plate })
  writeSheet(sheetsFolder, { reader, plate, number })
  rmSync(join(sheetsFolder, `${plateOf(reader, number - SHEETS_KEPT)}.csv`), { force: true })
}
for (const reader of WITH_SHEETS) nextSheet(reader)

const startMs = performance.now()
const daemon = assayd('run', '--config', config)
const exported: Exported[] = []
const done = new Map<string, number>()
daemon.hear((line) => {
  const [, reader, plate, what] = /^\S+ (\S+) plate (\S+) is (stored|analysed) /.exec(line) ?? []
  if (reader === undefined) return
  // A plate that was begun before its sheet was there has none; the sheet waits for the next one.
  if (what === 'stored' && sheets.get(reader)?.plate === plate) nextSheet(reader)
  if (what !== 'analysed') return
  const at = done.get(reader) ?? 0
  done.set(reader, at + 1)
  const leftMs = served.get(reader)?.said[at]?.lastByteMs
  if (leftMs === null || leftMs === undefined) return
  const nowMs = performance.now()
  exported.push({ reader, atMs: nowMs - startMs, latencyMs: nowMs - leftMs })
})

const ending = new Set(readers.filter((one) => one.saysItsEnd).map(({ id }) => id))
const samples: Sample[] = []
let [toldSamples, toldExports] = [0, 0]
function tell(): void {
  const since = exported.slice(toldExports).filter(({ reader }) => ending.has(reader))
  process.stdout.write(`${progressLine(samples.slice(toldSamples), since, exported.length)}\n`)
  ;[toldSamples, toldExports] = [samples.length, exported.length]
}
const { pid } = daemon.process
process.stdout.write(
  `${readers.length} readers, a plate of each every ${(everyMs / 1000).toFixed(2)} s, ` +
    'where only a pause ends it four times as long\n' +
    `${progressHeader()}\n`,
)
const endMs = startMs + minutes * 60_000
const lineEveryMs = (minutes * 60_000) / LINES
for (let nextLineMs = startMs + lineEveryMs; performance.now() < endMs;) {
  await new Promise((resolve) => void setTimeout(resolve, SAMPLE_EVERY_MS))
  if (pid === undefined || daemon.process.exitCode !== null) break
  samples.push(sampleOf(pid, data, performance.now() - startMs))
  if (performance.now() < nextLineMs) continue
  nextLineMs += lineEveryMs
  tell()
}
for (const one of served.values()) one.hush()
const backupMs = lastBackupMs(join(folder, OWN_BACKUPS))
const backupAgeMin = backupMs === null ? null : (Date.now() - backupMs) / 60_000
await new Promise((resolve) => void setTimeout(resolve, SETTLE_MS))
daemon.process.kill('SIGTERM')
const { code, errors } = await daemon.ended
for (const one of served.values()) one.close()

const said = new Map([...served].map(([id, one]) => [id, one.said]))
const result = counted(data, said)
const isRight = soakClaims({ result, samples, exported, plates, backupAgeMin, code, errors })
process.stdout.write(`rise ${riseMb(samples).toFixed(1)} MiB over the whole run\n`)
if (values.verify) {
  const verify = await assayd('verify', '--config', config).ended
  process.stdout.write(`${verify.lines.slice(-6).join('\n')}\n`)
}
process.stdout.write(isRight ? 'soak passed\n' : `soak FAILED; see ${folder}\n`)
if (isRight) rmSync(folder, { recursive: true })
process.exitCode = isRight ? 0 : 1
