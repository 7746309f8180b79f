import { isOd } from '../../src/core/plate-read.ts'
import type { Block, PlateRead, WellValue } from '../../src/core/plate-read.ts'
import { wellsOf } from '../../src/core/well.ts'
import type { Well } from '../../src/core/well.ts'
import type { LineEvent } from '../../src/ports/capture.ts'
import type { Abilities, Driver, Heard, Identity, ReadRequest } from '../../src/ports/driver.ts'
import type { SimulatedPlate, Simulator } from '../../src/ports/simulator.ts'
import { driverFor, type DriverPair } from '../../src/registry.ts'
import { benchLine } from '../support/bench-line.ts'
import type { BenchLine } from '../support/bench-line.ts'
import { simulatedClock } from '../support/simulated-clock.ts'
import type { SimulatedClock } from '../support/simulated-clock.ts'

// What the conformance suite needs, without knowing any driver.

/** What a named fault must come to. Names mean the same for every driver. */
export interface Outcome {
  /** Reads that come out of the first attempt. */
  readonly reads: 0 | 1 | 2
  /** The code the first attempt rejects with, or null when it resolves. */
  readonly rejects: string | null
  /** Faults that must be heard with their bytes. */
  readonly faults: readonly string[]
}

const good: Outcome = { reads: 1, rejects: null, faults: [] }
const failed = (code: string, faults: readonly string[] = [code]): Outcome => ({
  reads: 0,
  rejects: code,
  faults,
})

export const OUTCOMES: Readonly<Record<string, Outcome>> = {
  silent: failed('reader-silent', []),
  slow: good,
  noise: { ...good, faults: ['reader-noise'] },
  nak: failed('reader-refused', []),
  'cut-short': failed('reader-silent'),
  'pulled-cable': failed('port-lost'),
  'pulled-while-measuring': failed('port-lost', []),
  'bad-checksum': failed('reader-checksum'),
  'lost-byte': failed('reader-malformed'),
  'dle-mid-plate': failed('reader-aborted'),
  'bad-final-status': failed('reader-status'),
  'error-before-data': failed('reader-status'),
  'power-cycle': failed('reader-restarted'),
  'overrange-wells': good,
  'two-plates': { ...good, reads: 2 },
  chunked: good,
  'old-basecode': good,
  'no-multi-wavelength': good,
}

/** Two wavelengths, the second as reference where a reader can only subtract. */
export const REQUEST: ReadRequest = {
  format: 96,
  wavelengthsNm: [450, 630],
  referenceNm: 630,
  rows: null,
  columns: null,
  kinetic: null,
  temperature: false,
  barcode: true,
}

/** One reader of a family, asked for plates in one of the ways it has. */
export interface Subject {
  readonly driver: Driver
  readonly simulator: Simulator
  readonly settings: unknown
  /** Told by a command, or by a person who presses START. */
  readonly start: 'command' | 'key'
}

/** Every reader that a family's simulator can be, in every way it can be started, by name. */
export function subjectsOf(pair: DriverPair): readonly (readonly [string, Subject])[] {
  return pair.simulator.variants.flatMap(({ name, settings }) => {
    const driver = driverFor(pair, settings)
    const { starts } = driver.facts.abilities
    const ways = starts === 'either' ? (['by-command', 'at-reader'] as const) : [starts]
    return ways.map((way): [string, Subject] => {
      const start = way === 'by-command' ? 'command' : 'key'
      const id = `${driver.facts.id} as ${name}, by ${start}`
      return [id, { driver, simulator: pair.simulator, settings, start }]
    })
  })
}

/** A request for as much as the reader can give of two wavelengths. */
export function requestFor({ driver }: Subject): ReadRequest {
  return driver.facts.abilities.wavelengthsMax > 1 ? REQUEST : ONE_WAVELENGTH
}

/** One wavelength, nothing subtracted. */
export const ONE_WAVELENGTH: ReadRequest = { ...REQUEST, wavelengthsNm: [450], referenceNm: null }

/** What the plates of the suite are made of where nothing narrower is known. */
const WIDE: Pick<Abilities, 'od' | 'marksOverflow'> = {
  od: { min: -0.04, max: 3.56, roundedBy: 0.0005 },
  marksOverflow: true,
}

/**
 * Plate number n within what a reader can say: thousandths that differ from well to well,
 * wavelength to wavelength and plate to plate, some of them negative, some wells overrange.
 */
export function plateNumber(n: number, { od: range, marksOverflow } = WIDE): SimulatedPlate {
  const least = Math.max(WIDE.od.min, range.min)
  const steps = Math.round((Math.min(WIDE.od.max, range.max) - least) * 1000)
  const valueAt = (wavelengthNm: number, index: number): WellValue =>
    marksOverflow && (index + n) % 31 === 0
      ? 'overflow'
      : Math.round(((index * 37 + n * 101 + wavelengthNm) % steps) + least * 1000) / 1000
  const od = [450, 630].map((wavelengthNm): [number, ReadonlyMap<Well, WellValue>] => [
    wavelengthNm,
    new Map(wellsOf(96).map((well, index) => [well, valueAt(wavelengthNm, index)])),
  ])
  return { format: 96, barcode: `PLATE-${n}`, od: new Map(od) }
}

/** So long a person waits for a plate, however slow the reader is. */
const PLATE_MAY_TAKE_MS = 600_000

/** What a comparison lets pass. */
export interface Leniency {
  readonly forgives?: 'nothing' | 'overflow'
  /** How far the reader's rounding moves a value. */
  readonly roundedBy?: number
}

/** A driver and its simulator on one line in simulated time, with the plates it was given. */
export interface Trial {
  readonly clock: SimulatedClock
  readonly bench: () => BenchLine
  readonly identity: () => Identity
  /**
   * Reads one plate; the code it rejects with, or null. After a lost port it connects and greets
   * again.
   */
  readonly attempt: (request?: ReadRequest) => Promise<string | null>
  /** Everything heard on all connections of the trial. */
  readonly heard: () => readonly Heard[]
  readonly reads: () => readonly PlateRead[]
  /** One list of events a connection. */
  readonly events: () => readonly (readonly LineEvent[])[]
}

export interface TrialParts {
  readonly fault?: string | null
  readonly seed?: number
  readonly cut?: (bytes: Uint8Array) => readonly Uint8Array[]
}

/** A reader that was greeted. */
export async function trial(subject: Subject, parts: TrialParts = {}): Promise<Trial> {
  const { driver, simulator, settings } = subject
  const { fault = null, seed = 5, cut } = parts
  const clock = simulatedClock()
  let given = 0
  const nextPlate = (): SimulatedPlate => plateNumber((given += 1), driver.facts.abilities)
  const reader = simulator.create({ nextPlate, fault, seed, settings })
  const benches = [benchLine({ driver, reader, clock, ...(cut === undefined ? {} : { cut }) })]
  const bench = (): BenchLine => benches.at(-1) ?? unreachable()
  const greet = async (): Promise<Identity> =>
    (await clock.runUntil(driver.greet(bench().line))) ?? unreachable()
  let identity = await greet()
  const command = async (request: ReadRequest): Promise<string | null> => {
    const code = await clock.runUntil(rejection(driver.read(bench().line, request, identity)))
    bench().readOver()
    // What follows unasked comes in before the next thing is said.
    await clock.pass(5_000)
    return code
  }
  const press = async (): Promise<string | null> => {
    const [before, { heard: words }] = [reads().length, bench()]
    const said = words.length
    bench().pressStart()
    await clock.pass(PLATE_MAY_TAKE_MS)
    if (reads().length > before) return null
    const trouble = words.slice(said).find((one) => one.kind === 'fault')
    if (trouble !== undefined) return trouble.fault.code
    return bench().isOpen() ? 'reader-silent' : 'port-lost'
  }
  const attempt = async (request = requestFor(subject)): Promise<string | null> => {
    const code = await (subject.start === 'command' ? command(request) : press())
    if (!bench().isOpen()) {
      benches.push(bench().reconnect())
      identity = await greet()
    }
    return code
  }
  const heard = (): readonly Heard[] => benches.flatMap((one) => one.heard)
  const reads = (): readonly PlateRead[] =>
    heard().flatMap((one) => (one.kind === 'read' ? [one.read] : []))
  return {
    clock,
    bench,
    identity: () => identity,
    attempt,
    heard,
    reads,
    events: () => benches.map((one) => one.events),
  }
}

/** The code that a deed rejects with, or null. */
export async function rejection(done: Promise<void>): Promise<string | null> {
  try {
    await done
    return null
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
}

function unreachable(): never {
  throw new TypeError('Nobody answered the greeting.')
}

/**
 * Wells in which a read differs from the plate, `A1 at 450`; overrange is forgiven where it is the
 * fault.
 */
export function differences(
  read: PlateRead,
  plate: SimulatedPlate,
  { forgives = 'nothing', roundedBy = 0 }: Leniency = {},
): readonly string[] {
  return read.blocks.flatMap((block) =>
    block.wells
      .filter(({ value }) => forgives === 'nothing' || value !== 'overflow')
      .filter(({ well, value }) => !isSame(value, expected(plate, block, well), roundedBy))
      .map(({ well }) => `${well} at ${block.wavelengthNm}`),
  )
}

function expected(plate: SimulatedPlate, block: Block, well: Well): WellValue {
  const at = (nm: number): WellValue => plate.od.get(nm)?.get(well) ?? 'unread'
  const signal = at(block.wavelengthNm)
  if (block.subtractedByInstrument !== true || block.referenceNm === null) return signal
  const reference = at(block.referenceNm)
  return isOd(signal) && isOd(reference) ? signal - reference : 'overflow'
}

/** The plates are in thousandths: only a reader that rounds more coarsely may be off at all. */
function isSame(left: WellValue, right: WellValue, roundedBy: number): boolean {
  const within = roundedBy > 0.0005 ? roundedBy : 1e-9
  return isOd(left) && isOd(right) ? Math.abs(left - right) <= within : left === right
}

/** What a fresh decoder makes of the events of one connection. */
export function replay({ driver }: Subject, events: readonly LineEvent[]): readonly Heard[] {
  const decoder = driver.decoder()
  return events.flatMap((event) => {
    switch (event.kind) {
      case 'opened':
      case 'identified':
      case 'asked':
      case 'ended':
        return []
      case 'resumed':
        decoder.resumed?.(event.note)
        return []
      case 'sent':
        return decoder.sent(event.bytes)
      case 'received':
        return [...event.bytes].flatMap((byte) => decoder.received(byte))
      case 'silence':
        return decoder.silence()
      case 'closed':
        return decoder.closed()
    }
  })
}

/** Pieces of a fixed size. */
export function piecesOf(size: number): (bytes: Uint8Array) => readonly Uint8Array[] {
  return (bytes) =>
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
      bytes.slice(index * size, (index + 1) * size),
    )
}

/** Pieces of 1 to 40 bytes, the same for the same seed. */
export function piecesBySeed(seed: number): (bytes: Uint8Array) => readonly Uint8Array[] {
  const next = randomBytes(seed)
  return (bytes) => {
    const pieces: Uint8Array[] = []
    for (let at = 0; at < bytes.length;) {
      const size = 1 + (next() % 40)
      pieces.push(bytes.slice(at, at + size))
      at += size
    }
    return pieces
  }
}

/** Bytes by chance, the same for the same seed: Park and Miller's generator. */
export function randomBytes(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return (state >> 8) & 0xff
  }
}
