import {
  type ByteLog,
  concatBytes,
  createByteLog,
  type Decoder,
  type Fault,
  faultFrom,
  type FaultText,
  type Heard,
  hexFromBytes,
  type Reply,
} from '../../src/driver-kit.ts'

import { type Answer, createTextAnswer, type Ending, endingWithout } from './answer.ts'
import { ACK, NAK } from './bytes.ts'
import { ABORT, type Command, commandFromByte, END_ARGUMENT } from './commands.ts'
import { type AssayDefinition, definitionFromBytes } from './definition.ts'
import { OK_STATUS } from './error-table.ts'
import { abortedFault, type Cut } from './faults.ts'
import { cutFault, overtakenFault, unfinishedFault } from './faults.ts'
import { ReadAnswer } from './read-answer.ts'
import { afterDefinition, bytesOf, isWhole, plateRead, type Series, withPart } from './series.ts'
import { createStray, READ_ANSWER_BYTES_MAX, type Stray } from './stray.ts'

/** One command from its first byte to the end of its answer. */
interface Exchange {
  readonly command: Command
  /** Everything received since the acknowledgement, with it. */
  readonly log: ByteLog
  argument: Uint8Array
  /** `argument`: acknowledged, and the host has yet to send the argument. */
  phase: 'acknowledgement' | 'argument' | 'answer'
  answer: Answer | undefined
}

const NO_BYTES = new Uint8Array()
/** The carrier moves: what was announced before is not of the plate that comes. */
const MOVES_CARRIER: ReadonlySet<string> = new Set(['A', 'J', 'i'])

/** A decoder for one connection. */
export function createDecoder(): Decoder {
  return new SynergyDecoder()
}

class SynergyDecoder implements Decoder {
  readonly #stray: Stray = createStray()
  #exchange: Exchange | undefined
  /** What the reader has loaded, as far as it was told on this line and took it. */
  #loaded: AssayDefinition | undefined
  #series: Series | undefined
  /** What was read last, as long as the answer of another read may come right behind it. */
  #follow: AssayDefinition | undefined

  sent(bytes: Uint8Array): readonly Heard[] {
    const [first] = bytes
    if (first === undefined) return []
    const noise = this.#stray.isInPlate ? [] : this.#stray.flush()
    this.#stray.mark()
    const exchange = this.#exchange
    if (exchange?.phase === 'argument') {
      exchange.argument = concatBytes(exchange.argument, bytes)
      listen(exchange, this.#loaded)
      return noise
    }
    if (bytes.length === 1 && first === ABORT.charCodeAt(0)) {
      return [...noise, ...this.#abort(exchange)]
    }
    const overtaken = exchange === undefined ? [] : this.#overtake(exchange)
    return [...noise, ...overtaken, ...this.#open(first, bytes.slice(1))]
  }

  received(byte: number): readonly Heard[] {
    const exchange = this.#exchange
    if (this.#stray.isInPlate || exchange === undefined) return this.#hearStray(byte)
    switch (exchange.phase) {
      case 'acknowledgement':
        return this.#inAcknowledgement(exchange, byte)
      case 'argument':
        return this.#hearStray(byte)
      case 'answer':
        return this.#inAnswer(exchange, byte)
    }
  }

  silence(): readonly Heard[] {
    this.#follow = undefined
    const noise = this.#stray.flush()
    const exchange = this.#exchange
    if (exchange === undefined) return noise
    if (exchange.phase === 'argument') {
      // Its acknowledgement was the reply; nobody waits.
      this.#exchange = undefined
      return noise
    }
    return [...noise, ...this.#finish(exchange, cutEnding(exchange, 'silence'))]
  }

  /** No reply is given: the port is lost, and with it whoever waited for one. */
  closed(): readonly Heard[] {
    const noise = this.#stray.flush()
    const exchange = this.#exchange
    this.#exchange = undefined
    const fault = exchange && cutEnding(exchange, 'closed').fault
    if (exchange !== undefined && fault !== undefined) {
      return [...noise, faultHeard(fault, this.#bytesWith(exchange))]
    }
    const { parts = [] } = this.#series ?? {}
    if (parts.length === 0) return noise
    const what = `Half a read, ${parts.length} of ${this.#series?.announced.length} wavelengths`
    return [...noise, faultHeard(cutFault('closed', what), bytesOf(this.#series))]
  }

  #open(first: number, argument: Uint8Array): readonly Heard[] {
    const command = commandFromByte(first) ?? strangerFrom(first)
    const dropped = MOVES_CARRIER.has(command.code) ? this.#drop('the carrier was moved') : []
    if (dropped.length > 0 || 'ADJO'.includes(command.code)) this.#follow = undefined
    const log = createByteLog(READ_ANSWER_BYTES_MAX)
    const phase = command.code === END_ARGUMENT ? 'answer' : 'acknowledgement'
    this.#exchange = { command, log, argument, phase, answer: undefined }
    if (phase === 'answer') listen(this.#exchange, this.#loaded)
    return dropped
  }

  #inAcknowledgement(exchange: Exchange, byte: number): readonly Heard[] {
    if (byte !== ACK && byte !== NAK) return this.#hearStray(byte)
    const noise = this.#stray.flush()
    exchange.log.push(byte)
    if (byte === NAK) return [...noise, ...this.#finish(exchange, endingWithout('refused'))]
    if (exchange.command.argument === 'none' || exchange.argument.length > 0) {
      listen(exchange, this.#loaded)
      return noise
    }
    exchange.phase = 'argument'
    return [...noise, { kind: 'reply', reply: replyOf(exchange, endingWithout('answered')) }]
  }

  #inAnswer(exchange: Exchange, byte: number): readonly Heard[] {
    exchange.log.push(byte)
    const ending = exchange.answer?.take(byte)
    return ending === undefined ? [] : this.#finish(exchange, ending)
  }

  /** The exchange is over: its fault, its plate, then its one reply. */
  #finish(exchange: Exchange, ending: Ending): readonly Heard[] {
    this.#exchange = undefined
    const { command } = exchange
    const fault = ending.fault && faultHeard(ending.fault, this.#bytesWith(exchange))
    const reply: Heard = { kind: 'reply', reply: replyOf(exchange, ending, fault?.fault) }
    const first = fault === undefined ? [] : [fault]
    if (command.code === 'O') return [...first, ...this.#afterRead(exchange, ending), reply]
    if (command.code === 'D') return [...first, ...this.#afterDefinition(exchange, ending), reply]
    return [...first, reply]
  }

  #afterDefinition({ argument, phase }: Exchange, ending: Ending): readonly Heard[] {
    const isTaken = ending.outcome === 'answered' && ending.status === OK_STATUS
    this.#loaded = isTaken && phase === 'answer' ? definitionFromBytes(argument) : undefined
    if (this.#loaded === undefined) return this.#drop('the next definition was not taken')
    const next = afterDefinition(this.#series, this.#loaded)
    const isAnew = this.#series !== undefined && next.announced !== this.#series.announced
    const dropped = isAnew ? this.#drop('something else was asked for') : []
    this.#series = next
    return dropped
  }

  #afterRead({ log }: Exchange, { block, fault }: Ending): readonly Heard[] {
    const definition = this.#loaded
    if (block === undefined || definition === undefined) {
      if (fault?.code === 'reader-restarted') this.#loaded = undefined
      // The fault of this read already carries the bytes of those before.
      if (fault === undefined) return this.#drop('the next read did not begin')
      this.#series = undefined
      return []
    }
    const before = this.#series
    const series = withPart(before, { definition, heard: block, bytes: log.slice() })
    const isAnew = before !== undefined && series.announced !== before.announced
    const dropped = isAnew ? this.#drop('one of them was read again') : []
    const { announced, parts } = series
    if (!isWhole(series)) {
      this.#series = series
      const counts = { blocksDone: parts.length, blocksExpected: announced.length }
      return [...dropped, { kind: 'progress', ...counts }]
    }
    this.#series = undefined
    this.#follow = definition
    return [...dropped, { kind: 'read', read: plateRead(parts) }]
  }

  /** What was read of a series is given up; when it was anything, its bytes are a fault. */
  #drop(why: string): readonly Heard[] {
    const series = this.#series
    this.#series = undefined
    if (series === undefined || series.parts.length === 0) return []
    const text = unfinishedFault(series.parts.length, series.announced.length, why)
    return [faultHeard(text, bytesOf(series))]
  }

  #bytesWith({ log }: Exchange): Uint8Array {
    return concatBytes(bytesOf(this.#series), log.slice())
  }

  #hearStray(byte: number): readonly Heard[] {
    const { heard, part, again = NO_BYTES } = this.#stray.take(byte, this.#follow)
    if (part !== undefined) {
      const read = plateRead([part])
      const unasked = { ...read.extra, unasked: 'followed another plate' }
      return [...heard, { kind: 'read', read: { ...read, extra: unasked } }]
    }
    // Noise parts what comes after it from the plate before it.
    if (!this.#stray.isHolding) this.#follow = undefined
    return [...heard, ...[...again].flatMap((each) => this.received(each))]
  }

  /** Said in the middle of an exchange it ends it; said otherwise it changes nothing. */
  #abort(exchange: Exchange | undefined): readonly Heard[] {
    if (exchange === undefined) return []
    return this.#finish(exchange, endingWithout('broken', abortedFault(exchange.command.name)))
  }

  #overtake(exchange: Exchange): readonly Heard[] {
    return this.#finish(exchange, endingWithout('broken', overtakenFault(exchange.command.name)))
  }
}

/** Everything that had to be sent was sent: the answer begins with the next byte. */
function listen(exchange: Exchange, definition: AssayDefinition | undefined): void {
  const { command, log } = exchange
  exchange.phase = 'answer'
  exchange.answer =
    command.reply.kind === 'plate' ? new ReadAnswer({ definition, log }) : createTextAnswer(command)
}

/** An exchange that broke off; without its acknowledgement nothing was half said. */
function cutEnding(exchange: Exchange, how: Cut): Ending {
  const isHalf = exchange.answer !== undefined && exchange.log.length > 0
  return isHalf ? (exchange.answer?.cut(how) ?? endingWithout('silent')) : endingWithout('silent')
}

/** A byte the dialect does not know. */
function strangerFrom(byte: number): Command {
  return {
    code: String.fromCharCode(byte),
    name: `unknown-${hexFromBytes([byte])}`,
    class: 'moves-plate',
    argument: 'none',
    reply: { kind: 'text', dataBytes: null },
  }
}

function faultHeard(text: FaultText, bytes: Uint8Array): { kind: 'fault'; fault: Fault } {
  return { kind: 'fault', fault: faultFrom(text, bytes) }
}

function replyOf({ command }: Exchange, { outcome, data, status }: Ending, fault?: Fault): Reply {
  const reply = { command: command.name, outcome, data, status }
  return fault === undefined ? reply : { ...reply, fault }
}
