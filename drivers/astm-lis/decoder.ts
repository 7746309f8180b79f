import {
  createNoise,
  type Decoder,
  faultFrom,
  type FaultText,
  type Heard,
  type Noise,
  type PlateRead,
} from '../../src/driver-kit.ts'

import { ACK, ENQ, EOT, NAK } from './bytes.ts'
import { contentFault, cutFault, type MessageEnd, repeatedFault } from './faults.ts'
import { type BadFrame, type Frame, numberAfter } from './frame.ts'
import type { LinkEvent } from './frame-reader.ts'
import type { Message, MessageEvent } from './message.ts'
import { contentOf, type Plate } from './plate.ts'
import { openSession, type Session } from './session.ts'
import type { Mapping } from './settings.ts'

/** A decoder for one connection to an analyser whose results name wells as the mapping says. */
export function createDecoder(mapping: Mapping | undefined): Decoder {
  return new LisDecoder(mapping)
}

const GO_ON: Heard = { kind: 'answer', bytes: Uint8Array.of(ACK) }
const AGAIN: Heard = { kind: 'answer', bytes: Uint8Array.of(NAK) }

/**
 * The receiver of the link layer. It answers ENQ and every frame, and nothing else: what was not
 * understood is refused and comes again, and what was acknowledged is in the capture.
 */
class LisDecoder implements Decoder {
  readonly #mapping: Mapping | undefined
  readonly #noise: Noise = createNoise('message')
  #session: Session | undefined
  /** The message taken last, to know it when it is sent again. */
  #lastBody: string | undefined

  constructor(mapping: Mapping | undefined) {
    this.#mapping = mapping
  }

  /** The host says nothing but the answers, which change nothing here. */
  sent(): readonly Heard[] {
    return []
  }

  received(byte: number): readonly Heard[] {
    const session = this.#session
    if (session === undefined) return this.#inNeutral(byte)
    session.log.push(byte)
    return session.frames.take(byte).flatMap((event) => this.#on(event, session))
  }

  silence(): readonly Heard[] {
    return [...this.#end('silence'), ...this.#noise.end()]
  }

  closed(): readonly Heard[] {
    return [...this.#end('closed'), ...this.#noise.end()]
  }

  /** Without ENQ nothing is answered: a sender in the middle of a message will begin it anew. */
  #inNeutral(byte: number): readonly Heard[] {
    if (byte === EOT) return []
    return byte === ENQ ? this.#establish() : this.#noise.add(byte)
  }

  #establish(): readonly Heard[] {
    this.#session = openSession()
    return [GO_ON]
  }

  #on(event: LinkEvent, session: Session): readonly Heard[] {
    switch (event.kind) {
      case 'stray':
        session.stray.push(...event.bytes.slice(0, session.strayRoom()))
        return session.good > 0 ? this.#tellStray(session) : []
      case 'bad':
        return this.#refuse(session, event.why)
      case 'enquiry':
        return [...this.#end('enquiry'), ...this.#establish()]
      case 'end':
        return this.#end('end')
      case 'frame':
        return this.#hear(event.frame, session)
    }
  }

  #refuse(session: Session, why: BadFrame): readonly Heard[] {
    session.refused = why
    session.refusals += 1
    return [AGAIN]
  }

  #hear(frame: Frame, session: Session): readonly Heard[] {
    const { accepted } = session
    if (accepted !== undefined && frame.number === accepted.number) {
      if (frame.text === accepted.text && frame.end === accepted.end) {
        session.repeats += 1
        return [GO_ON]
      }
      const what = `frame number ${frame.number} came again with another text`
      return this.#refuse(session, { kind: 'structure', what })
    }
    const due = numberAfter(accepted?.number ?? 0)
    if (frame.number !== due) {
      const what = `frame number ${frame.number} came where ${due} was due`
      return this.#refuse(session, { kind: 'structure', what })
    }
    session.accepted = frame
    session.good += 1
    session.refused = undefined
    const noise = this.#tellStray(session)
    return [...noise, GO_ON, ...this.#messages(session.messages.take(frame), session)]
  }

  /** At most one plate comes out of one frame: a read is known by the byte that ended it. */
  #messages(events: readonly MessageEvent[], session: Session): readonly Heard[] {
    const heard: Heard[] = []
    let wholes = 0
    for (const event of events) {
      if (event.kind === 'whole') wholes += 1
      const isSecond = event.kind === 'whole' && wholes > 1
      heard.push(
        ...(isSecond
          ? this.#fault(contentFault('a second message ended in the same frame'), session)
          : this.#message(event, session)),
      )
    }
    if (events.some(({ kind }) => kind !== 'cut')) session.log.clear()
    return heard
  }

  #message(event: MessageEvent, session: Session): readonly Heard[] {
    switch (event.kind) {
      case 'cut': {
        const { records } = event
        return this.#fault(cutFault('header', { records, refused: undefined }), session)
      }
      case 'broken':
        return this.#fault(contentFault(event.what), session)
      case 'whole':
        return this.#whole(event.message, session)
    }
  }

  #whole(message: Message, session: Session): readonly Heard[] {
    const content = contentOf(message, this.#mapping)
    if (content.kind === 'nothing') return []
    if (message.body === this.#lastBody) return this.#fault(repeatedFault(), session)
    this.#lastBody = message.body
    if (content.kind === 'fault') return this.#fault(content.fault, session)
    return [{ kind: 'read', read: this.#readOf(content.plate, session) }]
  }

  #readOf({ blocks, barcode, extra }: Plate, session: Session): PlateRead {
    const { refusals, repeats } = session
    return {
      format: this.#mapping?.format === '384' ? 384 : 96,
      blocks,
      barcode,
      extra: {
        ...extra,
        ...(refusals > 0 ? { framesRefused: String(refusals) } : {}),
        ...(repeats > 0 ? { framesRepeated: String(repeats) } : {}),
      },
      bytes: session.log.slice(),
    }
  }

  /** The link is over: a message that was not whole becomes a fault, mere junk becomes noise. */
  #end(how: MessageEnd): readonly Heard[] {
    const session = this.#session
    this.#session = undefined
    if (session === undefined) return []
    const { refused } = session
    const records = session.messages.recordsUnderWay()
    if (session.good === 0 && refused?.kind !== 'checksum') {
      // ENQ and EOT alone keep the line alive.
      const isControl = how === 'end' || how === 'enquiry'
      const junk = session.log.slice()
      return this.#noise.addAll(isControl ? junk.subarray(0, -1) : junk)
    }
    const noise = this.#tellStray(session)
    if (records === null && refused === undefined)
      return [...noise, ...this.#noise.addAll(session.frames.rest()), ...this.#noise.end()]
    const fault = cutFault(how, { records: records ?? 0, refused })
    return [...noise, ...this.#fault(fault, session)]
  }

  #tellStray(session: Session): readonly Heard[] {
    const bytes = session.stray.splice(0)
    return [...this.#noise.addAll(bytes), ...this.#noise.end()]
  }

  #fault(fault: FaultText, { log }: Session): readonly Heard[] {
    return [{ kind: 'fault', fault: faultFrom(fault, log) }]
  }
}
