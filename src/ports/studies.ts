import type { StudyOptions } from '../core/study/study.ts'
import type { SaidDialect } from '../core/text-dialect.ts'

/** A study that somebody wants of what is stored now. */
export interface WantedStudy {
  /** Organisms are those in force. */
  readonly options: Omit<StudyOptions, 'organisms'>
  readonly dialect: SaidDialect
}

/** JSON in UTF-8. */
export type JsonBytes = Uint8Array<ArrayBuffer>

/**
 * Studies and what they are compiled from, one at a time, until the signal says that nobody waits
 * for it any more. Both reject with AssaydError `too-many-requests`, and as errands do.
 */
export interface Studies {
  /**
   * An object with `files` (each `name` and `text`, as `assayd study export` writes them),
   * `substitution`, `adjustment`, `leftOut` and `warnings`. Rejects with AssaydError
   * `option-unsuited`, and as `compileStudy` throws.
   */
  make(wanted: WantedStudy, over: AbortSignal): Promise<JsonBytes>
  /** What `StoreView` calls `measured`. */
  measured(over: AbortSignal): Promise<JsonBytes>
}
