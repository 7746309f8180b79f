/**
 * `node scripts/kill-test.ts [--kills 200] [--seed 1]`: kills the daemon with SIGKILL at random
 * moments of a stream of plates, then starts it once more and counts. Every plate whose last byte
 * was captured must be stored exactly once. What was captured is counted from the files alone,
 * without any of the daemon's decoding.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import { serveSimulator } from '../src/serial/serve-simulator.ts'
import { openStore } from '../src/store/open-store.ts'
import { systemClock } from '../src/system-clock.ts'
import { randomFrom } from './demo/random.ts'
import { benchConfig } from './support/bench-config.ts'
import { numberedSimulator, plateNumber } from './support/numbered-plates.ts'

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } },
})
const kills = Number(values.kills)
const random = randomFrom(Number(values.seed))
/** How long after the first plate the daemon lives at most; a few dozen plates can pass in it. */
const LIFE_MS_MAX = 1000

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'assayd-kill-'))

function startDaemon(config: string, ...more: readonly string[]): ChildProcess {
  const main = join(root, 'src', 'main.ts')
  return spawn(process.execPath, [main, 'run', '--config', config, ...more], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

/** Resolves at the first plate of this life, or when the daemon ends. */
function firstPlate(daemon: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    const { stdout } = daemon
    if (stdout === null) throw new TypeError('The daemon was started without a pipe.')
    const lines = createInterface(stdout)
    lines.on('line', (line) => {
      if (line.includes('reading a plate')) resolve()
    })
    daemon.once('exit', () => resolve())
  })
}

function ended(daemon: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => void daemon.once('exit', (code) => resolve(code)))
}

/**
 * What the captures hold, read as text: the answers to `S` that are whole and end in a good final
 * status.
 */
function capturedPlates(): readonly string[] {
  const captures = join(folder, 'data', 'captures')
  const files = readdirSync(captures, { recursive: true, encoding: 'utf8' })
  return files
    .filter((file) => file.endsWith('.jsonl'))
    .flatMap((file) => platesIn(readFileSync(join(captures, file), 'latin1')))
}

/**
 * One answer: ACK, status, two blocks of 595 bytes each with its checksum, final ^Z, final status.
 */
const ANSWER_BYTES = 1 + 5 + 2 * 595 + 1 + 5

function platesIn(text: string): readonly string[] {
  const plates: string[] = []
  let answer: string | undefined
  for (const line of text.split('\n')) {
    const event = eventOf(line)
    if (event === undefined) continue
    if (event.sent) answer = event.hex === '53' ? '' : undefined
    else if (answer !== undefined) answer += event.hex
    if (answer?.length === ANSWER_BYTES * 2 && answer.endsWith('3030303003')) {
      plates.push(answer)
      answer = undefined
    }
  }
  return plates
}

function eventOf(line: string): { readonly sent: boolean; readonly hex: string } | undefined {
  const match = /"(sent|received)".*?"((?:[0-9a-f]{2} ?)+)"/.exec(line)
  if (match?.[2] === undefined) return undefined
  return { sent: match[1] === 'sent', hex: match[2].replaceAll(' ', '') }
}

const counter = { served: 0 }
const served = await serveSimulator({
  simulator: numberedSimulator(counter),
  plates: [plateNumber(0)],
  listen: 'tcp://127.0.0.1:0',
  pace: 'fast',
  fault: null,
  seed: 1,
  clock: systemClock,
})
const config = benchConfig({ folder, name: 'Kill test', port: served.address })
for (let kill = 1; kill <= kills; kill += 1) {
  const daemon = startDaemon(config)
  const end = ended(daemon)
  await firstPlate(daemon)
  await new Promise((resolve) => void setTimeout(resolve, random.uniform() * LIFE_MS_MAX))
  daemon.kill('SIGKILL')
  await end
  if (kill % 20 === 0) process.stdout.write(`${kill} kills, ${counter.served} plates measured\n`)
}
const last = startDaemon(config)
const lastEnd = ended(last)
await firstPlate(last)
last.kill('SIGTERM')
const lastCode = await lastEnd
await served.close()

const captured = capturedPlates()
const store = openStore(join(folder, 'data'))
const { reads, analyses, faults } = store.counts()
const unfinished = store.unfinished()
const stored = store
  .plates()
  .flatMap(({ plate }) => store.plate(plate)?.reads ?? [])
  .map(({ read }) => Buffer.from(read.bytes).toString('hex'))
store.close()
const inCaptures = new Set(captured)
const missing = captured.filter((plate) => !stored.some((bytes) => plate.includes(bytes)))
const twice = stored.length - new Set(stored).size
const undone = Object.entries(unfinished).map(([kind, left]) => ({ kind, count: left.length }))
const left = undone.map(({ kind, count }) => `${count} ${kind}`)
const exported = readdirSync(join(folder, 'exports'))
const wellsFiles = exported.filter((file) => file.endsWith('_wells.csv'))
process.stdout.write(
  `${kills} kills; ${counter.served} plates measured by the reader
${captured.length} plates whose last byte was captured (${inCaptures.size} different)
${stored.length} reads stored, ${missing.length} missing, ${twice} twice
${analyses} analyses, ${reads} reads, ${faults} faults; left undone: ${left.join(', ')}
${wellsFiles.length} wells files; last stop exited ${lastCode}
`,
)
const claims: readonly (readonly [string, boolean])[] = [
  ['plates were captured at all', captured.length > 0],
  ['every captured plate is stored', missing.length === 0],
  ['none is stored twice', twice === 0 && stored.length === captured.length],
  ['every read has its analysis', analyses === reads],
  ['every analysis has its wells file', wellsFiles.length === analyses],
  ['nothing is left undone', undone.every(({ count }) => count === 0)],
  ['the last stop exited 0', lastCode === 0],
]
for (const [claim, holds] of claims)
  process.stdout.write(`${holds ? 'ok    ' : 'FAILED'}  ${claim}\n`)
const isRight = claims.every(([, holds]) => holds)
process.stdout.write(isRight ? 'kill test passed\n' : 'kill test FAILED\n')
if (isRight) rmSync(folder, { recursive: true })
process.exitCode = isRight ? 0 : 1
