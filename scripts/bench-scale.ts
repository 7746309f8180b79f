/**
 * `node scripts/bench-scale.ts [--sizes 1000,10000,100000]`: how long the daemon takes to be ready,
 * and what it keeps in memory when idle, empty and with plates stored; how large the database is a
 * plate; how long lists, plates and the pipeline's own calls take with so many plates. Some plates
 * come through the real pipeline; the others are copies of all their rows under other keys.
 */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { simulator } from '../drivers/biotek-elx/simulator.ts'
import { serveSimulator } from '../src/serial/serve-simulator.ts'
import { openView } from '../src/store/open-store.ts'
import { systemClock } from '../src/system-clock.ts'
import { realWorld } from '../src/world.ts'
import { fillUp } from './bench-scale/fill.ts'
import { idleMb, timeCommand, timeStarts } from './bench-scale/processes.ts'
import { timeStore, type Timing } from './bench-scale/store-calls.ts'
import { benchConfig } from './support/bench-config.ts'
import { makePlates } from './support/made-plates.ts'
import { plateNumber } from './support/numbered-plates.ts'

const { values } = parseArgs({
  options: { sizes: { type: 'string', default: '1000,10000,100000' } },
})
/** Plates that come through the pipeline; whole kit lots of them. */
const MADE = 80

const world = await realWorld()
const folder = mkdtempSync(join(tmpdir(), 'assayd-scale-'))
const say = (line: string): void => void process.stdout.write(`${line}\n`)
const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} ms`.padStart(9)
function sayTiming({ what, p50Ms, worstMs }: Timing): void {
  say(`  ${what.padEnd(32)} p50 ${ms(p50Ms)}   worst ${ms(worstMs)}`)
}

const bench = join(folder, 'bench')
const data = join(bench, 'data')
const file = join(data, 'assayd.sqlite')
await makePlates(world, { folder: bench, plates: MADE })
const template = join(folder, 'template.sqlite')
copyFileSync(file, template)
const reader = await serveSimulator({
  simulator,
  plates: [plateNumber(1)],
  listen: 'tcp://127.0.0.1:0',
  pace: 'fast',
  fault: null,
  seed: 1,
  clock: systemClock,
})

/** A configuration whose one reader is found and never asked for a plate. */
function quiet(where: string): string {
  const written = benchConfig({ folder: where, name: 'Scale', port: reader.address })
  writeFileSync(written, readFileSync(written, 'utf8').replace('repeatedly', 'listen'))
  return written
}

const empty = quiet(join(folder, 'empty'))
const config = quiet(bench)
say('empty')
sayTiming(await timeStarts(empty))
say(`  ${(await idleMb(empty)).toFixed(0)} MiB of memory after 30 s idle, with one reader`)

for (const size of values.sizes.split(',').map(Number)) {
  const startMs = performance.now()
  fillUp({ dataFolder: data, template, plates: size })
  const seconds = ((performance.now() - startMs) / 1000).toFixed(0)
  const view = openView(data)
  const { plates } = view.counts()
  const oldest = view.plates()[0]?.plate ?? ''
  view.close()
  const kib = (statSync(file).size / 1024 / plates).toFixed(1)
  say(`${plates} plates: ${kib} KiB of database a plate (made in ${seconds} s)`)
  sayTiming(await timeStarts(config))
  say(`  ${(await idleMb(config)).toFixed(0)} MiB of memory after 30 s idle, with one reader`)
  sayTiming(await timeCommand('plates', '--config', config))
  sayTiming(await timeCommand('show', oldest, '--config', config))
  for (const timing of timeStore(data)) sayTiming(timing)
}
await reader.close()
rmSync(folder, { recursive: true })
