/**
 * `node scripts/bench-latency.ts [--plates 300]`: how long after the last byte of a plate left the
 * reader are the results committed and the CSV files renamed? The simulated reader hands the whole
 * answer to a TCP socket at once, so the measured time holds the transfer over loopback, the
 * capture, decoding, three transactions with `synchronous=FULL`, the analysis and four files with
 * fsync. Beside it: the time the same bytes take at 9600 baud.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { simulator as elx } from '../drivers/biotek-elx/simulator.ts'
import type { Emission, SimulatedReader, Simulator } from '../src/ports/simulator.ts'
import { runDaemon } from '../src/run-daemon.ts'
import { serveSimulator } from '../src/serial/serve-simulator.ts'
import { settingsFrom } from '../src/settings/settings-source.ts'
import { systemClock as clock } from '../src/system-clock.ts'
import { realWorld } from '../src/world.ts'
import { benchConfig } from './support/bench-config.ts'
import { numberedSimulator, plateNumber } from './support/numbered-plates.ts'

const { values } = parseArgs({ options: { plates: { type: 'string', default: '300' } } })
const plates = Number(values.plates)
/** The first plates compile the code; they are measured apart. */
const WARM_UP_PLATES = 20
const BITS_PER_BYTE = elx.bitsPerByte
const BAUD = 9600
const READ_PLATE = 0x53

const folder = mkdtempSync(join(tmpdir(), 'assayd-latency-'))
const lastByteMs: number[] = []
const doneMs: number[] = []
let wireBytes = 0

/** Notes when the answer to a read was handed to the wire. */
function timed(reader: SimulatedReader): SimulatedReader {
  return {
    ...reader,
    hear: (bytes) => {
      const emissions = reader.hear(bytes)
      if (bytes[0] === READ_PLATE && bytes.length === 1) {
        wireBytes = lengthOf(emissions)
        lastByteMs.push(performance.now())
      }
      return emissions
    },
  }
}

function lengthOf(emissions: readonly Emission[]): number {
  return emissions.reduce((sum, { bytes }) => sum + bytes.length, 0)
}

const numbered = numberedSimulator({ served: 0 })
const simulator: Simulator = { ...numbered, create: (options) => timed(numbered.create(options)) }

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

const served = await serveSimulator({
  simulator,
  plates: [plateNumber(0)],
  listen: 'tcp://127.0.0.1:0',
  pace: 'fast',
  fault: null,
  seed: 1,
  clock,
})
const world = await realWorld()
const stop = new AbortController()
const config = benchConfig({ folder, name: 'Latency', port: served.address })
await runDaemon(world, {
  source: settingsFrom(config, [...world.drivers.keys()]),
  once: false,
  stop: stop.signal,
  tell: (news) => {
    if (news.kind === 'exported') doneMs.push(performance.now())
    if (doneMs.length >= plates + WARM_UP_PLATES) stop.abort()
  },
})
await served.close()
rmSync(folder, { recursive: true })

const allMs = doneMs.map((done, index) => done - (lastByteMs[index] ?? Number.NaN))
const sorted = allMs.slice(WARM_UP_PLATES).toSorted((a, b) => a - b)
const wireMs = (1000 * wireBytes * BITS_PER_BYTE) / BAUD
const [p50, p99] = [quantile(sorted, 0.5), quantile(sorted, 0.99)]
const percent = (share: number): string => `${((100 * share) / wireMs).toFixed(2)} %`
const ms = (value = Number.NaN): string => `${value.toFixed(2)} ms`
process.stdout.write(
  `${sorted.length} plates of 96 wells at two wavelengths, ${wireBytes} bytes each
last byte handed to the wire -> results committed and CSV renamed:
  p50 ${ms(p50)}   p99 ${ms(p99)}   worst ${ms(sorted.at(-1))}   (first plate ${ms(allMs[0])})
wire time of the same plate at ${BAUD} baud, 8N2: ${wireMs.toFixed(0)} ms
  p50 is ${percent(p50)} of it, p99 ${percent(p99)} (aim: below 5 %)
`,
)
process.exitCode = p99 / wireMs < 0.05 ? 0 : 1
