import {
  type Decoder,
  type FaultText,
  type Heard,
  type PlateRead,
  textFromBytes,
} from '../../src/driver-kit.ts'
import { createPrintBuffer } from './print-buffer.ts'
import { cutFault, noiseFault, tooLongFault, unconfirmedFault, type PrintEnd } from './faults.ts'
import { strictCells, type CellReader } from './line.ts'
import { PlatePrint } from './plate-print.ts'
import type { PrintSettings, Template } from './settings.ts'

/** A print that is longer is none; it is told in pieces. */
const PRINT_BYTES_MAX = 65_536
/** A line that is longer is none. */
const LINE_BYTES_MAX = 1_000
const [CR, LF] = [0x0d, 0x0a]

/** A decoder for one connection. It sends nothing and so needs no replies. */
export function createDecoder(settings: PrintSettings): Decoder {
  const { template } = settings
  if (template?.confirmed == null) return new UnreadPrints(template !== null)
  return new PrintDecoder(template, settings.model, strictCells(template))
}

/** Prints that nobody may make ODs of: each is told, with its whole text. */
class UnreadPrints implements Decoder {
  readonly #hasTemplate: boolean
  readonly #buffer = createPrintBuffer(PRINT_BYTES_MAX)

  constructor(hasTemplate: boolean) {
    this.#hasTemplate = hasTemplate
  }

  sent(): readonly Heard[] {
    return []
  }

  received(byte: number): readonly Heard[] {
    this.#buffer.push(byte)
    return this.#buffer.isFull ? this.silence() : []
  }

  silence(): readonly Heard[] {
    const bytes = this.#buffer.take(this.#buffer.length)
    if (bytes.length === 0) return []
    const fault = { ...unconfirmedFault(bytes.length, this.#hasTemplate), bytes }
    return [{ kind: 'fault', fault }]
  }

  closed(): readonly Heard[] {
    return this.silence()
  }
}

/** What a print came to by its end. */
interface PrintParts {
  /** Its last line came. */
  readonly isEnded: boolean
  readonly bytes: Uint8Array
  /** A line that has no end. */
  readonly rest: string
}

/** Prints with a template: plates, and faults where a print does not follow it. */
export class PrintDecoder implements Decoder {
  readonly #template: Template
  readonly #model: string
  readonly #cells: CellReader
  readonly #buffer = createPrintBuffer(PRINT_BYTES_MAX)
  #print: PlatePrint
  #line: number[] = []
  /** Lines outside a plate in which control bytes came. */
  #strange: number[] = []

  constructor(template: Template, model: string, cells: CellReader) {
    this.#template = template
    this.#model = model
    this.#cells = cells
    this.#print = new PlatePrint(template, cells)
  }

  sent(): readonly Heard[] {
    return []
  }

  received(byte: number): readonly Heard[] {
    if (this.#buffer.isFull) return [...this.#over('too-long'), ...this.received(byte)]
    this.#buffer.push(byte)
    this.#line.push(byte)
    const ending = this.#endingLength()
    if (ending === 0 && this.#line.length < LINE_BYTES_MAX) return []
    const bytes = this.#line
    this.#line = []
    return this.#hearLine(bytes, String.fromCharCode(...bytes.slice(0, bytes.length - ending)))
  }

  silence(): readonly Heard[] {
    return this.#over('silence')
  }

  closed(): readonly Heard[] {
    return this.#over('closed')
  }

  /** How many bytes of line end the line has by now; 0 while it goes on. */
  #endingLength(): number {
    const last = this.#line.at(-1)
    switch (this.#template.line_end) {
      case 'cr':
        return last === CR ? 1 : 0
      case 'lf':
        return last === LF ? 1 : 0
      case 'crlf':
        return last === LF && this.#line.at(-2) === CR ? 2 : 0
    }
  }

  #hearLine(bytes: readonly number[], line: string): readonly Heard[] {
    switch (this.#print.take(line)) {
      case 'inside':
        return []
      case 'outside':
        if (bytes.some(isControl) && this.#strange.length < LINE_BYTES_MAX) {
          this.#strange.push(...bytes)
        }
        return []
      case 'ended':
        return this.#print.hasBegun || this.#print.damage !== undefined
          ? this.#over('silence', { isEnded: true })
          : []
      case 'next': {
        const heard = this.#finish(this.#buffer.take(this.#buffer.length - bytes.length))
        return [...heard, ...this.#hearLine(bytes, line)]
      }
    }
  }

  /** The print is over: what it came to. */
  #over(end: PrintEnd, { isEnded = false } = {}): readonly Heard[] {
    const bytes = this.#buffer.take(this.#buffer.length)
    const rest = textFromBytes(this.#line)
    this.#line = []
    if (bytes.length === 0) return []
    const fault = this.#trouble(end, { isEnded, bytes, rest })
    if (fault === undefined) return this.#finish(bytes)
    this.#begin()
    return [{ kind: 'fault', fault: { ...fault, bytes } }]
  }

  #trouble(end: PrintEnd, { isEnded, bytes, rest }: PrintParts): FaultText | undefined {
    const print = this.#print
    if (print.damage !== undefined) return print.damage
    if (!print.hasBegun) return noiseFault(bytes.length)
    // Half a line behind lines without labels: one of those before may have come twice.
    if (print.isBare && rest.trim() !== '') return cutFault(end, print.progress)
    const isWhole = print.isComplete && (isEnded || this.#template.end_text === null)
    if (isWhole) return undefined
    return end === 'too-long' ? tooLongFault(bytes.length) : cutFault(end, print.progress)
  }

  /** The plate, behind what came beside it. */
  #finish(bytes: Uint8Array): readonly Heard[] {
    const strange = Uint8Array.from(this.#strange)
    const read = this.#readOf(bytes)
    this.#begin()
    if (strange.length === 0) return [{ kind: 'read', read }]
    const fault = { ...noiseFault(strange.length), bytes: strange }
    return [
      { kind: 'fault', fault },
      { kind: 'read', read },
    ]
  }

  #begin(): void {
    this.#print = new PlatePrint(this.#template, this.#cells)
    this.#strange = []
  }

  #readOf(bytes: Uint8Array): PlateRead {
    const { confirmed, wells } = this.#template
    return {
      format: wells === 384 ? 384 : 96,
      blocks: this.#print.blocks,
      barcode: null,
      extra: {
        model: this.#model,
        ...(confirmed !== null && {
          templateConfirmedBy: confirmed.by,
          templateConfirmedOn: confirmed.date,
          templateConfirmedWith: confirmed.capture,
        }),
      },
      bytes,
    }
  }
}

/** Bytes that no printer needs: neither text nor tab, line end, form feed or escape. */
function isControl(byte: number): boolean {
  return byte === 0x7f || (byte < 0x20 && ![0x09, LF, 0x0b, 0x0c, CR, 0x1b].includes(byte))
}
