import type { StudyOptions } from '../core/study/study.ts'
import type { TextDialect } from '../core/text-dialect.ts'
import type { JsonBytes } from './studies.ts'
import type { Verified, VerifyScope } from './verify.ts'

/** A study that somebody wants. */
export interface StudyWish {
  readonly options: StudyOptions
  readonly dialect: TextDialect
}

/** Everything in a data folder computed again, or some of it. */
export interface VerifyErrand {
  readonly kind: 'verify'
  readonly dataFolder: string
  readonly scope: VerifyScope
}

/** An answer that is long to make. */
export type JsonErrand =
  | { readonly kind: 'study'; readonly dataFolder: string; readonly wish: StudyWish }
  | { readonly kind: 'measured'; readonly dataFolder: string }

/** Work on what a data folder holds, which changes nothing there. */
export type Errand = VerifyErrand | JsonErrand

/**
 * Work that would hold up the readers if the daemon did it itself: each in a process of its own,
 * which lets the daemon go first and opens the database to read it. Both reject with AssaydError as
 * the work does, `errand-cut` when the signal or the end of the daemon came first, and
 * `errand-failed` when the process ended by itself.
 */
export interface Errands {
  verify(
    errand: VerifyErrand,
    over: AbortSignal,
    hear: (steps: readonly Verified[]) => void,
  ): Promise<void>
  json(errand: JsonErrand, over: AbortSignal): Promise<JsonBytes>
  /** Ends what is under way, and resolves when no process is left. */
  close(): Promise<void>
}
