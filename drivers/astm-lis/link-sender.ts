import { type Emission, concatBytes } from '../../src/driver-kit.ts'

import { ACK, ENQ, EOT, NAK } from './bytes.ts'
import { type Frame, type FrameEnd, numberAfter } from './frame.ts'

// The sender of the link layer: ENQ, frames one by one, EOT. Source: LIS01-A2.

/** A frame before it has a number. */
export interface FrameText {
  readonly text: string
  readonly end: FrameEnd
}

/** What a sender is to send, and what goes wrong on the way. */
export interface Transfer {
  readonly frames: readonly FrameText[]
  /** What goes out for a frame; `attempt` counts from 1. */
  readonly emit: (frame: Frame, at: { readonly index: number; readonly attempt: number }) => Step
  /** Every frame was acknowledged. */
  readonly delivered: () => void
  /** Bytes that go out after the link is over. */
  readonly afterwards: () => readonly Emission[]
}

/**
 * The bytes of one turn, and what the sender does behind them: usually it waits for ACK. `misses`:
 * it does not hear the next ACK, and sends the frame again.
 */
export interface Step {
  readonly emissions: readonly Emission[]
  readonly next: 'wait' | 'misses' | 'forget' | 'go-on' | 'restart'
}

/** After so many refusals of one frame the sender gives up. */
const REFUSALS_MAX = 6
/** A busy receiver is asked again after so long. */
const BUSY_MS = 10_000
/** When both ask at once the analyser has the right of way, and asks again after so long. */
const CONTENTION_MS = 1_000
const TURN_MS = 5

export interface LinkSender {
  /** Asks for the link; whatever was under way is given up. */
  begin(transfer: Transfer): readonly Emission[]
  hear(byte: number): readonly Emission[]
  /** The connection is new: nothing is under way. */
  reset(): void
}

export function createLinkSender(): LinkSender {
  return new StopAndWaitSender()
}

class StopAndWaitSender implements LinkSender {
  #transfer: Transfer | undefined
  #isAsking = false
  #index = 0
  #number = 1
  #attempt = 1
  #isDeaf = false

  begin(transfer: Transfer): readonly Emission[] {
    this.#transfer = transfer
    this.#isAsking = true
    this.#index = 0
    this.#number = 1
    this.#attempt = 1
    return [say(TURN_MS, ENQ)]
  }

  hear(byte: number): readonly Emission[] {
    const transfer = this.#transfer
    // A host that asks for the line finds the analyser busy: it takes no orders.
    if (transfer === undefined) return byte === ENQ ? [say(TURN_MS, NAK)] : []
    return this.#isAsking ? this.#asked(byte, transfer) : this.#sending(byte, transfer)
  }

  reset(): void {
    this.#transfer = undefined
  }

  #asked(byte: number, transfer: Transfer): readonly Emission[] {
    if (byte === NAK) return [say(BUSY_MS, ENQ)]
    if (byte === ENQ) return [say(CONTENTION_MS, ENQ)]
    if (byte !== ACK) return []
    this.#isAsking = false
    return this.#send(transfer)
  }

  #sending(byte: number, transfer: Transfer): readonly Emission[] {
    if (byte === ACK && !this.#isDeaf) return this.#next(transfer)
    this.#isDeaf = false
    // At EOT the receiver took the frame and asks to be given the line.
    if (byte === EOT || this.#attempt >= REFUSALS_MAX) return this.#end()
    this.#attempt += 1
    return this.#send(transfer)
  }

  #next(transfer: Transfer): readonly Emission[] {
    this.#index += 1
    this.#number = numberAfter(this.#number)
    this.#attempt = 1
    return this.#send(transfer)
  }

  #send(transfer: Transfer): readonly Emission[] {
    const frame = transfer.frames[this.#index]
    if (frame === undefined) {
      transfer.delivered()
      return this.#end()
    }
    const at = { index: this.#index, attempt: this.#attempt }
    const { emissions, next } = transfer.emit({ number: this.#number, ...frame }, at)
    switch (next) {
      case 'go-on':
        return [joined([...emissions, ...this.#next(transfer)])]
      case 'restart':
        return [...emissions, ...this.begin(transfer)]
      case 'wait':
      case 'misses':
        this.#isDeaf = next === 'misses'
        return emissions
      case 'forget':
        this.#transfer = undefined
        return emissions
    }
  }

  #end(): readonly Emission[] {
    const after = this.#transfer?.afterwards ?? (() => [])
    this.#transfer = undefined
    return [say(TURN_MS, EOT), ...after()]
  }
}

/** What is said in one breath, though others may speak in between. */
function joined(emissions: readonly Emission[]): Emission {
  const afterMs = emissions[0]?.afterMs ?? 0
  return { afterMs, bytes: concatBytes(...emissions.map(({ bytes }) => bytes)) }
}

/** One byte after a wait. */
export function say(afterMs: number, ...bytes: readonly number[]): Emission {
  return { afterMs, bytes: Uint8Array.from(bytes) }
}
