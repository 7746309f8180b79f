import { AssaydError } from '../core/errors.ts'
import { missingDriver } from '../core/missing-driver.ts'
import { lineChoices, lineInWords, whoAnswers } from './line-choices.ts'
import type { Clock } from '../ports/clock.ts'
import type { Driver } from '../ports/driver.ts'
import type { ProbeAnswer, ProbeEnd, ProbeOptions } from '../ports/ports.ts'
import type { Transport } from '../ports/transport.ts'
import { heardBy } from './reading.ts'
import type { DriverPair, Drivers } from '../registry.ts'
import { openSession } from './session.ts'

/** What a search needs of the world. */
export interface ProbeWorld extends Drivers {
  readonly clock: Clock
  readonly openTransport: (port: string) => Transport
}

/** What came of one attempt. */
interface Outcome {
  readonly answer: ProbeAnswer | null
  readonly hasHeard: boolean
}

/**
 * Finds out who is on a port, one driver after the other, with their safe commands alone, until one
 * answers. Readers whose commands are single letters come first: if anybody there speaks and is not
 * understood, no other driver's words are said, for they could move it. Rejects with AssaydError
 * when the port cannot be opened or the reader says that its driver must be told more of it.
 */
export async function probe(world: ProbeWorld, options: ProbeOptions): Promise<ProbeEnd> {
  const { asked, skipped } = candidatesFor(world, options.driver)
  let heardStrange = false
  for (const [at, pair] of asked.entries()) {
    if (heardStrange && pair.driver.facts.probedFirst !== true) {
      const spared = asked.slice(at).map(({ driver }) => driver.facts.id)
      return { answer: null, skipped, heardStrange, spared }
    }
    const { answer, hasHeard } = await tryOne(world, options, pair.driver)
    if (answer !== null) return { answer, skipped, heardStrange: false, spared: [] }
    heardStrange ||= hasHeard && pair.driver.facts.probedFirst === true
  }
  return { answer: null, skipped, heardStrange, spared: [] }
}

interface Candidates {
  readonly asked: readonly DriverPair[]
  readonly skipped: readonly string[]
}

function candidatesFor(world: ProbeWorld, only: string | null): Candidates {
  const ids = only === null ? [...world.drivers.keys()].toSorted() : [only]
  const pairs = ids.map((id) => {
    const pair = world.drivers.get(id)
    if (pair === undefined) throw missingDriver('The command', id, world)
    return pair
  })
  const asked = pairs.filter(canAsk)
  const first = asked.filter(({ driver }) => driver.facts.probedFirst === true)
  return {
    asked: [...first, ...asked.filter((pair) => !first.includes(pair))],
    skipped: pairs.filter((pair) => !canAsk(pair)).map(({ driver }) => driver.facts.id),
  }
}

function canAsk({ driver }: DriverPair): boolean {
  return Object.values(driver.facts.commands).includes('safe')
}

/** Opens the port for one driver and asks; only an answer in bytes counts. */
async function tryOne(
  world: ProbeWorld,
  { port, line: changes, stop, tell }: ProbeOptions,
  driver: Driver,
): Promise<Outcome> {
  const transport = world.openTransport(port)
  const all = lineChoices(driver, changes)
  const choices = transport.hasLineSettings ? all : all.slice(0, 1)
  const connection = await transport.connect(all[0])
  const { unaskedQuietMs, name } = driver.facts
  const session = openSession({ connection, clock: world.clock, unaskedQuietMs })
  let hasHeard = false
  const listening = session.events$.pipe(heardBy(driver)).subscribe(({ heard }) => {
    session.conversation.heard(heard)
    if (heard.kind === 'answer') session.conversation.say(heard.bytes)
  })
  listening.add(session.events$.subscribe(({ kind }) => (hasHeard ||= kind === 'received')))
  const end = (): void => void session.end(stopped())
  stop.addEventListener('abort', end, { once: true })
  session.start()
  try {
    const retune: typeof connection.retune = async (one) => {
      if (stop.aborted) throw stopped()
      tell(`asking for a ${name}${transport.hasLineSettings ? ` at ${lineInWords(one)}` : ''}`)
      await connection.retune(one)
    }
    const found = await whoAnswers({ driver, line: session.conversation.line, choices, retune })
    if (found === undefined || !hasHeard) return { answer: null, hasHeard }
    const line = transport.hasLineSettings ? found.settings : null
    const answer = { driver: driver.facts.id, identity: found.identity, line }
    return { answer, hasHeard }
  } finally {
    stop.removeEventListener('abort', end)
    await session.end()
    listening.unsubscribe()
  }
}

function stopped(): AssaydError {
  return new AssaydError('port-lost', 'The search was stopped.')
}
