import {
  type ByteLog,
  bytesFromText,
  concatBytes,
  createByteLog,
  type Decoder,
  type Fault,
  faultFrom,
  type FaultText,
  type Heard,
  hexFromBytes,
  type PlateRead,
  type Reply,
} from '../../src/driver-kit.ts'

import { type Answer, type BlockDone, createAnswer, type Ending, REFUSED } from './answer.ts'
import { ACK, NAK } from './bytes.ts'
import { ARGUMENT_BYTES, type Command, commandFromByte } from './commands.ts'
import { overtakenFault, restartedFault } from './faults.ts'
import { ReadAnswer } from './read-answer.ts'
import { answerBytesMax, type ReadPlan } from './read-plan.ts'
import {
  afterCommand,
  NOTHING_KNOWN,
  planFor,
  type ReaderMemory,
  RESTARTED,
} from './reader-memory.ts'
import { createStray, type Stray, type StrayHeard, unaskedRead } from './stray.ts'

/** One command from its first byte to the end of its answer. */
interface Exchange {
  readonly command: Command
  /** Everything received since the acknowledgement, with it. */
  readonly log: ByteLog
  argument: Uint8Array
  /** `argument`: acknowledged, and the host has yet to send the argument. */
  phase: 'acknowledgement' | 'argument' | 'answer'
  answer: Answer | undefined
  plan: ReadPlan | undefined
  /** The host told the reader to stop the read under way. */
  isHalted: boolean
}

/** `X` in the middle of a read: the carrier goes home, and the rest of the data is one DLE. */
export const HALT = bytesFromText('X')

const NO_DATA = new Uint8Array()
const ANSWER_LOG_BYTES_MAX = 16_384
/** Commands after which no second plate can follow the one that was read before. */
const CHANGES_PLATES = 'VSdr%'

/** A decoder for one connection. */
export function createDecoder(): Decoder {
  return new ElxDecoder()
}

class ElxDecoder implements Decoder {
  readonly #stray: Stray = createStray()
  #memory: ReaderMemory = NOTHING_KNOWN
  #exchange: Exchange | undefined
  /** The plan of the plate read last, as long as another may come right behind it. */
  #follow: ReadPlan | undefined

  sent(bytes: Uint8Array): readonly Heard[] {
    const [first] = bytes
    if (first === undefined) return []
    const noise = this.#stray.isInPlate ? [] : this.#stray.flush()
    this.#stray.mark()
    const exchange = this.#exchange
    if (exchange?.phase === 'argument') {
      exchange.argument = concatBytes(exchange.argument, bytes)
      this.#listen(exchange)
      return noise
    }
    if (exchange !== undefined && isHalt(exchange, bytes)) {
      exchange.isHalted = true
      if (exchange.answer instanceof ReadAnswer) exchange.answer.halt()
      return noise
    }
    const overtaken = exchange === undefined ? [] : this.#overtake(exchange)
    this.#open(first, bytes.slice(1))
    return [...noise, ...overtaken]
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
    const ending = exchange && cutEnding(exchange, 'closed')
    if (exchange === undefined || ending?.fault === undefined) return noise
    return [...noise, { kind: 'fault', fault: faultFrom(ending.fault, exchange.log) }]
  }

  #open(first: number, argument: Uint8Array): void {
    const command = commandFromByte(first) ?? strangerFrom(first)
    if (CHANGES_PLATES.includes(command.code)) this.#follow = undefined
    const plan = planFor(this.#memory, command, argument)
    const bytesMax = plan === undefined ? ANSWER_LOG_BYTES_MAX : answerBytesMax(plan)
    this.#exchange = {
      command,
      log: createByteLog(Math.max(bytesMax, ANSWER_LOG_BYTES_MAX)),
      argument,
      phase: 'acknowledgement',
      answer: undefined,
      plan,
      isHalted: false,
    }
  }

  #inAcknowledgement(exchange: Exchange, byte: number): readonly Heard[] {
    if (byte !== ACK && byte !== NAK) return this.#hearStray(byte)
    const noise = this.#stray.flush()
    exchange.log.push(byte)
    if (byte === NAK) return [...noise, ...this.#finish(exchange, REFUSED)]
    const wanted = ARGUMENT_BYTES[exchange.command.argument]
    if (exchange.argument.length >= wanted) {
      this.#listen(exchange)
      return noise
    }
    exchange.phase = 'argument'
    const reply = { command: exchange.command.name, data: NO_DATA, status: '' }
    return [...noise, { kind: 'reply', reply: { ...reply, outcome: 'answered' } }]
  }

  /** Everything that had to be sent was sent: the answer begins with the next byte. */
  #listen(exchange: Exchange): void {
    const { command, argument, log } = exchange
    exchange.phase = 'answer'
    exchange.plan = planFor(this.#memory, command, argument)
    const shape = command.reply
    const isRead = shape.kind === 'plate' || shape.kind === 'wells'
    if (!isRead) {
      exchange.answer = createAnswer(shape, command.name)
      return
    }
    const opening = shape.kind === 'plate' ? 'status' : 'acknowledged'
    const { statusFormat } = this.#memory
    const answer = new ReadAnswer({ plan: exchange.plan, opening, statusFormat, log })
    if (exchange.isHalted) answer.halt()
    exchange.answer = answer
  }

  #inAnswer(exchange: Exchange, byte: number): readonly Heard[] {
    exchange.log.push(byte)
    const step = exchange.answer?.take(byte)
    if (step === undefined) return []
    return step.kind === 'block' ? progressOf(step) : this.#finish(exchange, step)
  }

  /**
   * The exchange is over: its fault, its plate, then its one reply; and what the reader now
   * remembers.
   */
  #finish(exchange: Exchange, ending: Ending): readonly Heard[] {
    this.#exchange = undefined
    const fault = this.#faultOf(exchange, ending)
    const read = this.#readOf(exchange, ending)
    this.#remember(exchange, ending)
    return [
      ...(fault === undefined ? [] : [{ kind: 'fault', fault } as const]),
      ...(read === undefined ? [] : [{ kind: 'read', read } as const]),
      { kind: 'reply', reply: replyOf(exchange, ending, fault) },
    ]
  }

  #faultOf(exchange: Exchange, ending: Ending): Fault | undefined {
    const text = ending.fault ?? this.#restart(exchange, ending)
    if (text?.code === 'reader-restarted') this.#memory = RESTARTED
    return text && faultFrom(text, exchange.log)
  }

  /**
   * A status in 312 form where ELx was set: only a power cycle does that. `n` itself may answer in
   * the old form.
   */
  #restart({ command }: Exchange, { status }: Ending): FaultText | undefined {
    const isExpected = command.code === 'n' || this.#memory.statusFormat !== 'elx'
    return status?.format === '312' && !isExpected ? restartedFault(status) : undefined
  }

  #readOf({ plan, log }: Exchange, ending: Ending): PlateRead | undefined {
    if (plan === undefined || ending.plate === undefined) return undefined
    this.#follow = plan
    return plateRead({ plan, ending, bytes: log.slice(), barcode: this.#memory.barcode })
  }

  #remember({ command, argument, phase }: Exchange, ending: Ending): void {
    // A command that was refused, or of which the reader heard no argument, left it as it was.
    const wasTold = phase === 'answer' || argument.length > 0
    if (!wasTold || ending.outcome === 'refused') return
    const isSure = ending.outcome === 'answered'
    const { status, data } = ending
    this.#memory = afterCommand(this.#memory, { command, argument, isSure, status, data })
  }

  #hearStray(byte: number): readonly Heard[] {
    const { heard, read, again = NO_DATA }: StrayHeard = this.#stray.take(byte, this.#follow)
    if (read !== undefined) {
      const second = unaskedRead(plateRead({ ...read, barcode: null }))
      return [...heard, { kind: 'read', read: second }]
    }
    // Noise parts what comes after it from the plate before it.
    if (!this.#stray.isHolding) this.#follow = undefined
    return [...heard, ...[...again].flatMap((each) => this.received(each))]
  }

  #overtake(exchange: Exchange): readonly Heard[] {
    const fault = overtakenFault(exchange.command.name)
    const outcome = 'broken'
    const ending: Ending = { kind: 'end', outcome, data: NO_DATA, status: undefined, fault }
    return this.#finish(exchange, ending)
  }
}

/** A byte the dialect does not know: the reader should answer NAK. */
function strangerFrom(byte: number): Command {
  return {
    code: String.fromCharCode(byte),
    name: `unknown-${hexFromBytes([byte])}`,
    class: 'moves-plate',
    sinceBasecode3: false,
    argument: 'none',
    reply: { kind: 'fixed', dataBytes: 0, status: true },
  }
}

/** A read is the one exchange that is stopped in its middle; otherwise `X` is a command. */
function isHalt({ command, phase }: Exchange, bytes: Uint8Array): boolean {
  const isRead = command.reply.kind === 'plate' || command.reply.kind === 'wells'
  return isRead && phase !== 'argument' && bytes.length === 1 && bytes[0] === HALT[0]
}

/** An exchange that broke off; without its acknowledgement nothing was half said. */
function cutEnding(exchange: Exchange, how: 'silence' | 'closed'): Ending {
  const silent: Ending = { kind: 'end', outcome: 'silent', data: NO_DATA, status: undefined }
  return exchange.answer?.cut(how) ?? silent
}

function progressOf({ blocksDone, blocksExpected, temperatureC }: BlockDone): readonly Heard[] {
  if (blocksExpected === null || blocksExpected < 2) return []
  return [{ kind: 'progress', blocksDone, blocksExpected, temperatureC }]
}

function replyOf(exchange: Exchange, ending: Ending, fault: Fault | undefined): Reply {
  const reply = {
    command: exchange.command.name,
    outcome: ending.outcome,
    data: ending.data,
    status: ending.status?.code ?? '',
  }
  return fault === undefined ? reply : { ...reply, fault }
}

interface ReadParts {
  readonly plan: ReadPlan
  readonly ending: Ending
  readonly bytes: Uint8Array
  readonly barcode: string | null
}

function plateRead({ plan, ending, bytes, barcode }: ReadParts): PlateRead {
  const { blocks = [], assayName = '' } = ending.plate ?? {}
  const extra = {
    dataFormat: plan.dataFormat,
    finalStatus: ending.status?.code ?? '',
    ...(assayName === '' ? {} : { assayName }),
  }
  return { format: plan.format, blocks, barcode, extra, bytes }
}
