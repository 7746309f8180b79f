import { textFromBytes, createByteLog, type ByteLog } from '../../src/driver-kit.ts'
import { isOfText, PROMPT } from './bytes.ts'
import type { Command } from './commands.ts'

/** Three wavelengths of 384 wells are some 10 KiB. */
const ANSWER_BYTES_MAX = 32_768
const BEGINNINGS = ['OK', 'FAIL'] as const
/** The longest of them. */
const WINDOW = 4

/**
 * One answer, heard byte by byte: `OK` or `FAIL`, text, prompt; with some commands a second part
 * and its prompt. What comes before is not of it.
 */
export class Answer {
  readonly log: ByteLog = createByteLog(ANSWER_BYTES_MAX)
  readonly #wanted: number
  #window = ''
  #beganAt: number | undefined
  #prompts = 0
  #isSpoilt = false

  constructor({ prompts }: Command) {
    this.#wanted = prompts
  }

  /** True when the answer is whole. Once spoilt it is never. */
  take(byte: number): boolean {
    this.log.push(byte)
    if (this.#isSpoilt) return false
    if (this.log.length >= ANSWER_BYTES_MAX) this.#isSpoilt = true
    else if (this.#beganAt === undefined) this.#seek(byte)
    else if (byte === PROMPT) this.#prompts += 1
    else if (!isOfText(byte)) this.#isSpoilt = true
    return !this.#isSpoilt && this.#prompts === this.#wanted
  }

  get isBegun(): boolean {
    return this.#beganAt !== undefined
  }

  /** A byte came that no answer has; what follows is heard out. */
  get isSpoilt(): boolean {
    return this.#isSpoilt
  }

  /** What came before its beginning; of an answer that did not begin, everything. */
  get junk(): Uint8Array {
    return this.log.slice(0, this.#beganAt ?? this.log.length)
  }

  /** The answer itself. */
  get bytes(): Uint8Array {
    return this.log.slice(this.#beganAt ?? this.log.length)
  }

  /** What its prompts have ended, each without its prompt. */
  get parts(): readonly string[] {
    return textFromBytes(this.bytes).split('>').slice(0, -1)
  }

  /** What no prompt has ended. */
  get rest(): string {
    return textFromBytes(this.bytes).split('>').at(-1) ?? ''
  }

  #seek(byte: number): void {
    this.#window = (this.#window + String.fromCharCode(byte)).slice(-WINDOW)
    const beginning = BEGINNINGS.find((each) => this.#window.endsWith(each))
    if (beginning !== undefined) this.#beganAt = this.log.length - beginning.length
  }
}

/** Whether bytes are no more than blanks, ends of lines and a prompt too many. */
export function isBlank(bytes: Uint8Array): boolean {
  return /^[\s>]*$/.test(textFromBytes(bytes))
}

/** Whether an answer may have begun with these bytes and nothing else. */
export function mayBegin(bytes: Uint8Array): boolean {
  const text = textFromBytes(bytes).trimStart()
  return BEGINNINGS.some((each) => each.startsWith(text))
}

/**
 * The number of the error an answer tells of, `FAIL` when it gives none; undefined when it tells of
 * none. An error may follow an `OK`.
 */
export function errorCodeOf(parts: readonly string[]): string | undefined {
  const part = parts.find((each) => each.trimStart().startsWith('FAIL'))
  return part === undefined ? undefined : (/FAIL\s+(\d{1,3})\b/.exec(part)?.[1] ?? 'FAIL')
}
