/**
 * `node scripts/bench-errands.ts [--plates 1000]`: how long is the event loop of the daemon held up
 * by long work that is asked of its API? Plates through the real pipeline, then a daemon in a
 * process of its own; the longest hold-up is what its own health says.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import { daemonOn } from '../src/cli/daemon-client.ts'
import { fieldsOf, numberOf } from '../src/cli/told.ts'
import { realWorld } from '../src/world.ts'
import { makePlates } from './support/made-plates.ts'

const { values } = parseArgs({ options: { plates: { type: 'string', default: '1000' } } })
const plates = Number(values.plates)
const ASK_EVERY_MS = 500

const folder = mkdtempSync(join(tmpdir(), 'assayd-errands-'))
const config = await makePlates(await realWorld(), { folder, plates })
const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const daemon = spawn(process.execPath, [main, 'run', '--config', config], { stdio: 'ignore' })
const data = join(folder, 'data')
while (!existsSync(join(data, 'api.json'))) await sleep(ASK_EVERY_MS)
const client = daemonOn(data)
const get = (path: string): Promise<unknown> => client.ask('GET', path)

/** The longest hold-up since it was asked last, in milliseconds. */
async function heldUpMs(): Promise<number> {
  return numberOf(fieldsOf(await get('/api/v1/health'))['loop_lag_ms']) ?? 0
}

async function measured(what: string, work: () => Promise<string>): Promise<void> {
  const over = new AbortController()
  let worstMs = 0
  await heldUpMs()
  // What begins at the moment of the question is not measured.
  await sleep(ASK_EVERY_MS)
  const watching = (async () => {
    while (!over.signal.aborted) {
      await sleep(ASK_EVERY_MS)
      worstMs = Math.max(worstMs, await heldUpMs())
    }
  })()
  const from = performance.now()
  const came = await work()
  const tookMs = performance.now() - from
  over.abort()
  await watching
  // A hold-up is known a moment after it is over.
  await sleep(ASK_EVERY_MS)
  worstMs = Math.max(worstMs, await heldUpMs())
  const wide = (ms: number): string => ms.toFixed(0).padStart(7)
  const numbers = `${wide(tookMs)} ms, held up ${wide(worstMs)} ms`
  process.stdout.write(`${numbers}  ${what}${came}\n`)
}

async function verified(): Promise<string> {
  await client.ask('POST', '/api/v1/verifications', {})
  for (;;) {
    await sleep(ASK_EVERY_MS)
    const told = fieldsOf(await get('/api/v1/verifications/1'))
    if (told['state'] === 'running') continue
    return `: ${String(told['state'])}, ${numberOf(told['findings'])} findings`
  }
}

/** How much text that is, in MiB. */
function size(answer: unknown): string {
  return `: ${(JSON.stringify(answer).length / 2 ** 20).toFixed(1)} MiB`
}

process.stdout.write(`${plates} plates\n`)
await measured('nothing', async () => {
  await sleep(5_000)
  return ''
})
await measured('a study', async () => size(await get('/api/v1/study')))
await measured('a verification', verified)
await measured('what a study is compiled from', async () => size(await get('/api/v1/measured')))
daemon.kill('SIGINT')
await once(daemon, 'exit')
rmSync(folder, { recursive: true })
