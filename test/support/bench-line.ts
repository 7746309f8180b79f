import { Subject } from 'rxjs'

import { openConversation } from '../../src/readers/conversation.ts'
import { AssaydError } from '../../src/core/errors.ts'
import type { PlateRead } from '../../src/core/plate-read.ts'
import type { LineEvent } from '../../src/ports/capture.ts'
import type { Driver, Fault, Heard, Line } from '../../src/ports/driver.ts'
import type { SimulatedReader } from '../../src/ports/simulator.ts'
import { heardBy } from '../../src/readers/reading.ts'
import { createPlayer } from '../../src/serial/emission-player.ts'
import type { SimulatedClock } from './simulated-clock.ts'

/** A driver and a simulated reader on one wire, in memory and in simulated time. */
export interface BenchLine {
  readonly line: Line
  readonly heard: Heard[]
  /** Everything that happened on the line: a capture in memory. */
  readonly events: LineEvent[]
  reads(): PlateRead[]
  faults(): Fault[]
  /** Bytes from nowhere, as if the line made them. */
  inject(bytes: Uint8Array): void
  /** A person presses START at the reader, where that gives a plate. */
  pressStart(): void
  isOpen(): boolean
  /** The host stops the read under way. */
  abort(): void
  readOver(): void
  /** The read of an earlier connection is resumed on this one. */
  resume(told: string): void
  /** The cable is pulled. */
  pull(): void
  /** Opens the connection again after the cable was pulled. */
  reconnect(): BenchLine
}

export interface BenchParts {
  readonly driver: Driver
  readonly reader: SimulatedReader
  readonly clock: SimulatedClock
  /** Cuts what the reader says into the pieces that arrive. */
  readonly cut?: (bytes: Uint8Array) => readonly Uint8Array[]
}

/** Eleven bits a byte at 9600 baud. */
const BYTE_MS = 11 / 9.6

export function benchLine(parts: BenchParts, awayMs = 0): BenchLine {
  const { driver, reader, clock } = parts
  const cut = parts.cut ?? ((bytes: Uint8Array) => [bytes])
  const heard: Heard[] = []
  const events: LineEvent[] = []
  const events$ = new Subject<LineEvent>()
  let open = true
  let lostAtMs = 0

  const receive = (bytes: Uint8Array): void => {
    for (const piece of cut(bytes)) {
      if (!open || piece.length === 0) continue
      conversation.arrived(piece)
      events$.next({ kind: 'received', atMs: clock.monotonicMs(), bytes: piece })
    }
  }
  const hangUp = (): void => {
    if (!open) return
    open = false
    lostAtMs = clock.monotonicMs()
    events$.next({ kind: 'closed', atMs: clock.monotonicMs(), note: 'pulled' })
    conversation.lost(new AssaydError('port-lost', 'The cable was pulled.'))
  }
  const player = createPlayer({ clock, byteMs: BYTE_MS, say: receive, hangUp })
  const conversation = openConversation({
    clock,
    unaskedQuietMs: driver.facts.unaskedQuietMs,
    tell: (event) => events$.next(event),
    write: async (bytes) => player.play(reader.hear(bytes)),
  })
  events$.subscribe((event) => events.push(event))
  events$.pipe(heardBy(driver)).subscribe(({ heard: one }) => {
    heard.push(one)
    conversation.heard(one)
    if (one.kind === 'answer') conversation.say(one.bytes)
  })
  player.play(reader.connected(awayMs))
  return {
    line: conversation.line,
    heard,
    events,
    reads: () => heard.flatMap((one) => (one.kind === 'read' ? [one.read] : [])),
    faults: () => heard.flatMap((one) => (one.kind === 'fault' ? [one.fault] : [])),
    inject: receive,
    isOpen: () => open,
    abort: () => conversation.stopRead(),
    readOver: () => conversation.readOver(),
    resume: (note) => events$.next({ kind: 'resumed', atMs: clock.monotonicMs(), note }),
    pressStart: () => player.play(reader.pressStart?.() ?? []),
    pull: () => {
      player.stop()
      hangUp()
    },
    reconnect: () => benchLine(parts, clock.monotonicMs() - lostAtMs),
  }
}
