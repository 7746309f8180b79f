import type { ByteLog, FaultText } from '../../src/driver-kit.ts'
import type { Answer, BlockDone, Ending } from './answer.ts'
import { REFUSED } from './answer.ts'
import { ACK, CR, DLE, NAK } from './bytes.ts'
import {
  abortedFault,
  checksumFault,
  cutReadFault,
  haltedFault,
  malformedFault,
  type Progress,
  restartedFault,
  statusFault,
  unknownPlanFault,
} from './faults.ts'
import { createPlateParser, type PlateParser } from './plate-parser.ts'
import type { ReadPlan } from './read-plan.ts'
import {
  createStatusReader,
  type Status,
  STATUS_BYTES,
  type StatusFormat,
  statusFromBytes,
} from './status.ts'

// The answer to a read, from its first status to its last:
//
// opening ──▶ data ──▶ final ──▶ end          final only in ELx status format
// └──────────┴─────────┴──▶ drain ──▶ end  once void: heard out, so that the line is clean again

/** How the answer to a read opens. */
export type Opening =
  /** `S`: a status. */
  | 'status'
  /** `d`: the acknowledgement of its argument; then data, with or without a status before them. */
  | 'acknowledged'
  /**
   * Unasked, behind another plate: data, with or without acknowledgement and status before them.
   */
  | 'unasked'

export interface ReadAnswerParts {
  /** What was set on this line; undefined voids the read. */
  readonly plan: ReadPlan | undefined
  readonly opening: Opening
  /** The status format the reader was told to use. */
  readonly statusFormat: StatusFormat | 'unknown'
  /** Every byte of the answer stands in it before it is taken. */
  readonly log: ByteLog
}

/** A void read is heard out at most so long; what follows is noise. */
const DRAIN_BYTES_MAX = 65_536
const NO_DATA = new Uint8Array()

export class ReadAnswer implements Answer {
  readonly #parts: ReadAnswerParts
  readonly #parser: PlateParser | undefined
  #phase: 'opening' | 'data' | 'final' | 'drain' = 'opening'
  #status = createStatusReader()
  #hasFinalStatus: boolean
  #wasAcknowledged: boolean
  #wasAborted = false
  #isHalted = false
  #fault: FaultText | undefined
  #last: number[] = []
  #drained = 0

  constructor(parts: ReadAnswerParts) {
    this.#parts = parts
    this.#parser = parts.plan && createPlateParser(parts.plan, parts.log)
    // Where no status opens the answer, only 312 format is sure not to end in one.
    this.#hasFinalStatus = parts.statusFormat !== '312'
    this.#wasAcknowledged = parts.opening === 'status'
  }

  /** The data have begun. */
  get isInData(): boolean {
    return this.#phase !== 'opening'
  }

  /** Whatever still comes, this is no plate any more. */
  get isVoid(): boolean {
    return this.#fault !== undefined
  }

  take(byte: number): Ending | BlockDone | undefined {
    this.#last = [...this.#last.slice(1 - STATUS_BYTES), byte]
    switch (this.#phase) {
      case 'opening':
        return this.#inOpening(byte)
      case 'data':
        return this.#inData(byte)
      case 'final':
        return this.#inFinal(byte)
      case 'drain':
        return this.#inDrain(byte)
    }
  }

  /** The host had the reader stop: whatever still comes is heard out and used for nothing. */
  halt(): void {
    this.#isHalted = true
    this.#fault ??= haltedFault(this.#progress())
    this.#phase = 'drain'
  }

  cut(how: 'silence' | 'closed'): Ending {
    if (this.#wasAborted) this.#fault ??= abortedFault(this.#progress(), undefined)
    const outcome = this.#fault === undefined ? 'silent' : 'broken'
    const fault = this.#fault ?? cutReadFault(how, this.#progress())
    return { kind: 'end', outcome, data: NO_DATA, status: undefined, fault }
  }

  #inOpening(byte: number): Ending | undefined {
    if (this.#status.isEmpty && !this.#wasAcknowledged) {
      if (byte === NAK) return REFUSED
      this.#wasAcknowledged = byte === ACK
      if (byte === ACK) return undefined
    }
    const mayBegin = this.#status.isEmpty && this.#parts.opening !== 'status'
    if (mayBegin && byte === CR) return this.#begin(byte)
    const step = this.#status.take(byte)
    if (step === 'more') return undefined
    return step === 'bad' ? this.#malformed(byte) : this.#opened(step)
  }

  /** The status before the data: only when it is ok do data follow. */
  #opened(status: Status): Ending | undefined {
    this.#hasFinalStatus = status.format === 'elx'
    this.#status = createStatusReader()
    const isRestart = status.format === '312' && this.#parts.statusFormat === 'elx'
    if (isRestart) this.#fault = restartedFault(status)
    if (!status.ok) {
      const fault = this.#fault ?? statusFault(status, 'Start of the read')
      return { kind: 'end', outcome: 'answered', data: NO_DATA, status, fault }
    }
    if (this.#parts.plan === undefined) this.#fault ??= unknownPlanFault()
    this.#phase = this.#fault === undefined ? 'data' : 'drain'
    return undefined
  }

  /** Data that no status opened. */
  #begin(byte: number): Ending | undefined {
    if (this.#parser === undefined) return this.#drainBecause(unknownPlanFault())
    this.#phase = 'data'
    this.#parser.take(byte)
    return undefined
  }

  #inData(byte: number): Ending | BlockDone | undefined {
    const step = this.#parser?.take(byte) ?? 'malformed'
    if (step === 'more') return undefined
    if (step === 'block') {
      const temperatureC = this.#parser?.temperatureC ?? null
      return { kind: 'block', temperatureC, ...this.#progress() }
    }
    if (step === 'malformed') return this.#malformed(byte)
    this.#wasAborted = step !== 'done'
    if (!this.#hasFinalStatus) return this.#end(undefined)
    this.#phase = 'final'
    return step === 'aborted-before' ? this.#inFinal(byte) : undefined
  }

  #inFinal(byte: number): Ending | undefined {
    const step = this.#status.take(byte)
    if (step === 'more') return undefined
    if (step !== 'bad' && step.format === 'elx') return this.#end(step)
    if (this.#wasAborted) this.#fault ??= abortedFault(this.#progress(), undefined)
    return this.#malformed(byte)
  }

  #malformed(byte: number): Ending | undefined {
    const where = `Read, byte ${this.#parts.log.length} of the answer, in its ${this.#phase} part`
    return this.#drainBecause(malformedFault(where, byte))
  }

  #drainBecause(fault: FaultText): Ending | undefined {
    this.#fault ??= fault
    this.#phase = 'drain'
    return this.#inDrain()
  }

  /**
   * A void read ends like any other: four hex digits and ETX; one that was stopped where no status
   * follows ends with DLE. Without either it ends in silence.
   */
  #inDrain(byte?: number): Ending | undefined {
    this.#drained += 1
    const status = this.#hasFinalStatus ? statusFromBytes(Uint8Array.from(this.#last)) : undefined
    if (status?.format === 'elx') return this.#end(status)
    if (this.#isHalted && !this.#hasFinalStatus && byte === DLE) return this.#end(undefined)
    return this.#drained > DRAIN_BYTES_MAX ? this.#end(undefined) : undefined
  }

  /** The answer is over; it counts when nothing at all speaks against it. */
  #end(status: Status | undefined): Ending {
    const [bad] = this.#parser?.badChecksums ?? []
    if (this.#wasAborted) this.#fault ??= abortedFault(this.#progress(), status)
    if (bad !== undefined) this.#fault ??= checksumFault(bad)
    if (status?.ok === false) this.#fault ??= statusFault(status, 'End of the read')
    const ending = { kind: 'end', data: NO_DATA, status } as const
    if (this.#fault !== undefined) return { ...ending, outcome: 'broken', fault: this.#fault }
    const plate = {
      blocks: this.#parser?.blocks() ?? [],
      assayName: this.#parser?.assayName() ?? '',
    }
    return { ...ending, outcome: 'answered', plate }
  }

  #progress(): Progress {
    return {
      blocksDone: this.#parser?.blocksDone ?? 0,
      blocksExpected: this.#parser?.blocksExpected ?? null,
    }
  }
}
