import type { FileChange } from '../core/changed-files.ts'
import type { LapsedVerdict } from '../core/lapsed-verdict.ts'
import type { AssaydError } from '../core/errors.ts'
import type { AuditAct } from './audit.ts'
import type { Fault, Identity, LineSettings } from './driver.ts'
import type { PlateRecord, StoredAnalysis, StoredRead } from './store.ts'
import type { VerifyReport } from './verify-desk.ts'
import type { BoundPlate } from '../core/binding.ts'

/** What the daemon tells of a reader, for the terminal, the log and later the page. */
export type News =
  /** The port is open; nothing has answered yet. */
  | { readonly kind: 'opened'; readonly reader: string; readonly port: string }
  /** The reader answered: who it is, and the line settings that worked. */
  | {
      readonly kind: 'found'
      readonly reader: string
      readonly identity: Identity
      /** False for a reader that is only listened to: nobody knows yet that it is there. */
      readonly hasAnswered: boolean
      /** Null where the line has none, as over TCP. */
      readonly settings: LineSettings | null
    }
  /** A read was asked for. */
  | { readonly kind: 'reading'; readonly reader: string; readonly wavelengthsNm: readonly number[] }
  /** A read that an earlier connection left the reader with is waited for, and fetched. */
  | { readonly kind: 'resuming'; readonly reader: string; readonly asked: string }
  | {
      readonly kind: 'progress'
      readonly reader: string
      readonly blocksDone: number
      readonly blocksExpected: number
      readonly temperatureC?: number | null
    }
  /** A read is over, well or not: the reader can be asked again. */
  | { readonly kind: 'settled'; readonly reader: string }
  /** A plate arrived and is stored, with its bytes. */
  | {
      readonly kind: 'plate'
      readonly reader: string
      readonly read: StoredRead
      readonly bound: BoundPlate
    }
  | { readonly kind: 'fault'; readonly reader: string; readonly fault: Fault }
  /** The reader did not give a plate; `again` says whether it is asked once more. */
  | {
      readonly kind: 'read-failed'
      readonly reader: string
      readonly error: AssaydError
      readonly again: boolean
    }
  /** An analysis is stored; its files are still to be written. */
  | {
      readonly kind: 'analysed'
      readonly reader: string
      readonly record: PlateRecord
      readonly read: StoredRead
      readonly stored: StoredAnalysis
    }
  /** A person had a stored plate computed again; its files are still to be written. */
  | {
      readonly kind: 'revised'
      readonly plate: string
      readonly analysis: string
      readonly who: string
      readonly reason: string
    }
  /** What was signed of a plate is not of the analysis that stands now. */
  | {
      readonly kind: 'lapsed'
      readonly plate: string
      /** Null where its read was given to another plate. */
      readonly stands: number | null
      readonly lapsed: LapsedVerdict
    }
  /** The files of an analysis are written. */
  | {
      readonly kind: 'exported'
      readonly reader: string
      readonly analysisId: string
      readonly files: readonly string[]
    }
  /** A plate could not be computed or exported; what is stored stays stored. */
  | {
      readonly kind: 'failed'
      readonly reader: string
      readonly error: AssaydError
      /** The read, plate and analysis as far as they had come. */
      readonly readId?: number | undefined
      readonly plate?: string
      readonly analysis?: string
    }
  /** The connection is gone and is tried again after a wait. */
  | {
      readonly kind: 'lost'
      readonly reader: string
      readonly error: AssaydError
      readonly againInMs: number
    }
  /** Bytes from before a stop were found in a capture, and what became of them. */
  | {
      readonly kind: 'recovered'
      readonly reader: string
      readonly capture: string
      readonly reads: number
    }
  /** Another configuration is in force. */
  | {
      readonly kind: 'configured'
      readonly part: 'configuration'
      readonly hash: string
      readonly changes: readonly FileChange[]
    }
  /** An edit of the configuration was not taken: the one before stays in force. */
  | {
      readonly kind: 'config-refused'
      readonly part: 'configuration'
      readonly error: AssaydError
    }
  /** Other machines reach the daemon there. */
  | {
      readonly kind: 'reachable'
      readonly part: 'network'
      readonly url: string
      readonly fingerprint: string
    }
  /** Somebody was not let in, or not let do something; also in the audit trail. */
  | {
      readonly kind: 'refused'
      readonly part: 'people'
      readonly act: Extract<AuditAct, 'login-failed' | 'account-locked' | 'act-denied'>
      readonly who: string
      /** The account or the act; empty where nobody has that name. */
      readonly about: string
      readonly reason: string
    }
  /** A run sheet is not used: it has mistakes, unless the hint says what else is to be done. */
  | {
      readonly kind: 'mistake'
      readonly reader: string
      readonly text: string
      readonly hint?: string
    }
  /** Why no run sheet starts a read by itself; null when nothing keeps one from it any more. */
  | { readonly kind: 'held'; readonly reader: string; readonly error: AssaydError | null }
  /** A backup was made by schedule, opened and found good. */
  | { readonly kind: 'backed-up'; readonly folder: string; readonly madeAt: string }
  /** A verification that somebody ordered ended. */
  | { readonly kind: 'verified'; readonly who: string; readonly report: VerifyReport }
  /** Old captures went from the data folder to the archive. */
  | { readonly kind: 'archived'; readonly folder: string; readonly captures: number }
  /** Something of the daemon itself does not work; told once, until it is mended. */
  | { readonly kind: 'trouble'; readonly part: DaemonPart; readonly error: AssaydError }
  /** It works again. */
  | { readonly kind: 'mended'; readonly part: DaemonPart; readonly text: string }

/** What of the daemon itself can be in trouble, beside its readers. */
export type DaemonPart = 'exports' | 'database' | 'disk' | 'clock' | 'backup' | 'retention'
