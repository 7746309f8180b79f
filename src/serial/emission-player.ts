import type { Clock } from '../ports/clock.ts'
import type { Emission } from '../ports/simulator.ts'

/** How emissions are played, and to whom. */
export interface PlayerParts {
  readonly clock: Clock
  /** How long one byte takes on the wire; null plays everything at once, without any wait. */
  readonly byteMs: number | null
  readonly say: (bytes: Uint8Array) => void
  readonly hangUp: () => void
}

/**
 * Plays what a simulated reader does, one thing after the other, as a UART would put it on the
 * wire.
 */
export interface EmissionPlayer {
  play(emissions: readonly Emission[]): void
  /** Forgets everything that was still to be said. */
  stop(): void
}

/**
 * A USB adapter collects bytes for so long before it hands them over (FT232R: latency timer, 16
 * ms).
 */
const CHUNK_MS = 16

export function createPlayer(parts: PlayerParts): EmissionPlayer {
  const { byteMs } = parts
  if (byteMs !== null) return new PacedPlayer(parts, byteMs)
  return { play: (emissions) => emissions.forEach((one) => end(one, parts)), stop: () => {} }
}

/** Says an emission whole, with what follows from it. */
function end({ bytes, hangUp }: Emission, parts: PlayerParts): void {
  if (bytes.length > 0) parts.say(bytes)
  if (hangUp === true) parts.hangUp()
}

class PacedPlayer implements EmissionPlayer {
  readonly #parts: PlayerParts
  readonly #byteMs: number
  readonly #chunkBytes: number
  #waiting: Emission[] = []
  /** When the wire is free again; bytes are timed from there, so that late timers do not add up. */
  #freeAtMs = 0
  #callOff: (() => void) | undefined
  /** Something is being said, also while whoever hears it answers at once. */
  #isPlaying = false
  /** Counts the stops: what was being said when one came is not said to its end. */
  #turn = 0

  constructor(parts: PlayerParts, byteMs: number) {
    this.#parts = parts
    this.#byteMs = byteMs
    this.#chunkBytes = Math.max(1, Math.floor(CHUNK_MS / byteMs))
  }

  play(emissions: readonly Emission[]): void {
    for (const emission of emissions) {
      if (emission.forgetsPending === true) this.stop()
      this.#waiting.push(emission)
      if (!this.#isPlaying) this.#begin()
    }
  }

  stop(): void {
    this.#callOff?.()
    this.#callOff = undefined
    this.#waiting = []
    this.#isPlaying = false
    this.#turn += 1
  }

  /** Starts on what waits; the wire has been idle until now. */
  #begin(): void {
    this.#isPlaying = true
    this.#freeAtMs = this.#parts.clock.monotonicMs()
    this.#next()
  }

  #next(): void {
    const emission = this.#waiting.shift()
    this.#isPlaying = emission !== undefined
    if (emission !== undefined) this.#at(emission.afterMs, () => this.#speak(emission))
  }

  #speak(emission: Emission): void {
    if (emission.bytes.length === 0) return this.#finish(emission)
    const chunk = emission.bytes.subarray(0, this.#chunkBytes)
    const rest = { ...emission, bytes: emission.bytes.subarray(chunk.length) }
    this.#at(chunk.length * this.#byteMs, () => {
      const turn = this.#turn
      this.#parts.say(chunk)
      if (turn === this.#turn) this.#speak(rest)
    })
  }

  #finish(emission: Emission): void {
    if (emission.hangUp === true) this.#parts.hangUp()
    this.#next()
  }

  /** Does the next thing `ms` after the wire was free, or at once when that is past. */
  #at(ms: number, action: () => void): void {
    this.#freeAtMs += ms
    const waitMs = Math.max(0, this.#freeAtMs - this.#parts.clock.monotonicMs())
    this.#callOff = this.#parts.clock.after(waitMs, () => {
      this.#callOff = undefined
      action()
    })
  }
}
