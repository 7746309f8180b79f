import {
  createNoise,
  type Decoder,
  type Fault,
  faultFrom,
  type FaultText,
  type Heard,
  hexFromBytes,
  type LeftRead,
  type Noise,
  type Reply,
  resumedMisfit,
} from '../../src/driver-kit.ts'

import { type Command, commandFromPayload, DATA, RUN, STOP } from './commands.ts'
import {
  type DataResponse,
  dataFromPayload,
  misfit,
  numbersOf,
  plateRead,
} from './data-response.ts'
import {
  abortedFault,
  checksumFault,
  cutFault,
  malformedFault,
  overtakenFault,
  restartedFault,
  unfinishedFault,
  unknownRunFault,
} from './faults.ts'
import { createFrameReader, type FrameReader, type FrameStep } from './frame.ts'
import { leftRun, payloadFromTold } from './left-run.ts'
import { type RunDefinition, runFromPayload } from './run-definition.ts'
import { FLAG_BYTES, STATUS_BYTES, statusFromPayload } from './status.ts'

/** One frame from the host and the frame that answers it. */
interface Exchange {
  readonly command: Command
  readonly payload: Uint8Array
  /** What spoilt its answer; the rest is heard out in silence. */
  fault: FaultText | undefined
  /** Bytes of a spoilt answer, as far as they are kept. */
  spoilt: Uint8Array
}

interface Run extends RunDefinition {
  /** As it was told. */
  readonly payload: Uint8Array
  /** Begun on an earlier connection. */
  readonly isResumed: boolean
  /** Seen at work, so that no data are of the run before, and not asked for them since. */
  isLeft: boolean
}

/** How an exchange ended. */
interface Ending {
  readonly outcome: Reply['outcome']
  readonly payload: Uint8Array
  readonly fault?: FaultText
  readonly bytes: Uint8Array
  /** The plate of data that count. */
  readonly read?: Heard
}

const NO_BYTES = new Uint8Array()
const OVERHEAD_BYTES = 4
/** The reader forgets what it was told, or what was measured; what is stopped is not wanted. */
const FORGETS: ReadonlySet<string> = new Set(['initialize', 'drawer-in', 'drawer-out', RUN, STOP])

/** A decoder for one connection. */
export function createDecoder(): Decoder {
  return new ClariostarDecoder()
}

class ClariostarDecoder implements Decoder {
  readonly #frames: FrameReader = createFrameReader()
  readonly #noise: Noise = createNoise('answer')
  #exchange: Exchange | undefined
  /** The run the reader accepted, until its data were read. */
  #run: Run | undefined
  /** The run read last, as long as the data of another may come right behind it. */
  #follow: Run | undefined
  /** Answers that may still come to what was stopped. */
  #expected = 0

  sent(bytes: Uint8Array): readonly Heard[] {
    if (bytes.length === 0) return []
    const payload = bytes.slice(OVERHEAD_BYTES, -OVERHEAD_BYTES)
    const command = commandFromPayload(payload) ?? strangerFrom(payload)
    const exchange = this.#exchange
    if (FORGETS.has(command.name)) this.#run = undefined
    if (command.name === DATA && this.#run !== undefined) this.#run.isLeft = false
    if (command.name === STOP) return this.#stop(exchange)
    this.#expected = 0
    const overtaken =
      exchange === undefined ? this.#flushed() : this.#overtake(exchange, overtakenFault)
    this.#follow = undefined
    this.#exchange = { command, payload, fault: undefined, spoilt: NO_BYTES }
    return overtaken
  }

  received(byte: number): readonly Heard[] {
    const exchange = this.#exchange
    if (exchange?.fault !== undefined) return this.#drain(exchange, byte)
    const step = this.#frames.take(byte)
    if (step.kind === 'more') return []
    return exchange === undefined ? this.#unasked(step) : this.#answered(exchange, step)
  }

  silence(): readonly Heard[] {
    this.#follow = undefined
    const exchange = this.#exchange
    return exchange === undefined ? this.#flushed() : this.#cut(exchange, 'silence')
  }

  /** No reply is given: the port is lost, and with it whoever waited for one. */
  closed(): readonly Heard[] {
    const exchange = this.#exchange
    if (exchange === undefined) return this.#flushed()
    return this.#cut(exchange, 'closed').filter(({ kind }) => kind !== 'reply')
  }

  left(): LeftRead | undefined {
    const run = this.#run
    return run?.isLeft === true ? leftRun(run.payload) : undefined
  }

  resumed(told: string): void {
    this.#run = runOf(payloadFromTold(told), true)
  }

  #answered(exchange: Exchange, step: FrameStep): readonly Heard[] {
    const { name, echo } = exchange.command
    switch (step.kind) {
      case 'more':
        return []
      case 'stray':
        return step.wasBegun
          ? this.#spoil(exchange, malformedFault(name, 'the bytes are no frame'), step.bytes)
          : this.#noise.addAll(step.bytes)
      case 'bad-sum': {
        const fault = checksumFault(name, step.came, step.sum)
        return this.#finish(exchange, ending('broken', step.frame, fault))
      }
      case 'frame': {
        const { payload, frame } = step
        const isStatus = name !== 'status' || payload.length === STATUS_BYTES
        if ((echo === null || payload[0] === echo) && isStatus) {
          return this.#finish(exchange, { outcome: 'answered', payload, bytes: frame })
        }
        const first = hexFromBytes(payload.slice(0, 2))
        const why = `a frame of ${payload.length} bytes that begins with '${first}' is none`
        return this.#finish(exchange, ending('broken', frame, malformedFault(name, why)))
      }
    }
  }

  /** The exchange is over: noise before it, its fault, its plate, then its one reply. */
  #finish(exchange: Exchange, end: Ending): readonly Heard[] {
    this.#exchange = undefined
    const noise = this.#noise.end()
    const { command, payload } = exchange
    if (command.name === RUN && end.outcome === 'answered') this.#run = runOf(payload, false)
    const outcome = this.#judged(command, end)
    const fault = outcome.fault && faultFrom(outcome.fault, outcome.bytes)
    return [
      ...noise,
      ...(fault === undefined ? [] : [{ kind: 'fault', fault } as const]),
      ...(outcome.read === undefined ? [] : [outcome.read]),
      { kind: 'reply', reply: replyOf(command, outcome, fault) },
    ]
  }

  #judged(command: Command, end: Ending): Ending {
    if (command.name === DATA) return this.#afterData(end)
    const isStatus = command.name === 'status' && end.outcome === 'answered'
    if (!isStatus || this.#run === undefined) return end
    const { isBusy, isInitialized } = statusFromPayload(end.payload)
    this.#run.isLeft ||= isBusy
    if (isInitialized) return end
    this.#run = undefined
    return { ...end, fault: restartedFault() }
  }

  /** The plate of the data, or why there is none. Data are believed once for each run. */
  #afterData(end: Ending): Ending {
    if (end.outcome !== 'answered') return end
    const run = this.#run
    this.#run = undefined
    if (run === undefined) return ending('broken', end.bytes, unknownRunFault())
    const data = dataFromPayload(end.payload)
    const fault = faultIn(data, run)
    if (data === undefined || fault !== undefined) return ending('broken', end.bytes, fault)
    this.#follow = run
    return { ...end, read: { kind: 'read', read: plateRead(data, run, end.bytes) } }
  }

  /** Nobody asked: the answer to what was stopped, the data of another run, or noise. */
  #unasked(step: Exclude<FrameStep, { kind: 'more' }>): readonly Heard[] {
    const bytes = step.kind === 'stray' ? step.bytes : step.frame
    const run = this.#follow
    this.#follow = undefined
    if (step.kind === 'frame' && this.#expected > 0) {
      this.#expected -= 1
      return []
    }
    const data = step.kind === 'frame' ? dataFromPayload(step.payload) : undefined
    if (data === undefined || run === undefined || faultIn(data, run) !== undefined) {
      return this.#noise.addAll(bytes)
    }
    const read = plateRead(data, run, bytes)
    const extra = { ...read.extra, unasked: 'followed another plate' }
    return [...this.#noise.end(), { kind: 'read', read: { ...read, extra } }]
  }

  #spoil(exchange: Exchange, fault: FaultText, bytes: Uint8Array): readonly Heard[] {
    exchange.fault = fault
    exchange.spoilt = bytes
    return []
  }

  /** The rest of an answer without a frame: it ends when the line falls silent. */
  #drain(exchange: Exchange, byte: number): readonly Heard[] {
    if (exchange.spoilt.length < DRAIN_BYTES_KEPT) {
      exchange.spoilt = Uint8Array.of(...exchange.spoilt, byte)
    }
    return []
  }

  #cut(exchange: Exchange, how: 'silence' | 'closed'): readonly Heard[] {
    const { name } = exchange.command
    const { isBegun, isOneShort } = this.#frames
    const bytes = exchange.fault === undefined ? this.#frames.flush() : exchange.spoilt
    const lost = isOneShort ? malformedFault(name, 'a byte of the frame is missing') : undefined
    const broken = exchange.fault ?? lost
    if (broken !== undefined) return this.#finish(exchange, ending('broken', bytes, broken))
    const half = isBegun ? cutFault(how, name) : undefined
    return this.#finish(exchange, ending('silent', bytes, half))
  }

  #stop(exchange: Exchange | undefined): readonly Heard[] {
    this.#expected = exchange === undefined ? 1 : 2
    return exchange === undefined ? [] : this.#overtake(exchange, abortedFault)
  }

  #overtake(exchange: Exchange, why: (command: string) => FaultText): readonly Heard[] {
    const bytes = exchange.fault === undefined ? this.#frames.flush() : exchange.spoilt
    return this.#finish(exchange, ending('broken', bytes, why(exchange.command.name)))
  }

  /** Half a frame that nobody waits for is noise. */
  #flushed(): readonly Heard[] {
    const heard = this.#noise.addAll(this.#frames.flush())
    return [...heard, ...this.#noise.end()]
  }
}

/** So many bytes of an answer without a frame are kept. */
const DRAIN_BYTES_KEPT = 512

function runOf(payload: Uint8Array, isResumed: boolean): Run | undefined {
  const run = runFromPayload(payload)
  return run && { ...run, payload, isResumed, isLeft: isResumed }
}

function ending(outcome: Reply['outcome'], bytes: Uint8Array, fault?: FaultText): Ending {
  return { outcome, payload: NO_BYTES, bytes, ...(fault === undefined ? {} : { fault }) }
}

/** What speaks against the data of a run. */
function faultIn(data: DataResponse | undefined, run: Run): FaultText | undefined {
  if (data === undefined) return malformedFault(DATA, 'the layout of the data is not known')
  if (run.isResumed && data.expected !== numbersOf(run)) {
    return resumedMisfit(`it has ${data.expected} numbers, and ${numbersOf(run)} were asked for`)
  }
  const { isBusy, expected, written } = data
  if (isBusy || written < expected) return unfinishedFault(written, expected)
  const why = misfit(data, run)
  if (why === null) return undefined
  return run.isResumed ? resumedMisfit(why) : malformedFault(DATA, why)
}

/** A command that the dialect does not know here. */
function strangerFrom(payload: Uint8Array): Command {
  const name = `unknown-${hexFromBytes(payload.slice(0, 1))}`
  return { name, class: 'moves-plate', starts: [], echo: null }
}

function replyOf({ name }: Command, { outcome, payload }: Ending, fault?: Fault): Reply {
  const status = name === 'status' ? hexFromBytes(payload.slice(0, FLAG_BYTES)) : ''
  const reply = { command: name, outcome, data: payload, status }
  return fault === undefined ? reply : { ...reply, fault }
}
