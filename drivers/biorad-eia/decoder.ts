import {
  bytesFromText,
  concatBytes,
  createNoise,
  type Decoder,
  type FaultText,
  type Heard,
  textFromBytes,
} from '../../src/driver-kit.ts'

import { CR } from './bytes.ts'
import {
  askedFilters,
  type Ending,
  type Exchange,
  exchangeFrom,
  originOf,
  replyOf,
} from './exchange.ts'
import { cutFault, notRemoteFault, overtakenFault, statusFault } from './faults.ts'
import { type Incoming, incomingPlate, incomingStored } from './incoming.ts'
import { createLineBuffer } from './line-buffer.ts'
import { afterReply, memoryFrom, type ReaderMemory } from './memory.ts'
import type { Origin } from './plate-read.ts'
import { looksLikePlate, mayBecomeBegin } from './plate-text.ts'
import { NOT_REMOTE, replyFromLine, type ReplyLine } from './reply.ts'
import { isSuccess, type Settings } from './settings.ts'

/** What a line of the language can begin with; junk may stand before it. */
const OPENING = /ERE +\d|BIO-RAD /i
const TITLE = /^ *BIO-RAD /i
const HALF_TITLE = /BIO-RAD /i

/** A plate that is coming in; `asked` when it is the answer under way. */
interface Coming {
  readonly plate: Incoming
  readonly asked: boolean
  /** The code of the reply it stands in, empty without one. */
  readonly code: string
}

/** The part of a reply that stands before its data. */
interface Prefix {
  readonly bytes: Uint8Array
  readonly code: string
}

const NO_PREFIX: Prefix = { bytes: new Uint8Array(), code: '' }

/** A decoder for one connection. */
export function createDecoder(settings: Settings): Decoder {
  return new EiaDecoder(settings)
}

class EiaDecoder implements Decoder {
  readonly #settings: Settings
  readonly #lines = createLineBuffer()
  readonly #noise = createNoise('answer and no plate')
  #memory: ReaderMemory
  #exchange: Exchange | undefined
  #coming: Coming | undefined

  constructor(settings: Settings) {
    this.#settings = settings
    this.#memory = memoryFrom(settings)
  }

  sent(bytes: Uint8Array): readonly Heard[] {
    const exchange = this.#exchange
    const overtaken = exchange === undefined ? [] : this.#overtake(exchange)
    // A plate that the reader pushes meanwhile goes on; anything else half said is noise.
    const isPushing = this.#coming !== undefined || HALF_TITLE.test(textFromBytes(this.#lines.half))
    const noise = isPushing ? [] : this.#dropRest()
    this.#exchange = exchangeFrom(bytes)
    return [...overtaken, ...noise]
  }

  received(byte: number): readonly Heard[] {
    const { line, surplus } = this.#lines.take(byte)
    if (line !== undefined) return this.#hearLine(line)
    return surplus === undefined ? [] : this.#hearSurplus(surplus)
  }

  silence(): readonly Heard[] {
    const heard = this.#breakOff('silence')
    const exchange = this.#exchange
    if (exchange === undefined) return heard
    const bytes = exchange.opening
    const ending: Ending = { outcome: 'silent', code: '', data: '' }
    if (bytes.length === 0) return [...heard, ...this.#finish(exchange, ending)]
    const fault = cutFault('silence', `Half an answer to '${exchange.name}'`)
    return [...heard, ...this.#finish(exchange, { ...ending, fault, bytes })]
  }

  /** No reply is given: the port is lost, and with it whoever waited for one. */
  closed(): readonly Heard[] {
    const heard = this.#breakOff('closed')
    this.#exchange = undefined
    return heard.filter(({ kind }) => kind !== 'reply')
  }

  #hearLine(bytes: readonly number[]): readonly Heard[] {
    const line = textFromBytes(bytes)
    const coming = this.#coming
    if (coming === undefined) return this.#hearBetween(bytes, line)
    const { plate } = coming
    if (OPENING.test(line) || plate.endsBefore(line)) {
      return [...this.#settle(coming), ...this.#hearBetween(bytes, line)]
    }
    return this.#goOn(coming, line)
  }

  /** The next line of a plate. */
  #goOn(coming: Coming, line: string): readonly Heard[] {
    const { plate } = coming
    const step = plate.take(line)
    if (step === 'over' || plate.isTooLong) return this.#settle(coming)
    if (step === 'more') return []
    const { blocksDone, blocksExpected } = plate
    return [{ kind: 'progress', blocksDone, blocksExpected }]
  }

  /** A line while no plate comes in: a reply, the beginning of a plate, or noise. */
  #hearBetween(bytes: readonly number[], line: string): readonly Heard[] {
    if (line === '' && !this.#noise.isRunning) return []
    const at = line.search(OPENING)
    if (at < 0) return this.#hearOther(bytes, line)
    const noise = [...this.#noise.addAll(bytes.slice(0, at)), ...this.#noise.end()]
    const said = line.slice(at)
    const reply = replyFromLine(said)
    if (reply !== undefined) return [...noise, ...this.#hearReply(reply, said)]
    if (TITLE.test(said)) return [...noise, ...this.#begin(said, NO_PREFIX)]
    return [...noise, ...this.#noise.addAll([...bytes.slice(at), CR])]
  }

  /** Rows without the lines before them are a plate all the same, though none to be used. */
  #hearOther(bytes: readonly number[], line: string): readonly Heard[] {
    if (!looksLikePlate(line)) return this.#noise.addAll([...bytes, CR])
    return [...this.#noise.end(), ...this.#begin(line, NO_PREFIX)]
  }

  #hearReply(reply: ReplyLine, said: string): readonly Heard[] {
    const { code, data } = reply
    const exchange = this.#exchange
    const prefix = { code, bytes: bytesFromText(said.slice(0, said.length - data.length)) }
    const whole = bytesFromText(`${said}\r`)
    if (exchange?.reply !== 'stored-plate' && TITLE.test(data)) return this.#begin(data, prefix)
    if (exchange === undefined) return this.#hearUnasked(code, whole)
    if (exchange.reply === 'text') {
      const { spoken } = exchange
      this.#memory = afterReply(this.#memory, { spoken, code, data }, this.#settings)
      return this.#finish(exchange, { outcome: 'answered', code, data })
    }
    if (!isSuccess(code, this.#settings)) return this.#fail(exchange, code, whole)
    if (data !== '') return this.#begin(data, prefix)
    exchange.opening = concatBytes(exchange.opening, whole).slice(0, OPENING_BYTES_MAX)
    return []
  }

  /** The reader will not give the plate. */
  #fail(exchange: Exchange, code: string, bytes: Uint8Array): readonly Heard[] {
    const what = `Answer to '${exchange.name}'`
    const fault = code === NOT_REMOTE ? notRemoteFault(what, code) : statusFault(what, code)
    if (code === NOT_REMOTE) this.#memory = { ...this.#memory, isRemote: false }
    return this.#finish(exchange, { outcome: 'answered', code, data: '', fault, bytes })
  }

  #hearUnasked(code: string, bytes: Uint8Array): readonly Heard[] {
    if (isSuccess(code, this.#settings)) return this.#noise.addAll(bytes)
    return [{ kind: 'fault', fault: { ...statusFault('Unasked', code), bytes } }]
  }

  /** A plate begins: the answer under way, or one that nobody asked for. */
  #begin(line: string, { bytes, code }: Prefix): readonly Heard[] {
    const exchange = this.#exchange?.reply === 'text' ? undefined : this.#exchange
    const context = {
      settings: this.#settings,
      memory: this.#memory,
      origin: this.#originOf(exchange),
      asked: exchange && askedFilters(exchange, this.#settings),
    }
    const prefix = exchange === undefined ? bytes : concatBytes(exchange.opening, bytes)
    const begin = exchange?.reply === 'stored-plate' ? incomingStored : incomingPlate
    const asked = exchange !== undefined
    this.#coming = { plate: begin({ context, prefix }), asked, code }
    return this.#goOn(this.#coming, line)
  }

  /** A 550 pushes plates of its own accord, but not under remote control. */
  #originOf(exchange: Exchange | undefined): Origin {
    if (exchange !== undefined) return originOf(exchange)
    return this.#settings.model === '550' && !this.#memory.isRemote ? 'pushed' : 'unasked'
  }

  /** A plate is over: its read or its fault, and when it was asked for the reply. */
  #settle(coming: Coming, how?: 'silence' | 'closed'): readonly Heard[] {
    this.#coming = undefined
    const { read, fault, bytes, proof } = coming.plate.settle(how)
    const temperatureC = read === undefined ? this.#memory.temperatureC : null
    this.#memory = { ...this.#memory, proof, temperatureC }
    const heard: readonly Heard[] = read === undefined ? [] : [{ kind: 'read', read }]
    if (coming.asked && this.#exchange !== undefined) {
      const plain = { outcome: outcomeOf(fault), code: coming.code, data: '' }
      const ending: Ending = fault === undefined ? plain : { ...plain, fault, bytes }
      return [...heard, ...this.#finish(this.#exchange, ending)]
    }
    return fault === undefined ? heard : [{ kind: 'fault', fault: { ...fault, bytes } }]
  }

  /** The exchange is over: its fault, then its one reply. */
  #finish(exchange: Exchange, ending: Ending): readonly Heard[] {
    this.#exchange = undefined
    const reply = replyOf(exchange, ending)
    const faults: readonly Heard[] =
      reply.fault === undefined ? [] : [{ kind: 'fault', fault: reply.fault }]
    return [...faults, { kind: 'reply', reply }]
  }

  #overtake(exchange: Exchange): readonly Heard[] {
    const half = this.#coming?.asked === true ? this.#coming : undefined
    if (half !== undefined) this.#coming = undefined
    const bytes = half?.plate.settle().bytes ?? exchange.opening
    const fault = overtakenFault(exchange.name)
    return this.#finish(exchange, { outcome: 'broken', code: '', data: '', fault, bytes })
  }

  /** Nothing more comes: what is half said ends here. */
  #breakOff(how: 'silence' | 'closed'): readonly Heard[] {
    const coming = this.#coming
    if (coming === undefined) return this.#dropHalfLine(how)
    const rest = this.#lines.rest()
    const line = textFromBytes(rest)
    if (rest.length > 0 && coming.plate.endsBefore(line) && !mayBecomeBegin(line)) {
      return [...this.#settle(coming, how), ...this.#noise.addAll(rest), ...this.#noise.end()]
    }
    coming.plate.takeRest(rest)
    return this.#settle(coming, how)
  }

  /** A line that began like an answer and never ended; without that it is noise. */
  #dropHalfLine(how: 'silence' | 'closed'): readonly Heard[] {
    const rest = this.#lines.rest()
    const line = textFromBytes(rest)
    const at = line.search(OPENING)
    if (at < 0) return [...this.#noise.addAll(rest), ...this.#noise.end()]
    const noise = [...this.#noise.addAll(rest.slice(0, at)), ...this.#noise.end()]
    const bytes = Uint8Array.from(rest.slice(at))
    const fault = cutFault(how, 'Half an answer')
    const exchange = this.#exchange
    if (exchange === undefined) return [...noise, { kind: 'fault', fault: { ...fault, bytes } }]
    const ending: Ending = { outcome: 'silent', code: '', data: '', fault, bytes }
    return [...noise, ...this.#finish(exchange, ending)]
  }

  #dropRest(): readonly Heard[] {
    return [...this.#noise.addAll(this.#lines.rest()), ...this.#noise.end()]
  }

  /** Bytes of a line that is longer than any line can be. */
  #hearSurplus(bytes: readonly number[]): readonly Heard[] {
    const coming = this.#coming
    if (coming === undefined) return this.#noise.addAll(bytes)
    return this.#goOn(coming, textFromBytes(bytes))
  }
}

const OPENING_BYTES_MAX = 64

function outcomeOf(fault: FaultText | undefined): Ending['outcome'] {
  if (fault === undefined) return 'answered'
  return fault.code === 'reader-silent' ? 'silent' : 'broken'
}
