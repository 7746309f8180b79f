import {
  type Block,
  createByteLog,
  createNoise,
  type Decoder,
  FAULT_BYTES_MAX,
  type FaultText,
  type Heard,
  type PlateRead,
  type Reply,
  textFromBytes,
  wellsOf,
} from '../../src/driver-kit.ts'

import { commandBytes } from './dialects.ts'
import {
  cutFault,
  malformedFault,
  overtakenFault,
  restartedFault,
  uncalibratedFault,
  unmeasurableFault,
} from './faults.ts'
import { odsFrom } from './light.ts'
import { createPlateLines, type PlateLines, shown } from './plate-lines.ts'
import type { Dialect, DiySettings } from './settings.ts'

/** A decoder for one connection to a reader that speaks so. */
export function createDecoder(settings: DiySettings, dialect: Dialect): Decoder {
  return new LineDecoder(settings, dialect)
}

type Command = 'hello' | 'read'

const LF = 0x0a
const LINE_BYTES_MAX = 8192
const NO_DATA = new Uint8Array()

/** A line that came, what ended it, and both as bytes. */
interface Said {
  readonly line: string
  readonly end: string
  readonly bytes: readonly number[]
}

class LineDecoder implements Decoder {
  readonly #settings: DiySettings
  readonly #dialect: Dialect
  readonly #noise = createNoise('plate')
  readonly #log = createByteLog(FAULT_BYTES_MAX)
  #line: number[] = []
  #plate: PlateLines
  /** How the lines of the plate under way end. */
  #lineEnd: string | undefined
  #asked: Command | undefined
  /** Why the plate that comes in cannot be used; the rest of it is passed over. */
  #void: FaultText | undefined

  constructor(settings: DiySettings, dialect: Dialect) {
    this.#settings = settings
    this.#dialect = dialect
    this.#plate = createPlateLines(dialect)
  }

  sent(bytes: Uint8Array): readonly Heard[] {
    const { hello } = this.#dialect
    const isHello =
      hello !== undefined &&
      textFromBytes(bytes) === textFromBytes(commandBytes(hello.say, this.#dialect))
    const overtaken = this.#isInPlate() ? this.#fault(this.#void ?? overtakenFault()) : []
    const noise = [...(overtaken.length === 0 ? this.#noise.addAll(this.#line) : [])]
    this.#reset()
    this.#asked = isHello ? 'hello' : 'read'
    return [...overtaken, ...noise, ...this.#noise.end()]
  }

  received(byte: number): readonly Heard[] {
    this.#log.push(byte)
    if (this.#void !== undefined) return this.#passOver()
    this.#line.push(byte)
    if (byte === LF) {
      const bytes = this.#line
      this.#line = []
      const [, line = '', end = ''] = /^(.*?)(\r?\n)$/s.exec(textFromBytes(bytes)) ?? []
      return this.#take({ line, end, bytes })
    }
    if (this.#line.length < LINE_BYTES_MAX) return []
    const bytes = this.#line
    this.#line = []
    if (this.#plate.hasBegun) return this.#spoil(malformedFault('a line has no end'))
    return this.#junk(bytes)
  }

  silence(): readonly Heard[] {
    if (!this.#isInPlate()) {
      const noise = [...this.#noise.addAll(this.#line), ...this.#noise.end()]
      this.#reset()
      return [...noise, ...this.#reply({ outcome: 'silent' })]
    }
    if (this.#void !== undefined) return this.#fail(this.#void, 'broken')
    if (this.#wantsOnlyItsPause()) return this.#finish()
    return this.#fail(cutFault('silence', this.#plate.counts.size), 'silent')
  }

  /**
   * No reply is given: the port is lost, and with it whoever waited for one. After the end nothing
   * more comes, as after a pause; a plate that has every well is a plate.
   */
  closed(): readonly Heard[] {
    if (this.#void === undefined && this.#wantsOnlyItsPause()) {
      return this.#finish().filter(({ kind }) => kind !== 'reply')
    }
    this.#asked = undefined
    const isCut = this.#isInPlate()
    const heard = isCut
      ? this.#fault(cutFault('closed', this.#plate.counts.size))
      : [...this.#noise.addAll(this.#line), ...this.#noise.end()]
    this.#reset()
    return heard
  }

  #wantsOnlyItsPause(): boolean {
    return this.#dialect.end === 'pause' && this.#plate.isFull && this.#line.length === 0
  }

  #isInPlate(): boolean {
    return this.#plate.hasBegun || this.#void !== undefined
  }

  #take({ line, end, bytes }: Said): readonly Heard[] {
    const { startupLines, refusal } = this.#dialect
    if (startupLines.includes(line)) return this.#startedUp(line)
    if (this.#asked === 'hello') return this.#greeted(line, bytes)
    if (this.#isEcho(line) && !this.#plate.hasBegun) return []
    if (refusal !== undefined && line.startsWith(refusal) && this.#asked === 'read') {
      if (this.#plate.hasBegun) return this.#spoil(malformedFault(`the reader said '${line}'`))
      return this.#reply({ outcome: 'refused', status: line })
    }
    const had = this.#plate.hasBegun
    // All lines of a plate end alike: one that does not has lost its last characters.
    if (had && end !== this.#lineEnd)
      return this.#spoil(malformedFault(`'${shown(line)}' ends otherwise than the lines before`))
    this.#lineEnd = end
    const taken = this.#plate.take(line)
    switch (taken.kind) {
      case 'noise':
        return this.#junk(bytes)
      case 'broken':
        return this.#spoil(malformedFault(taken.what))
      case 'done':
        return [...this.#noise.end(), ...this.#finish()]
      case 'taken':
        return !had && this.#plate.hasBegun ? this.#noise.end() : []
    }
  }

  #isEcho(line: string): boolean {
    const { echoes, start, hello } = this.#dialect
    return echoes === 'yes' && (line === start || line === hello?.say)
  }

  /** A reader that is switched on says so; in the middle of a plate that is its end. */
  #startedUp(line: string): readonly Heard[] {
    const isBroken = this.#plate.hasBegun || this.#asked === 'read'
    return isBroken ? this.#fail(restartedFault(line), 'broken') : []
  }

  #greeted(line: string, bytes: readonly number[]): readonly Heard[] {
    if (this.#isEcho(line)) return []
    if (!fits(line, this.#dialect.hello?.answer ?? '')) return this.#junk(bytes)
    this.#log.clear()
    return this.#reply({ outcome: 'answered', status: '' })
  }

  #junk(bytes: readonly number[]): readonly Heard[] {
    this.#log.clear()
    return this.#noise.addAll(bytes)
  }

  /** What comes behind a mistake is passed over until the reader is quiet. */
  #spoil(fault: FaultText): readonly Heard[] {
    this.#void = fault
    this.#line = []
    return []
  }

  #passOver(): readonly Heard[] {
    const fault = this.#void
    if (fault === undefined || this.#log.length < FAULT_BYTES_MAX) return []
    return this.#fail(fault, 'broken')
  }

  #finish(): readonly Heard[] {
    const { light, wavelengthNm } = this.#settings
    if (light === undefined || wavelengthNm === undefined)
      return this.#fail(uncalibratedFault(), 'broken')
    const ods = odsFrom(this.#plate.counts, light)
    if ('why' in ods) return this.#fail(unmeasurableFault(ods.why), 'broken')
    const { counts } = this.#plate
    const format = this.#dialect.wells === '384' ? 384 : 96
    const block: Block = {
      interval: 1,
      wavelengthNm,
      referenceNm: null,
      subtractedByInstrument: false,
      temperatureC: null,
      checksum: 'absent',
      wells: wellsOf(format).map((well) => ({
        well,
        value: ods.get(well) ?? 'unread',
        text: counts.get(well) ?? '',
      })),
    }
    const isUnasked = this.#asked === undefined && this.#dialect.start !== undefined
    const read: PlateRead = {
      format,
      blocks: [block],
      barcode: null,
      extra: {
        values: 'counts of light',
        response: light.response,
        ...(isUnasked ? { unasked: 'nobody had asked for it' } : {}),
      },
      bytes: this.#log.slice(),
    }
    this.#reset()
    return [{ kind: 'read', read }, ...this.#reply({ outcome: 'answered' })]
  }

  #fail(text: FaultText, outcome: 'broken' | 'silent'): readonly Heard[] {
    const heard = this.#fault(text)
    const [first] = heard
    this.#reset()
    const fault = first?.kind === 'fault' ? { fault: first.fault } : {}
    return [...heard, ...this.#reply({ outcome, ...fault })]
  }

  #fault(text: FaultText): readonly Heard[] {
    return [{ kind: 'fault', fault: { ...text, bytes: this.#log.slice() } }]
  }

  #reply(part: Partial<Reply> & Pick<Reply, 'outcome'>): readonly Heard[] {
    const command = this.#asked
    this.#asked = undefined
    if (command === undefined) return []
    return [{ kind: 'reply', reply: { command, data: NO_DATA, status: '', ...part } }]
  }

  #reset(): void {
    this.#line = []
    this.#log.clear()
    this.#void = undefined
    this.#lineEnd = undefined
    this.#plate = createPlateLines(this.#dialect)
  }
}

/** A line fits a form in which every * stands for anything. */
function fits(line: string, form: string): boolean {
  const parts = form.split('*').map((part) => part.replaceAll(/[^\w ]/g, String.raw`\$&`))
  return new RegExp(`^${parts.join('.*')}$`).test(line)
}
