/**
 * `node scripts/torture.ts [--kills 1000] [--seconds S] [--seed 1] [--benches 2]`: kills daemons
 * with SIGKILL at random moments, each with eight readers on the wire: while they start, read,
 * compute, write files, are backed up or stopped, and after edits of their configuration. Every
 * fifty kills the folder is started once more, stopped in good order, and counted: plates whose
 * last byte was captured, by the text of the captures alone, against everything that is stored.
 */
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'

import type { RoundResult } from './torture/round.ts'
import type { RoundOrder } from './torture/round-thread.ts'
import { reportLines } from './torture/report.ts'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: 'Infinity' },
    seed: { type: 'string', default: '1' },
    benches: { type: 'string', default: '2' },
  },
})
const ROUND_KILLS = 50
/** So much of the time is for the last start, and for counting. */
const COUNTING_SHARE = 0.4

const [kills, benches] = [Number(values.kills), Number(values.benches)]
const startMs = performance.now()
const untilMs = startMs + Number(values.seconds) * 1000 * (1 - COUNTING_SHARE)
let begun = 0

/** Takes so many kills from those that are left. */
function takeKills(): number {
  if (performance.now() >= untilMs) return 0
  const taken = Math.min(ROUND_KILLS, Math.ceil(kills / benches), kills - begun)
  begun += taken
  return taken
}

/**
 * Counting one folder takes seconds in which a thread does nothing else: the readers of another
 * folder would fall silent meanwhile.
 */
async function roundOf(order: RoundOrder): Promise<RoundResult> {
  const thread = new Worker(new URL('torture/round-thread.ts', import.meta.url), {
    workerData: order,
  })
  const [result]: RoundResult[] = await once(thread, 'message')
  if (result === undefined) throw new TypeError('Expected the result of a round.')
  await thread.terminate()
  return result
}

/** One round after the other on fresh folders. */
async function benchOf(number: number): Promise<readonly RoundResult[]> {
  const results: RoundResult[] = []
  for (let taken = takeKills(); taken > 0; taken = takeKills()) {
    const seed = Number(values.seed) * 1_000_000 + number * 1000 + results.length
    const until = performance.timeOrigin + untilMs
    const result = await roundOf({ seed, kills: taken, untilMs: until })
    results.push(result)
    const wrong = result.claims.filter(([, holds]) => !holds)
    const verdict = wrong.length === 0 ? 'all right' : wrong.map(([claim]) => claim).join(', ')
    const seconds = ((performance.now() - startMs) / 1000).toFixed(0)
    process.stdout.write(
      `${seconds} s: ${result.kills.length} kills on ${result.folder}: ${verdict}\n`,
    )
    if (wrong.length === 0) rmSync(result.folder, { recursive: true, maxRetries: 5 })
  }
  return results
}

const rounds = (
  await Promise.all(Array.from({ length: benches }, (_, number) => benchOf(number)))
).flat()
const tookS = (performance.now() - startMs) / 1000
for (const line of reportLines(rounds, tookS)) process.stdout.write(`${line}\n`)
const isRight = rounds.every(({ claims }) => claims.every(([, holds]) => holds))
process.stdout.write(isRight ? 'torture passed\n' : 'torture FAILED\n')
process.exitCode = isRight ? 0 : 1
