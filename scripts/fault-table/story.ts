import { IL6, SMALL_LAYOUT } from '../../test/support/il6-plate.ts'
import { daemonBench, type DaemonBench } from '../../test/support/daemon-bench.ts'
import { memoryTransport, type MemoryTransport } from '../../test/support/memory-transport.ts'
import { simulatedClock, type SimulatedClock } from '../../test/support/simulated-clock.ts'
import { plateNumber, type Subject } from '../../test/drivers/conformance-kit.ts'
import type { News } from '../../src/ports/news.ts'
import type { SimulatedPlate } from '../../src/ports/simulator.ts'

/** What came of one fault of one reader, told by the daemon itself. */
export interface Story {
  /** What the operator reads, one entry a sentence with its hint. */
  readonly seen: readonly string[]
  readonly storedReads: number
  /** The codes of the faults that were stored, in order. */
  readonly storedFaults: readonly string[]
  /** What happens next, by whom. */
  readonly again: readonly string[]
}

/** So long a person waits for a plate before START is pressed again. */
const PATIENCE_MS = 600_000
/** What follows unasked behind a plate has come by then. */
const AFTERMATH_MS = 120_000

interface Scene {
  readonly bench: DaemonBench
  readonly clock: SimulatedClock
  readonly wire: MemoryTransport
}

/** Runs the daemon with the faulty reader, in simulated time, until it gave a good plate again. */
export async function storyOf(subject: Subject, fault: string): Promise<Story> {
  const set = sceneOf(subject, fault)
  try {
    const stop = new AbortController()
    const end = set.bench.run({ once: false, stop: stop.signal })
    const presses = await (subject.start === 'key' ? pressed(set) : asked(set))
    stop.abort()
    await set.clock.runUntil(end)
    return told(set.bench, presses)
  } finally {
    set.bench.remove()
  }
}

function sceneOf({ driver, simulator, settings, start }: Subject, fault: string): Scene {
  const clock = simulatedClock()
  const { abilities, id } = driver.facts
  let given = 0
  const nextPlate = (): SimulatedPlate => plateNumber((given += 1), abilities)
  const reader = simulator.create({ nextPlate, fault, seed: 1, settings })
  const good = simulator.create({ nextPlate: () => plateNumber(1), fault: null, seed: 1, settings })
  const isFile = (good.pressStart?.() ?? []).some(({ hangUp }) => hangUp === true)
  const wire = memoryTransport({ reader, clock, isFile })
  const bench = daemonBench({
    port: 'memory',
    driver: id,
    readerSettings: settings,
    trigger: start === 'key' ? 'listen' : 'on-connect',
    layout: SMALL_LAYOUT,
    assay: { ...IL6, referenceNm: abilities.wavelengthsMax > 1 ? 630 : null },
    world: { clock, openTransport: () => wire },
  })
  return { bench, clock, wire }
}

/** The daemon asks by itself; a person sees to a reader that needs one, and orders anew. */
async function asked({ bench, clock }: Scene): Promise<number> {
  await clock.runUntil(Promise.race([bench.heard('plate'), bench.heard('settled')]))
  await clock.pass(AFTERMATH_MS)
  return 1
}

async function pressed({ bench, clock, wire }: Scene): Promise<number> {
  await clock.runUntil(bench.heard('found'))
  for (let presses = 1; ; presses += 1) {
    wire.pressStart()
    await clock.pass(PATIENCE_MS)
    if (presses === 3 || bench.news.some(({ kind }) => kind === 'plate')) return presses
  }
}

function told(bench: DaemonBench, presses: number): Story {
  const { news } = bench
  const faults = bench.look((store) => store.faults().map(({ code }) => code)).toReversed()
  const again = new Set(news.flatMap(nextStepOf))
  if (presses > 1) again.add('START is pressed again')
  return {
    seen: [...new Set(news.flatMap(sentenceOf))],
    storedReads: bench.look((store) => store.counts().reads),
    storedFaults: faults,
    again: [...again],
  }
}

function sentenceOf(one: News): readonly string[] {
  switch (one.kind) {
    case 'fault':
      return [`${one.fault.message} ${one.fault.hint}`]
    case 'read-failed':
    case 'lost':
      return [`${one.error.message} ${one.error.hint}`]
    default:
      return []
  }
}

function nextStepOf(one: News): readonly string[] {
  if (one.kind === 'lost') return ['the daemon connects again']
  if (one.kind === 'resuming') return ['the read is resumed']
  if (one.kind !== 'read-failed') return []
  return [one.again ? 'the daemon asks again' : 'a person sees to the reader and orders the plate']
}
