import type { z } from 'zod'

import type { ErrorCode } from '../core/error-codes.ts'
import type { PlateRead } from '../core/plate-read.ts'
import type { PlateFormat } from '../core/well.ts'
import type { Lesson, Proposal } from './lesson.ts'

/**
 * How far a driver may be trusted: unproven, proven on a simulator from a vendor's text, proven on
 * instruments.
 */
export type Maturity = 'draft' | 'candidate' | 'recommended'

/** What a command does to the reader. Finding a reader uses `safe` commands alone. */
export type CommandClass = 'safe' | 'moves-plate' | 'writes-memory'

/** Every setting of a serial line, spelled out; nothing is left to a library's default. */
export interface LineSettings {
  readonly baud: number
  readonly dataBits: 7 | 8
  readonly parity: 'none' | 'even' | 'odd'
  readonly stopBits: 1 | 2
  readonly flowControl: 'none' | 'rts-cts' | 'xon-xoff'
  /** Levels set when the port opens. */
  readonly dtr: boolean
  readonly rts: boolean
}

/** One row of a reader's own error table. */
export interface ReaderFault {
  readonly meaning: string
  /** Fatal: the reader must be switched off and on before it reads again. */
  readonly fatal: boolean
  /** What the operator does. */
  readonly hint: string
}

/**
 * What a reader gives at the best; nobody asks more of it, and the conformance suite asks all of
 * it.
 */
export interface Abilities {
  /** Who starts a read: the daemon with a command, a person at the reader, or either. */
  readonly starts: 'by-command' | 'at-reader' | 'either'
  /** How many wavelengths one read can give, each as a block of its own. */
  readonly wavelengthsMax: number
  /** The least and the greatest OD that the reader can say, and how far rounding moves a value. */
  readonly od: { readonly min: number; readonly max: number; readonly roundedBy: number }
  /** The reader says so when a well is above its range. */
  readonly marksOverflow: boolean
  /**
   * It goes on measuring when the connection ends, keeps its data, and is asked for them on the
   * next: its driver has `resuming`, and its decoder `left` and `resumed`.
   */
  readonly resumes?: true
}

/** What a driver states about itself before it says a byte. */
export interface DriverFacts {
  /** Kebab-case, stored with every read, never renamed. */
  readonly id: string
  readonly name: string
  readonly models: readonly string[]
  readonly maturity: Maturity
  /** Where the bytes come from: manual and page, capture, repository. */
  readonly sources: readonly string[]
  /** Line settings to try, in this order. */
  readonly lines: readonly LineSettings[]
  /**
   * Every command the driver can send, by the name its replies carry, and what it does to the
   * reader. Empty for a reader that is only listened to.
   */
  readonly commands: Readonly<Record<string, CommandClass>>
  readonly abilities: Abilities
  /**
   * After so long without a byte, what the reader began to say unasked is over, and the decoder
   * hears a silence. Null for readers that speak only when asked.
   */
  readonly unaskedQuietMs: number | null
  /**
   * Single letters are commands to these readers, so that the words of another dialect could move
   * them: whoever looks for an unknown reader asks for these before all others.
   */
  readonly probedFirst?: true
}

/** Something on the line that could not be used: the bytes are kept and shown. */
export interface Fault {
  readonly code: ErrorCode
  readonly message: string
  readonly hint: string
  readonly bytes: Uint8Array
}

/**
 * How an exchange ended. `answered`: understood and complete, though the status may tell of an
 * error; `refused`: NAK; `broken`: the bytes made no sense or the read was voided; `silent`:
 * nothing (more) came in time.
 */
export type ReplyOutcome = 'answered' | 'refused' | 'broken' | 'silent'

/**
 * What follows one send: the acknowledgement of a command that waits for its argument, or the end
 * of the exchange. Every send has exactly one.
 */
export interface Reply {
  /** The command as the driver names it. */
  readonly command: string
  readonly outcome: ReplyOutcome
  /** The answer's own data without acknowledgement and status. */
  readonly data: Uint8Array
  /** The reader's status or error code in its own spelling, empty when it gave none. */
  readonly status: string
  /** The fault that broke the answer or voided the read, the same as was heard beside it. */
  readonly fault?: Fault
}

/** What a decoder makes of the line. */
export type Heard =
  | { readonly kind: 'reply'; readonly reply: Reply }
  /**
   * A plate. `endsAt` counts the bytes of this connection up to the plate's own end, where it is
   * not the byte that came last: of several plates in a file each has a place of its own.
   */
  | { readonly kind: 'read'; readonly read: PlateRead; readonly endsAt?: number }
  /** A block of several arrived; its temperature in °C where the reader told it. */
  | {
      readonly kind: 'progress'
      readonly blocksDone: number
      readonly blocksExpected: number
      readonly temperatureC?: number | null
    }
  | { readonly kind: 'fault'; readonly fault: Fault }
  /**
   * The protocol demands these bytes at once (a link-layer acknowledgement); the kit sends them.
   */
  | { readonly kind: 'answer'; readonly bytes: Uint8Array }

/**
 * Hears both directions of one connection and tells what was said. Pure: no clock, no port.
 * Received bytes come one at a time, so the result cannot depend on how the line cut them. A
 * capture replayed through a fresh decoder gives what the live line gave. Memory is bounded
 * whatever arrives.
 */
export interface Decoder {
  /**
   * The host sent these bytes in one call. What the kit says for an `answer`, and an `abort`, are
   * told here too and have no reply.
   */
  sent(bytes: Uint8Array): readonly Heard[]
  received(byte: number): readonly Heard[]
  /**
   * Nothing more came within the limit of the wait under way, or within `unaskedQuietMs` when
   * nobody waits: what is half said becomes a fault, or a read where only a pause ends a plate.
   */
  silence(): readonly Heard[]
  /** The connection ended: what is half said becomes a fault. */
  closed(): readonly Heard[]
  /**
   * What the reader measures and would go on with if the connection ended now; undefined when that
   * is nothing, or its data are being handed over already.
   */
  left?(): LeftRead | undefined
  /** On this connection a read is resumed: `told` is what `left` gave on an earlier one. */
  resumed?(told: string): void
}

/** A read that goes on in the reader while nobody is connected. */
export interface LeftRead {
  /** What the reader was told, in the driver's own words, on one line. */
  readonly told: string
  /** No read that is told so takes less; 0 where nothing of the kind is known. */
  readonly leastMs: number
}

/**
 * How a read is resumed that was begun on an earlier connection. Both reject with ReaderError; what
 * does not fit what the reader was told is refused with `resume-refused` and its bytes.
 */
export interface Resuming {
  /** Waits until the reader has measured it; nothing is handed over. */
  untilMeasured(line: Line, told: string): Promise<void>
  /** Has the data handed over; the plate comes out of the decoder, once and only when all fits. */
  fetch(line: Line, told: string): Promise<void>
}

/** How long an answer may take: until its first byte, and between any two bytes after that. */
export interface AnswerLimits {
  readonly firstByteMs: number
  readonly quietMs: number
  /**
   * Given with the exchanges of a read that can be stopped in their middle: the driver's `abort`.
   * When the read is to stop, one that has not begun is refused.
   */
  readonly stopWith?: Uint8Array
}

/** A driver's hold on the connection while it talks to the reader. */
export interface Line {
  /**
   * Sends the bytes in one call and waits for the decoder to give a reply: the end of the exchange,
   * or the acknowledgement of a command that waits for its argument. Rejects when the port is lost.
   */
  ask(bytes: Uint8Array, limits: AnswerLimits): Promise<Reply>
  /** Lets time pass, by the injected clock. */
  pause(ms: number): Promise<void>
}

/** Who answered on the line. */
export interface Identity {
  readonly model: string
  /** Firmware or basecode in the reader's own words, empty when it would not say. */
  readonly version: string
  /** The instrument's serial number in its own words, empty when it would not say. */
  readonly serialNumber: string
  /** What the reader said it can do, by the driver's own feature names. */
  readonly features: Readonly<Record<string, boolean>>
  readonly wavelengthsNm: readonly number[]
}

/** A measurement in time: `count` readings, `intervalS` seconds apart (0: back to back). */
export interface KineticRequest {
  readonly count: number
  readonly intervalS: number
}

/** What the daemon asks a reader to measure. */
export interface ReadRequest {
  readonly format: PlateFormat
  /**
   * One to three wavelengths; every one comes back as a block of its own, unsubtracted, where the
   * reader can.
   */
  readonly wavelengthsNm: readonly number[]
  /** The wavelength to subtract when the reader can only give a difference, otherwise null. */
  readonly referenceNm: number | null
  /** Printed rows and columns to read, first and last, from 1; null reads the whole plate. */
  readonly rows: readonly [number, number] | null
  readonly columns: readonly [number, number] | null
  readonly kinetic: KineticRequest | null
  readonly temperature: boolean
  readonly barcode: boolean
}

/** What a driver has to be told about the one reader it serves. */
export interface DriverSettings {
  /** The shape of `settings` in the reader's configuration. */
  readonly schema: z.ZodType
  /** The driver for one reader; the value has the shape, or is undefined where none was given. */
  configure(settings: unknown): Driver
  /**
   * Proposes settings from a capture, where a reader's dialect must be learnt on site. Throws
   * AssaydError `template-unclear` when the capture does not tell them, with what to answer.
   */
  readonly propose?: (lesson: Lesson) => Proposal
}

/**
 * One family of readers: facts, words and manners. It opens no port, reads no clock, logs nothing.
 */
export interface Driver {
  readonly facts: DriverFacts
  /** Null when all readers of the family are served alike. */
  readonly settings: DriverSettings | null
  /**
   * Ends a read under way. Said in the middle of the exchange, it is the one send without a reply
   * of its own: the exchange ends `broken`, and the reader is sane for the next. Null when no
   * source states such bytes.
   */
  readonly abort: Uint8Array | null
  /** A fresh decoder for one connection. */
  decoder(): Decoder
  /**
   * Asks who is there, with safe commands only; undefined when nothing on the line speaks this
   * dialect.
   */
  greet(line: Line): Promise<Identity | undefined>
  /**
   * Has the reader measure one plate; the plate itself comes out of the decoder. Resolves when the
   * reader says it is done; rejects with ReaderError when it refused, failed or fell silent.
   */
  read(line: Line, request: ReadRequest, identity: Identity): Promise<void>
  /** Present where the reader goes on without a connection. */
  readonly resuming?: Resuming
}
