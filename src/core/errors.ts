import type { ErrorCode } from './error-codes.ts'

/** What an error needs beside its message: what to do next, and what lay beneath it. */
export interface ErrorDetails {
  /** One sentence for the operator: the next action. */
  readonly hint?: string
  readonly cause?: unknown
}

/**
 * The one error class of assayd. The message says what and where and quotes the offending text; the
 * hint says what the operator does next. Codes are listed in `error-codes.ts` and never reused.
 */
export class AssaydError extends Error {
  readonly code: ErrorCode
  readonly hint: string

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'AssaydError'
    this.code = code
    this.hint = details.hint ?? ''
  }
}

/** What a reader error carries beside the details of every error. */
export interface ReaderErrorDetails extends ErrorDetails {
  /** The bytes that could not be used, as they came; empty when nothing came. */
  readonly bytes?: Uint8Array
  /** True when asking again can help; false when the reader needs a person first. */
  readonly retryable?: boolean
}

/** A reader refused, fell silent, or said something that cannot be used. */
export class ReaderError extends AssaydError {
  readonly bytes: Uint8Array
  readonly retryable: boolean

  constructor(code: ErrorCode, message: string, details: ReaderErrorDetails = {}) {
    super(code, message, details)
    this.name = 'ReaderError'
    this.bytes = details.bytes ?? new Uint8Array()
    this.retryable = details.retryable ?? false
  }
}

/** The message with its hint behind it, as one line for a terminal. */
export function oneLine(error: unknown): string {
  if (error instanceof AssaydError)
    return error.hint ? `${error.message} (${error.hint})` : error.message
  return error instanceof Error ? error.message : String(error)
}
