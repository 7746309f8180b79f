import type { PlateRead } from '../../src/core/plate-read.ts'
import type { LineEvent } from '../../src/ports/capture.ts'
import type { ReadRequest } from '../../src/ports/driver.ts'
import { REQUEST, type Subject, trial } from '../../test/drivers/conformance-kit.ts'
import { hostsOf } from '../../test/drivers/resuming-kit.ts'
import { type Step, stepsFrom } from './mutations.ts'

/** A true conversation of one good plate, from the greeting on, and what must be read of it. */
export interface GoodPlate {
  readonly steps: readonly Step[]
  readonly read: PlateRead
}

/** One wavelength of a whole plate, and of a few wells where a reader measures no more. */
const WHOLE = { wavelengthsNm: [450], referenceNm: null } as const
const PARTIAL = {
  wavelengthsNm: [450],
  referenceNm: null,
  rows: [3, 4],
  columns: [11, 12],
} as const

/** Everything a request can ask for, so that every part of a dialect is heard. */
const REQUESTS: readonly Partial<ReadRequest>[] = [
  {},
  WHOLE,
  PARTIAL,
  { ...PARTIAL, temperature: true },
  { ...PARTIAL, kinetic: { count: 3, intervalS: 60 } },
]

type Connections = readonly (readonly LineEvent[])[]

/**
 * True conversations of a driver with its simulator, the short ones first: all requests, all
 * faults (as a small plate where the reader measures one, as a whole one where it does not), two
 * plates on one connection, reads that are resumed, and the greeting alone.
 */
export async function conversationsOf(subject: Subject): Promise<readonly (readonly Step[])[]> {
  const all: Connections[] = []
  for (const request of REQUESTS) all.push(await talked(subject, { request, plates: 1 }))
  all.push(await talked(subject, { request: {}, plates: 0 }))
  all.push(await talked(subject, { request: {}, plates: 2 }))
  const request = await shortestOf(subject)
  for (const fault of Object.keys(subject.simulator.faults)) {
    const small = await talk(subject, { fault, request, plates: 1 })
    all.push(small.connections)
    // A reader without the command for a part may have a dialect of its own for the whole.
    if (small.isUnsuited) all.push(await talked(subject, { fault, request: WHOLE, plates: 1 }))
  }
  all.push(await resumed(subject))
  const conversations = all.flat().map(stepsFrom)
  return conversations
    .filter(({ length }) => length > 0)
    .toSorted((left, right) => left.length - right.length)
}

/**
 * Two good plates that differ from each other and from those of the conversations, each as short as
 * the reader can be asked for: what must still be read after anything. A reader may hold the same
 * plate, said again, for one that it knows.
 */
export async function goodPlatesOf(subject: Subject): Promise<readonly GoodPlate[]> {
  const request = await shortestOf(subject)
  const plates = [await goodPlate(subject, request, 3), await goodPlate(subject, request, 4)]
  return plates.flatMap((plate) => (plate === undefined ? [] : [plate]))
}

async function shortestOf(subject: Subject): Promise<Partial<ReadRequest>> {
  return (await goodPlate(subject, PARTIAL)) === undefined ? WHOLE : PARTIAL
}

interface Talk {
  readonly fault?: string
  readonly request: Partial<ReadRequest>
  readonly plates: number
}

async function talked(subject: Subject, what: Talk): Promise<Connections> {
  return (await talk(subject, what)).connections
}

/** What somebody else may have had read meanwhile: fewer wells, at another wavelength. */
const OTHER = { ...PARTIAL, columns: [12, 12], wavelengthsNm: [620] } as const

/** Connections on which a read of an earlier one is resumed: its plate, and one that is not it. */
async function resumed(subject: Subject): Promise<Connections> {
  if (subject.driver.resuming === undefined) return []
  const request = { ...REQUEST, ...(await shortestOf(subject)) }
  const timed = { ...request, kinetic: { count: 3, intervalS: 60 } }
  const all: (readonly LineEvent[])[] = []
  for (const other of [undefined, { ...REQUEST, ...OTHER }]) {
    for (const one of [request, timed]) {
      const hosts = hostsOf(subject)
      const left = await hosts.leave(one, 0)
      // Not every reader measures in time.
      if (left === undefined) continue
      if (other !== undefined) await hosts.leave(other, 600_000)
      await hosts.resume(left.told, 600_000)
      all.push(hosts.last().events)
    }
  }
  return all
}

interface Spoken {
  readonly connections: Connections
  /** The reader cannot do what was asked of it. */
  readonly isUnsuited: boolean
}

async function talk(subject: Subject, { fault, request, plates }: Talk): Promise<Spoken> {
  const one = await trial(subject, { fault: fault ?? null })
  const codes: (string | null)[] = []
  for (let plate = 0; plate < plates; plate += 1) {
    codes.push(await one.attempt({ ...REQUEST, ...request }))
  }
  return { connections: one.events(), isUnsuited: codes.includes('reader-unsuited') }
}

/** The greeting and plate number n of a connection; undefined when the reader gives none. */
async function goodPlate(
  subject: Subject,
  request: Partial<ReadRequest>,
  number = 1,
): Promise<GoodPlate | undefined> {
  const one = await trial(subject)
  const greeting = [...(one.events()[0] ?? [])]
  let before: Connections = []
  for (let plate = 0; plate < number; plate += 1) {
    before = one.events().map((events) => [...events])
    await one.attempt({ ...REQUEST, ...request })
  }
  const place = one.events().findIndex((events, at) => events.length > (before[at]?.length ?? 0))
  const spoken = one.events()[place]?.slice(before[place]?.length ?? 0) ?? []
  const read = one.reads()[number - 1]
  const isAlone = before[place] === undefined || number === 1
  const steps = stepsFrom(isAlone ? (one.events()[place] ?? []) : [...greeting, ...spoken])
  return read === undefined || one.reads().length !== number ? undefined : { steps, read }
}
