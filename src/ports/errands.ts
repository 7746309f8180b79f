import type { StudyOptions } from '../core/study/study.ts'
import type { TextDialect } from './exporter.ts'
import type { Verified, VerifyScope } from './verify.ts'

/** A study that somebody wants. */
export interface StudyWish {
  readonly options: StudyOptions
  readonly dialect: TextDialect
}

/** Work on what a data folder holds, which changes nothing there. */
export type Errand =
  | { readonly kind: 'verify'; readonly dataFolder: string; readonly scope: VerifyScope }
  | { readonly kind: 'study'; readonly dataFolder: string; readonly wish: StudyWish }

/** How an errand is listened to while it is under way. */
export interface VerifyErrand {
  readonly dataFolder: string
  readonly scope: VerifyScope
  readonly hear: (steps: readonly Verified[]) => void
  /** Ends it before its time. */
  readonly over: AbortSignal
}

/**
 * Work that would hold up the readers if the daemon did it itself: each in a process of its own,
 * which lets the daemon go first and opens the database to read it. Both reject with AssaydError as
 * the work does, `errand-cut` when the signal or the end of the daemon came first, and
 * `errand-failed` when the process ended by itself.
 */
export interface Errands {
  verify(errand: VerifyErrand): Promise<void>
  /** The files of a study with what was left out and warned of, as JSON in UTF-8. */
  study(errand: StudyErrand): Promise<Uint8Array<ArrayBuffer>>
  /** Ends what is under way, and resolves when no process is left. */
  close(): Promise<void>
}

/** A study and what ends it before its time. */
export interface StudyErrand {
  readonly dataFolder: string
  readonly wish: StudyWish
  readonly over: AbortSignal
}
