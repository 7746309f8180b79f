import { isOd } from '../../src/core/plate-read.ts'
import type { Block, PlateRead, WellValue } from '../../src/core/plate-read.ts'
import { wellsOf } from '../../src/core/well.ts'
import type { Well } from '../../src/core/well.ts'
import type { LineEvent } from '../../src/ports/capture.ts'
import type { Heard, Identity, ReadRequest } from '../../src/ports/driver.ts'
import type { SimulatedPlate } from '../../src/ports/simulator.ts'
import type { DriverPair } from '../../src/registry.ts'
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

/**
 * Plate number n: thousandths that differ from well to well, wavelength to wavelength and plate to
 * plate, some of them negative, some wells overrange.
 */
export function plateNumber(n: number): SimulatedPlate {
  const valueAt = (wavelengthNm: number, index: number): WellValue =>
    (index + n) % 31 === 0
      ? 'overflow'
      : (((index * 37 + n * 101 + wavelengthNm) % 3600) - 40) / 1000
  const od = [450, 630].map((wavelengthNm): [number, ReadonlyMap<Well, WellValue>] => [
    wavelengthNm,
    new Map(wellsOf(96).map((well, index) => [well, valueAt(wavelengthNm, index)])),
  ])
  return { format: 96, barcode: `PLATE-${n}`, od: new Map(od) }
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
export async function trial(pair: DriverPair, parts: TrialParts = {}): Promise<Trial> {
  const { driver, simulator } = pair
  const { fault = null, seed = 5, cut } = parts
  const clock = simulatedClock()
  let given = 0
  const nextPlate = (): SimulatedPlate => plateNumber((given += 1))
  const reader = simulator.create({ nextPlate, fault, seed })
  const benches = [benchLine({ driver, reader, clock, ...(cut === undefined ? {} : { cut }) })]
  const bench = (): BenchLine => benches.at(-1) ?? unreachable()
  const greet = async (): Promise<Identity> =>
    (await clock.runUntil(driver.greet(bench().line))) ?? unreachable()
  let identity = await greet()
  const attempt = async (request = REQUEST): Promise<string | null> => {
    const code = await clock.runUntil(rejection(driver.read(bench().line, request, identity)))
    // What follows unasked comes in before the next thing is said.
    await clock.pass(5_000)
    if (code === 'port-lost') {
      benches.push(bench().reconnect())
      identity = await greet()
    }
    return code
  }
  const heard = (): readonly Heard[] => benches.flatMap((one) => one.heard)
  return {
    clock,
    bench,
    identity: () => identity,
    attempt,
    heard,
    reads: () => heard().flatMap((one) => (one.kind === 'read' ? [one.read] : [])),
    events: () => benches.map((one) => one.events),
  }
}

async function rejection(done: Promise<void>): Promise<string | null> {
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
  forgives: 'nothing' | 'overflow' = 'nothing',
): readonly string[] {
  return read.blocks.flatMap((block) =>
    block.wells
      .filter(({ value }) => forgives === 'nothing' || value !== 'overflow')
      .filter(({ well, value }) => !isSame(value, expected(plate, block, well)))
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

function isSame(left: WellValue, right: WellValue): boolean {
  return isOd(left) && isOd(right) ? Math.abs(left - right) < 1e-9 : left === right
}

/** What a fresh decoder makes of the events of one connection. */
export function replay({ driver }: DriverPair, events: readonly LineEvent[]): readonly Heard[] {
  const decoder = driver.decoder()
  return events.flatMap((event) => {
    switch (event.kind) {
      case 'opened':
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
