import {
  concatBytes,
  createNoise,
  type Decoder,
  type Fault,
  faultFrom,
  type Heard,
  type LeftRead,
  type Noise,
  type Reply,
  textFromBytes,
} from '../../src/driver-kit.ts'

import { Answer, isBlank } from './answer.ts'
import {
  ATTENTION,
  CLEAR_DATA,
  type Command,
  COMMANDS,
  commandFromLine,
  lineFromBytes,
  READ,
  TRANSFER,
} from './commands.ts'
import { cutEnding, type Ending, ending, heardEnding } from './ending.ts'
import { NO_DATA } from './error-table.ts'
import {
  type Cut,
  cutFault,
  failFault,
  overtakenFault,
  repeatedFault,
  unfinishedFault,
} from './faults.ts'
import { leftRead, linesFromTold } from './left-read.ts'
import { bytesOf, handedOver, noMore, type Run, type Step } from './run.ts'
import { planFrom, readingsOf, type RunPlan } from './run-plan.ts'
import { plateRead, transferFromText } from './transfer.ts'

/** One line from the host and what answers it. */
interface Exchange {
  readonly command: Command
  readonly line: string
  readonly answer: Answer
}

/** The plate read last, as long as another may come right behind it. */
interface Follow {
  readonly plan: RunPlan
  readonly time: string
  /** Once it comes. */
  answer: Answer | undefined
}

const TRANSFER_COMMAND = commandFromLine('!TRANSFER')
const SETS: ReadonlySet<string> = new Set(
  COMMANDS.filter((each) => each.class === 'writes-memory').map(({ name }) => name),
)

/** A decoder for one connection. */
export function createDecoder(): Decoder {
  return new SpectraMaxDecoder()
}

class SpectraMaxDecoder implements Decoder {
  readonly #noise: Noise = createNoise('answer')
  /** What the reader took since its data were cleared, by the names of the commands. */
  readonly #set = new Map<string, string>()
  #exchange: Exchange | undefined
  #run: Run | undefined
  #follow: Follow | undefined

  sent(bytes: Uint8Array): readonly Heard[] {
    if (bytes.length === 0) return []
    const line = lineFromBytes(bytes)
    const command = commandFromLine(line)
    const exchange = this.#exchange
    const overtaken =
      exchange === undefined
        ? this.#flushed()
        : this.#finish(exchange, ending('broken', overtakenFault(exchange.command.name)))
    const forgets = command.name === CLEAR_DATA || command.name === READ
    const dropped = forgets ? this.#drop() : []
    this.#exchange = { command, line, answer: new Answer(command) }
    return [...overtaken, ...dropped]
  }

  received(byte: number): readonly Heard[] {
    const exchange = this.#exchange
    if (exchange === undefined) return this.#unasked(byte)
    if (!exchange.answer.take(byte)) return []
    return this.#finish(exchange, heardEnding(exchange.command, exchange.answer.parts))
  }

  silence(): readonly Heard[] {
    const exchange = this.#exchange
    if (exchange === undefined) return this.#flushed()
    return this.#finish(exchange, cutEnding(exchange, 'silence'))
  }

  /** No reply is given: the port is lost, and with it whoever waited for one. */
  closed(): readonly Heard[] {
    const exchange = this.#exchange
    const heard =
      exchange === undefined
        ? this.#flushed()
        : this.#finish(exchange, cutEnding(exchange, 'closed'))
    return [...heard.filter(({ kind }) => kind !== 'reply'), ...this.#drop('closed')]
  }

  left(): LeftRead | undefined {
    const { plan, readings = [], isUnanswered = false } = this.#run ?? {}
    const isAskedNow = this.#exchange?.command.name === TRANSFER
    const mayBeHandedOver = readings.length > 0 || isUnanswered || isAskedNow
    return plan === undefined || mayBeHandedOver ? undefined : leftRead(plan, this.#set)
  }

  resumed(told: string): void {
    this.#set.clear()
    for (const [name, line] of linesFromTold(told)) this.#set.set(name, line)
    const plan = planFrom(this.#set)
    this.#run = plan && { plan, readings: [], isResumed: true }
  }

  /** The exchange is over: noise before it, its fault, its plate, then its one reply. */
  #finish(exchange: Exchange, end: Ending): readonly Heard[] {
    this.#exchange = undefined
    const { command, answer } = exchange
    const isAnswer = answer.isBegun && !isBlank(answer.junk)
    const noise = isAnswer ? this.#noisy(answer.junk) : []
    const { result, after } = this.#judged(exchange, end)
    const fault = result.fault && faultFrom(result.fault, this.#bytesOf(exchange, result))
    if (fault !== undefined && command.name === TRANSFER) this.#run = undefined
    return [
      ...noise,
      ...(fault === undefined ? [] : [{ kind: 'fault', fault } as const]),
      ...after,
      { kind: 'reply', reply: replyOf(command, result, fault) },
    ]
  }

  /** What an answer means beside what was said before. */
  #judged(exchange: Exchange, end: Ending): { result: Ending; after: readonly Heard[] } {
    const { command, line } = exchange
    const { name } = command
    const isTaken = end.outcome === 'answered' && end.status === ''
    if (name === CLEAR_DATA) this.#set.clear()
    if (SETS.has(name) && isTaken) this.#set.set(name, line)
    else if (SETS.has(name)) this.#set.delete(name)
    if (name === READ) this.#begin(isTaken)
    if (name === TRANSFER && end.outcome !== 'answered') {
      this.#run = this.#run && { ...this.#run, isUnanswered: true }
    }
    if (name === TRANSFER && isTaken) return this.#step(handedOver(this.#run, exchange.answer, end))
    if (name === TRANSFER && end.status === NO_DATA) return this.#step(noMore(this.#run, end))
    // What others said before spoils the first line.
    const isTold = end.status !== '' && name !== ATTENTION
    const result = isTold ? { ...end, fault: failFault(name, end.status) } : end
    return { result, after: [] }
  }

  #begin(isTaken: boolean): void {
    const plan = isTaken && this.#set.has(CLEAR_DATA) ? planFrom(this.#set) : undefined
    this.#run = plan && { plan, readings: [], isResumed: false }
  }

  /** Behind a read of one reading the data of another plate may come. */
  #step({ result, after, run }: Step): { result: Ending; after: readonly Heard[] } {
    const { plan, isResumed } = this.#run ?? {}
    this.#run = run
    const read = after.find((one) => one.kind === 'read')?.read
    if (plan === undefined || read === undefined) return { result, after }
    const isAlone = readingsOf(plan) === 1 && isResumed === false
    this.#follow = isAlone
      ? { plan, time: read.extra['time1'] ?? '', answer: undefined }
      : undefined
    return { result, after }
  }

  /** Nobody asked: the data of another plate, or noise; ends of lines are nothing. */
  #unasked(byte: number): readonly Heard[] {
    const follow = this.#follow
    if (follow === undefined) return this.#stray(byte)
    const answer = (follow.answer ??= new Answer(TRANSFER_COMMAND))
    const isWhole = answer.take(byte)
    const mayBe = answer.isBegun ? isBlank(answer.junk) : mayFollow(answer.junk)
    if (answer.isSpoilt || !mayBe) return this.#giveUp(answer)
    if (!isWhole) return []
    const { data } = heardEnding(TRANSFER_COMMAND, answer.parts)
    const transfer = transferFromText(textFromBytes(data), follow.plan)
    if (typeof transfer === 'string') return this.#giveUp(answer)
    this.#follow = undefined
    const { bytes } = answer
    if (transfer.time === follow.time) {
      return [{ kind: 'fault', fault: faultFrom(repeatedFault(transfer.time), bytes) }]
    }
    const read = plateRead([{ transfer, bytes }], follow.plan)
    const extra = { ...read.extra, unasked: 'followed another plate' }
    return [{ kind: 'read', read: { ...read, extra } }]
  }

  #giveUp(answer: Answer): readonly Heard[] {
    this.#follow = undefined
    return [...answer.log.slice().values()].flatMap((byte) => this.#stray(byte))
  }

  #stray(byte: number): readonly Heard[] {
    return isBlank(Uint8Array.of(byte)) ? [] : this.#noise.add(byte)
  }

  #noisy(bytes: Uint8Array): readonly Heard[] {
    return [...this.#noise.addAll(bytes), ...this.#noise.end()]
  }

  /** Half a plate that nobody waits for is noise. */
  #flushed(): readonly Heard[] {
    const answer = this.#follow?.answer
    this.#follow = undefined
    const heard = answer === undefined ? [] : this.#giveUp(answer)
    return [...heard, ...this.#noise.end()]
  }

  /** What was handed over of a read is given up; when it was anything, its bytes are a fault. */
  #drop(how?: Cut): readonly Heard[] {
    const { plan, readings } = this.#run ?? {}
    this.#run = undefined
    if (plan === undefined || readings === undefined || readings.length === 0) return []
    const counts = [readings.length, readingsOf(plan)] as const
    const text =
      how === undefined
        ? unfinishedFault(...counts)
        : cutFault(how, `Half a read, ${counts[0]} of ${counts[1]} readings`)
    return [{ kind: 'fault', fault: faultFrom(text, bytesOf(readings)) }]
  }

  /** The bytes of a fault; those of a spoilt reading come after the ones before it. */
  #bytesOf({ command, answer }: Exchange, { fault }: Ending): Uint8Array {
    const before = command.name === TRANSFER && fault !== undefined ? this.#run?.readings : []
    const own = answer.isBegun ? answer.bytes : answer.junk
    return concatBytes(bytesOf(before ?? []), own)
  }
}

/** Whether bytes that came unasked may yet become the data of a plate. */
function mayFollow(bytes: Uint8Array): boolean {
  return /^[\s>]{0,8}O?$/.test(textFromBytes(bytes))
}

function replyOf({ name }: Command, { outcome, data, status }: Ending, fault?: Fault): Reply {
  const reply = { command: name, outcome, data, status }
  return fault === undefined ? reply : { ...reply, fault }
}
