import { defer } from 'rxjs'
import type { Observable } from 'rxjs'

import { AssaydError } from '../core/errors.ts'
import type { LineEvent } from '../ports/capture.ts'
import type { Clock } from '../ports/clock.ts'
import type { Connection, Transport } from '../ports/transport.ts'
import { createArrivals } from './arrivals.ts'
import type { Arrivals } from './arrivals.ts'
import { readCapture } from './capture.ts'

/**
 * A recorded send that nobody repeats for so long belongs to a conversation that is not held again.
 */
const REPLAY_PATIENCE_MS = 10_000

/**
 * Plays a capture as if its reader were there: what the reader said comes in the recorded pieces,
 * without the recorded waits, and the stream completes after the last. An answer comes only after
 * the bytes that were sent before it in the recording are written again, in whatever pieces; other
 * bytes are refused with AssaydError `replay-mismatch`. To a host that writes nothing for ten
 * seconds the rest is played without being asked.
 */
export function replayTransport(file: string, clock: Clock): Transport {
  return {
    port: `replay:${file}`,
    hasLineSettings: false,
    connect: async () => new Replay(file, readCapture(file).events, clock),
  }
}

type Step = Extract<LineEvent, { readonly bytes: Uint8Array }>

class Replay implements Connection {
  readonly bytes$: Observable<Uint8Array>
  readonly #file: string
  readonly #clock: Clock
  readonly #arrivals: Arrivals
  readonly #steps: readonly Step[]
  #next = 0
  /** How many bytes of the next step, a send, have been written again. */
  #written = 0
  #isAsked = true
  #isOver = false
  #callOffPatience = (): void => {}

  constructor(file: string, events: readonly LineEvent[], clock: Clock) {
    this.#file = file
    this.#clock = clock
    this.#arrivals = createArrivals(`replay:${file}`)
    this.#steps = events.filter((event) => event.kind === 'sent' || event.kind === 'received')
    this.bytes$ = defer(() => {
      queueMicrotask(() => this.#play())
      return this.#arrivals.bytes$
    })
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.#isOver) throw new AssaydError('port-lost', `The replay of '${this.#file}' is over.`)
    this.#play()
    for (let done = 0; done < bytes.length && this.#isAsked;) done += this.#repeat(bytes, done)
    queueMicrotask(() => this.#play())
  }

  async retune(): Promise<void> {}

  async close(): Promise<void> {
    this.#end()
  }

  /** Plays up to the next send, or to the end. */
  #play(): void {
    this.#callOffPatience()
    while (!this.#isOver) {
      const step = this.#steps[this.#next]
      if (step === undefined) return this.#end()
      if (step.kind === 'sent' && this.#isAsked) return this.#wait()
      this.#next += 1
      if (step.kind === 'received') this.#arrivals.push(step.bytes)
    }
  }

  #wait(): void {
    this.#callOffPatience = this.#clock.after(REPLAY_PATIENCE_MS, () => {
      this.#isAsked = false
      this.#play()
    })
  }

  /** Compares written bytes with the recorded send; gives how many it covers. */
  #repeat(bytes: Uint8Array, from: number): number {
    const step = this.#steps[this.#next]
    if (step?.kind !== 'sent') throw this.#mismatch(bytes, new Uint8Array())
    const rest = step.bytes.subarray(this.#written)
    const count = Math.min(rest.length, bytes.length - from)
    for (let index = 0; index < count; index += 1) {
      if (bytes[from + index] !== rest[index]) throw this.#mismatch(bytes, step.bytes)
    }
    this.#written += count
    if (this.#written === step.bytes.length) {
      this.#next += 1
      this.#written = 0
    }
    return count
  }

  #mismatch(bytes: Uint8Array, recorded: Uint8Array): AssaydError {
    const [found, expected] = [bytes, recorded].map((some) => Buffer.from(some).toString('hex'))
    return new AssaydError(
      'replay-mismatch',
      `'${found}' was sent where '${this.#file}' has '${expected}' (hexadecimal).`,
      {
        hint: 'The driver talks otherwise than then; `assayd replay` only listens.',
      },
    )
  }

  #end(): void {
    this.#isOver = true
    this.#callOffPatience()
    this.#arrivals.end()
  }
}
