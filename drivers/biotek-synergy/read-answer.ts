import { type ByteLog, type FaultText, textFromBytes } from '../../src/driver-kit.ts'
import { createBlockParser, type BlockParser } from './block-parser.ts'
import {
  type Answer,
  type Ending,
  endingWithout,
  isStatus,
  NO_DATA,
  STATUS_DIGITS,
} from './answer.ts'
import { ETX, LF } from './bytes.ts'
import type { AssayDefinition } from './definition.ts'
import { NO_DEFINITION, OK_STATUS } from './error-table.ts'
import {
  checksumFault,
  type Cut,
  cutFault,
  lineFault,
  malformedFault,
  restartedFault,
  statusFault,
  unknownDefinitionFault,
} from './faults.ts'

// The answer to a read behind its acknowledgement:
//
// opening ──▶ block ──▶ final ──▶ end
//     └─────────┴──▶ drain ──▶ end     once void: heard out, so that the line is clean again

export interface ReadAnswerParts {
  /** What was set on this line; undefined voids the read. */
  readonly definition: AssayDefinition | undefined
  /** Every byte of the answer stands in it before it is taken. */
  readonly log: ByteLog
}

/** A void read is heard out at most so long; what follows is noise. */
const DRAIN_BYTES_MAX = 16_384

/** A read in words: `Read at 450 nm`. */
function nameOf(definition: AssayDefinition | undefined): string {
  return definition === undefined ? 'Read' : `Read at ${definition.wavelengthNm} nm`
}

export class ReadAnswer implements Answer {
  readonly #parts: ReadAnswerParts
  readonly #parser: BlockParser | undefined
  #phase: 'opening' | 'block' | 'final' | 'drain' = 'opening'
  #fault: FaultText | undefined
  /** The bytes of a status under way; in a void read the last ones. */
  #status: number[] = []
  #drained = 0

  constructor(parts: ReadAnswerParts) {
    this.#parts = parts
    this.#parser = parts.definition && createBlockParser(parts.definition)
  }

  /** The block has begun. */
  get isInBlock(): boolean {
    return this.#phase !== 'opening'
  }

  /** Whatever still comes, this is no plate any more. */
  get isVoid(): boolean {
    return this.#fault !== undefined
  }

  take(byte: number): Ending | undefined {
    switch (this.#phase) {
      case 'opening':
        return this.#inOpening(byte)
      case 'block':
        return this.#inBlock(byte)
      case 'final':
        return this.#inFinal(byte)
      case 'drain':
        return this.#inDrain(byte)
    }
  }

  cut(how: Cut): Ending {
    if (this.#fault !== undefined) return endingWithout('broken', this.#fault)
    const what = `Half a ${nameOf(this.#parts.definition).toLowerCase()}`
    return endingWithout('silent', cutFault(how, what))
  }

  /** The status before the block: only when it is ok does a block follow. */
  #inOpening(byte: number): Ending | undefined {
    const status = this.#takeStatus(byte)
    if (status === 'more') return undefined
    if (status === 'bad') return this.#malformed(byte)
    if (status.code !== OK_STATUS) return this.#refusedToRead(status.code)
    this.#phase = 'block'
    if (this.#parser === undefined) this.#drainBecause(unknownDefinitionFault())
    return undefined
  }

  #refusedToRead(status: string): Ending {
    const isForgotten = status.toUpperCase() === NO_DEFINITION && this.#parser !== undefined
    const fault = isForgotten
      ? restartedFault(status)
      : statusFault(status, `Start of ${nameOf(this.#parts.definition).toLowerCase()}`)
    return { outcome: 'answered', data: NO_DATA, status, fault }
  }

  #inBlock(byte: number): Ending | undefined {
    const step = this.#parser?.take(byte) ?? 'malformed'
    if (step === 'malformed') return this.#malformed(byte)
    if (step === 'end') this.#phase = 'final'
    return undefined
  }

  #inFinal(byte: number): Ending | undefined {
    const status = this.#takeStatus(byte)
    if (status === 'more') return undefined
    return status === 'bad' ? this.#malformed(byte) : this.#end(status.code)
  }

  /** Four digits and ETX; the digits once they are whole. */
  #takeStatus(byte: number): 'more' | 'bad' | { readonly code: string } {
    if (this.#status.length < STATUS_DIGITS) {
      this.#status.push(byte)
      return isStatus(textFromBytes(this.#status).padEnd(STATUS_DIGITS, '0')) ? 'more' : 'bad'
    }
    const digits = textFromBytes(this.#status)
    this.#status = []
    return byte === ETX ? { code: digits } : 'bad'
  }

  #malformed(byte: number): Ending | undefined {
    const at = `byte ${this.#parts.log.length} of the answer, in its ${this.#phase} part`
    const where = `${nameOf(this.#parts.definition)}, ${at}`
    const isLine = this.#phase === 'block' && byte === LF
    this.#drainBecause(isLine ? lineFault(where) : malformedFault(where, byte))
    return this.#inDrain(byte)
  }

  #drainBecause(fault: FaultText): void {
    this.#fault ??= fault
    this.#phase = 'drain'
    this.#status = []
  }

  /** A void read ends like any other: four digits and ETX. Without them it ends in silence. */
  #inDrain(byte: number): Ending | undefined {
    this.#drained += 1
    const digits = textFromBytes(this.#status)
    if (byte === ETX && isStatus(digits)) return this.#end(digits)
    this.#status = [...this.#status, byte].slice(-STATUS_DIGITS)
    return this.#drained > DRAIN_BYTES_MAX ? this.#end('') : undefined
  }

  /** The answer is over; it counts when nothing at all speaks against it. */
  #end(status: string): Ending {
    const block = this.#parser?.heard
    const what = nameOf(this.#parts.definition)
    if (block !== undefined && this.#fault === undefined) {
      const { came, sum } = block.checksum
      if (came !== sum) this.#fault = checksumFault(what, came, sum)
    }
    if (status !== OK_STATUS) this.#fault ??= statusFault(status, `End of ${what.toLowerCase()}`)
    const ending = { data: NO_DATA, status }
    if (this.#fault !== undefined) return { ...ending, outcome: 'broken', fault: this.#fault }
    return { ...ending, outcome: 'answered', ...(block === undefined ? {} : { block }) }
  }
}
