/**
 * What the program exits with. 0 to 2 are read by scripts and by monitoring programs, which know
 * them as ok, warning and critical.
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
  /** Stopped by a second signal before everything was put away. */
  cutShort: 130,
} as const

/** Any of them. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
