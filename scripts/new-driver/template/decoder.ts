import {
  bytesFromText,
  type Decoder,
  type Fault,
  type Heard,
  type PlateRead,
  type Reply,
} from '../../../src/driver-kit.ts'
import { ETX, type Frame, frameOf, type Heading, HEADINGS, STX, wellsFrom } from './frame.ts'

/** A plate has 627 bytes; whatever is longer is none. */
const FRAME_BYTES_MAX = 1_000
const NOISE_BYTES_MAX = 4_096
const CHECK_CABLE = 'Check the cable and its plugs, then read the plate again.'

/** Hears both directions. Its memory is bounded by the two limits above, whatever arrives. */
export function createDecoder(): Decoder {
  return new InventedDecoder()
}

class InventedDecoder implements Decoder {
  /** The command that waits for its reply. */
  #asked: string | null = null
  /** Bytes since the last thing that was understood; the end of them may be half a heading. */
  #bytes: number[] = []
  /** The frame under way. */
  #heading: Heading | null = null

  sent(bytes: Uint8Array): readonly Heard[] {
    this.#asked = bytes[0] === 'R'.charCodeAt(0) ? 'read-plate' : 'identify'
    return []
  }

  received(byte: number): readonly Heard[] {
    this.#bytes.push(byte)
    return this.#heading === null ? this.#lookForHeading() : this.#goOn(byte, this.#heading)
  }

  silence(): readonly Heard[] {
    const fault = this.#brokenOff('reader-silent', 'the reader fell silent')
    return [...told(fault), ...this.#reply({ outcome: outcomeOf(fault), ...withFault(fault) })]
  }

  closed(): readonly Heard[] {
    const fault = this.#brokenOff('port-lost', 'the connection ended')
    this.#asked = null
    return told(fault)
  }

  #lookForHeading(): readonly Heard[] {
    const heading = HEADINGS.find((one) => endsWith(this.#bytes, [STX, ...bytesFromText(one)]))
    if (heading === undefined) {
      return this.#bytes.length < NOISE_BYTES_MAX ? [] : told(this.#noise(this.#take()))
    }
    const begin = this.#bytes.length - heading.length - 1
    const noise = Uint8Array.from(this.#bytes.splice(0, begin))
    this.#heading = heading
    return told(noise.length === 0 ? null : this.#noise(noise))
  }

  #goOn(byte: number, heading: Heading): readonly Heard[] {
    if (byte !== ETX && this.#bytes.length < FRAME_BYTES_MAX) return []
    const bytes = this.#take()
    return this.#understood(frameOf(heading, bytes), bytes)
  }

  #understood(frame: Frame, bytes: Uint8Array): readonly Heard[] {
    if ('why' in frame) {
      const fault = faultOf(frame.why, `A frame cannot be used: ${frame.what}.`, bytes)
      return [...told(fault), ...this.#reply({ outcome: 'broken', fault })]
    }
    const data = bytesFromText(frame.lines.join('\r'))
    if (frame.heading === 'ERROR ') {
      const status = frame.lines[0] ?? ''
      const fault = {
        ...faultOf('reader-status', `The reader reports error '${status}'.`, bytes),
        hint: 'Look at its display, clear the error there, then read the plate again.',
      }
      return [...told(fault), ...this.#reply({ outcome: 'broken', data, status, fault })]
    }
    const read = frame.heading === 'PLATE ' ? [readOf(frame.lines, bytes)] : []
    return [...read, ...this.#reply({ outcome: 'answered', data })]
  }

  /** Every send has one reply; what comes unasked has none. */
  #reply(parts: Partial<Reply> & Pick<Reply, 'outcome'>): readonly Heard[] {
    const command = this.#asked
    if (command === null) return []
    this.#asked = null
    return [{ kind: 'reply', reply: { command, data: new Uint8Array(), status: '', ...parts } }]
  }

  #brokenOff(code: 'reader-silent' | 'port-lost', why: string): Fault | null {
    const isFrame = this.#heading !== null
    const bytes = this.#take()
    if (bytes.length === 0) return null
    return isFrame ? faultOf(code, `Half a frame came: ${why}.`, bytes) : this.#noise(bytes)
  }

  #noise(bytes: Uint8Array): Fault {
    return {
      ...faultOf('reader-noise', `${bytes.length} bytes came that belong to no frame.`, bytes),
      hint: 'If this happens often, check the cable, its shield and the line settings.',
    }
  }

  #take(): Uint8Array {
    const bytes = Uint8Array.from(this.#bytes)
    this.#bytes = []
    this.#heading = null
    return bytes
  }
}

function readOf([nm = '', ...rows]: readonly string[], bytes: Uint8Array): Heard {
  const block: PlateRead['blocks'][number] = {
    interval: 1,
    wavelengthNm: Number(nm),
    referenceNm: null,
    subtractedByInstrument: false,
    temperatureC: null,
    checksum: 'ok',
    wells: wellsFrom(rows),
  }
  return { kind: 'read', read: { format: 96, blocks: [block], barcode: null, extra: {}, bytes } }
}

function faultOf(code: Fault['code'], message: string, bytes: Uint8Array): Fault {
  return { code, message, hint: CHECK_CABLE, bytes }
}

function told(fault: Fault | null): readonly Heard[] {
  return fault === null ? [] : [{ kind: 'fault', fault }]
}

/** Noise and then nothing is an answer that never came. */
function outcomeOf(fault: Fault | null): Reply['outcome'] {
  return fault === null || fault.code === 'reader-noise' ? 'silent' : 'broken'
}

function withFault(fault: Fault | null): Pick<Reply, 'fault'> {
  return fault === null || fault.code === 'reader-noise' ? {} : { fault }
}

function endsWith(bytes: readonly number[], end: readonly number[]): boolean {
  const from = bytes.length - end.length
  return from >= 0 && end.every((byte, at) => bytes[from + at] === byte)
}
