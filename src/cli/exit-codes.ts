import { AssaydError } from '../core/errors.ts'

/**
 * What the program exits with; the table in docs/operating.md says the same. 0, 1 and 2 mean to
 * monitoring programs ok, warning and critical, which is what `status` and `doctor` say with them.
 */
export const EXIT = {
  /** All is well. */
  ok: 0,
  /** A mistake or a failure, told on standard error. */
  failure: 1,
  /** `status`, `doctor`: something needs a person some time. */
  degraded: 1,
  /** The command line is not understood; nothing was done. */
  usage: 2,
  /** `status`, `doctor`: plates would not be stored. */
  failed: 2,
  /** A second signal came before everything was put away. */
  cutShort: 130,
} as const

/** Any of them. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** What the program exits with when a command threw that. */
export function exitCodeOf(error: unknown): ExitCode {
  return error instanceof AssaydError && error.code === 'option-unsuited'
    ? EXIT.usage
    : EXIT.failure
}
