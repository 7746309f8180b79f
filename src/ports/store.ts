import type { ArchivedCapture, OldCapture } from './archive.ts'
import type { Analysis } from '../core/analysis.ts'
import type { BindingKind } from '../core/binding.ts'
import type { HistoricPlate } from '../core/history.ts'
import type { LapsedVerdict } from '../core/lapsed-verdict.ts'
import type { WellMask } from '../core/masks.ts'
import type { PlateRead } from '../core/plate-read.ts'
import type { Measured } from '../core/study/study.ts'
import type { RunSheet } from '../core/run-sheet.ts'
import type {
  AuditChecked,
  AuditEntry,
  AuditHead,
  AuditQuery,
  Deed,
  NewAuditEntry,
} from './audit.ts'
import type { CaptureHeader, CaptureSeal } from './capture.ts'
import type {
  Assignment,
  MaskChange,
  StoredAssignment,
  StoredVerdict,
  Verdict,
} from './decisions.ts'
import type { Fault } from './driver.ts'
import type { Lists } from './lists.ts'
import type { HistoryQuery, PlateQuery, PlateSummary } from './queries.ts'
import type { AccountStore, AccountView } from './people.ts'
import type { ConfigVersion, Sourced } from './settings.ts'
import type { NewestRead, Waiting } from './waiting.ts'
import type { Expectation, LastExpected, Unfinished, WaitingExport } from './unfinished.ts'

/** A read's bytes: their capture, and how many it had received when the last of them came. */
export interface ReadPlace {
  readonly captureId: string
  readonly lastByte: number
}

/** A plate read with where, when and by what it was heard. */
export interface HeardRead {
  readonly read: PlateRead
  readonly place: ReadPlace
  readonly readerId: string
  readonly driverId: string
  /** When the last byte came, ISO 8601 with offset. */
  readonly receivedAt: string
}

/** A read as stored. */
export interface StoredRead extends HeardRead {
  readonly readId: number
}

/** A fault with where and when it was heard. */
export interface HeardFault {
  readonly fault: Fault
  readonly readerId: string
  readonly captureId: string
  readonly at: string
  /** How many bytes had been received in the capture. */
  readonly lastByte: number
}

/** A fault as stored. */
export interface StoredFault {
  readonly faultId: number
  readonly readerId: string
  readonly captureId: string
  readonly at: string
  readonly code: string
  readonly message: string
  readonly hint: string
  readonly bytes: Uint8Array
}

/** A document an analysis used, kept by the SHA-256 of its text. */
export interface StoredDocument {
  readonly hash: string
  /**
   * `other-layout` is one that the plate could have been of instead; `limits` are all those in
   * force, also where the assay says nothing.
   */
  readonly kind:
    | 'layout'
    | 'assay'
    | 'organisms'
    | 'run-sheet'
    | 'masks'
    | 'history'
    | 'other-layout'
    | 'limits'
  readonly id: string
  readonly text: string
}

/** How a plate came by its layout. */
export type Binding = BindingKind

/**
 * A plate: which read, and what was said to be on it. Document hashes are null when there is none.
 */
export interface PlateRecord {
  readonly plate: string
  readonly binding: Binding
  readonly bindingReason: string
  readonly layoutId: string
  readonly assayId: string
  readonly kitLot: string
  readonly operator: string
  readonly barcode: string
}

/** An analysis to store with everything it was computed from. */
export interface NewAnalysis {
  readonly plate: string
  /**
   * What was said to be on the plate when this was computed. It stays with the analysis when the
   * plate is read again under another one.
   */
  readonly record: PlateRecord
  readonly readId: number
  readonly analysedAt: string
  readonly codeVersion: string
  readonly documents: readonly StoredDocument[]
  readonly analysis: Analysis
  /** Who wanted it again and why; left out for the daemon's own. */
  readonly deed?: Deed
}

/** An analysis as stored: `version` counts from 1 on each plate; the id is `PLATE/VERSION`. */
export interface StoredAnalysis extends NewAnalysis {
  readonly analysisId: string
  readonly version: number
}

/** A capture as stored, with where in it the stored reads end. */
export interface StoredCapture {
  readonly header: CaptureHeader
  /** Relative to the capture folder. */
  readonly file: string
  /** False while its reader is still connected, or until it is heard again after a crash. */
  readonly isSettled: boolean
  /** What the file must be; null until it is settled, and where it was settled without. */
  readonly seal: CaptureSeal | null
  /** The archive that has it, absolute; the file itself may be gone then. */
  readonly archivedIn: string | null
  readonly reads: readonly { readonly readId: number; readonly lastByte: number }[]
}

/** Everything stored about one plate. */
export interface PlateDetail {
  /** As it was said last; each analysis has its own. */
  readonly record: PlateRecord
  /** Every read that was ever the plate's. */
  readonly reads: readonly StoredRead[]
  /** Those of its reads that were given to another plate since, by assignment. */
  readonly movedReads: readonly number[]
  /** Newest last. */
  readonly analyses: readonly StoredAnalysis[]
  readonly masks: readonly WellMask[]
  /** Reads that came from other plates or went to them, oldest first. */
  readonly assignments: readonly StoredAssignment[]
  /** Oldest first; the last of an analysis holds. */
  readonly verdicts: readonly StoredVerdict[]
  /** The last one, where it is for an analysis that stands no longer. */
  readonly lapsed: LapsedVerdict | null
}

/** A plate's record, with the run sheet that named the plate when one did. */
export interface PlateToSave extends PlateRecord {
  readonly sheet?: Sourced<RunSheet> | undefined
}

/** A configuration with when, and by which version of assayd, it was taken into force. */
export interface KeptConfiguration {
  readonly version: ConfigVersion
  /** ISO 8601 with offset. */
  readonly takenAt: string
  readonly codeVersion: string
}

/** What the bench remembers, as of one moment a call. */
export interface StoreView {
  /** The sheets that waited when the read at this place was asked for; none when nobody asked. */
  expectedAt(place: ReadPlace): readonly Sourced<RunSheet>[]
  /** Where in a capture something was fixed, in bytes received, in order. */
  expectedFrom(captureId: string): readonly number[]
  /** What was fixed when the reader was asked last; undefined when it never was. */
  lastExpected(readerId: string): LastExpected | undefined
  /** Whether a read of the reader was ever asked for while this sheet waited, by its SHA-256. */
  wasExpected(readerId: string, sheetHash: string): boolean
  /** The sheet with this SHA-256, as it waited for any read; undefined when none did. */
  expectedSheet(sheetHash: string): Sourced<RunSheet> | undefined
  /** The sheet that a person gave the read with; undefined when nobody assigned it. */
  assignedSheet(readId: number): Sourced<RunSheet> | null | undefined
  /** How the read came to its plate, oldest first; empty when nobody assigned it. */
  assignments(readId: number): readonly StoredAssignment[]
  /** The plate that the read is of now; undefined when it is of none. */
  plateOf(readId: number): string | undefined
  /** The wells of a plate that are masked now. */
  masks(plate: string): readonly WellMask[]
  /** Entries of the audit trail that fit, oldest first. */
  audit(query: AuditQuery): readonly AuditEntry[]
  auditHead(): AuditHead
  /** Checks the chain and every row it answers for; `kept` is its end as somebody wrote it down. */
  auditChecked(kept: AuditHead | null): Iterable<AuditChecked>
  /** Every configuration that was in force, newest last. */
  configurations(): readonly KeptConfiguration[]
  unfinished(): Unfinished
  /** The unsettled captures of `unfinished` alone, oldest first. */
  unsettled(): Unfinished['captures']
  /** The exports of `unfinished` alone. */
  exportsWaiting(): readonly string[]
  /** What an exporter needs of one of them; undefined when it waits no longer. */
  waitingExport(analysisId: string): WaitingExport | undefined
  hasPlate(plate: string): boolean
  /** One line a plate, the plate read last at the end; all of them without a query. */
  plates(query?: PlateQuery): readonly PlateSummary[]
  /** Names of plates among which one that was mistaken for this one is likely to be. */
  plateNamesNear(plate: string): readonly string[]
  /** It was read, and not all of its reads were given to other plates since. */
  isRead(plate: string): boolean
  /** Earlier plates analysed by the assay with the kit lot that no rule blocked, oldest first. */
  history(query: HistoryQuery): readonly (HistoricPlate & { readonly analysisId: string })[]
  plate(plate: string): PlateDetail | undefined
  /** The files of all captures alone. */
  captureNames(): readonly string[]
  /** What is known of the capture of a file; undefined when none is named so. */
  oldCapture(file: string): OldCapture | undefined
  /** Every capture, oldest first. */
  captures(): readonly StoredCapture[]
  /** The newest analysis of every plate, as of one moment, for a study. */
  measured(): Measured
  faults(readerId?: string): readonly StoredFault[]
  waiting(): Waiting
  /** The newest read of every reader that ever gave one, and its plate. */
  newestReads(): readonly NewestRead[]
  /** The same lists for whoever cannot wait for a whole one. */
  readonly lists: Lists
  /** People with accounts. */
  readonly people: AccountView
  counts(): {
    readonly reads: number
    readonly plates: number
    readonly analyses: number
    readonly faults: number
  }
  close(): void
}

/**
 * The bench's memory. Every call is one durable transaction; reads, analyses and faults are only
 * ever inserted.
 */
export interface Store extends StoreView {
  /** Writes what changes nothing; gives bytes. Throws `store-busy` at once, or `store-write`. */
  checkWrite(): number
  /**
   * Keeps a configuration before it is taken into force; the one that was taken last is not kept
   * twice.
   */
  saveConfiguration(taken: KeptConfiguration): void
  saveCapture(header: CaptureHeader, file: string): void
  /** Fixes, all at once, what the next reads are; the last holds of those that begin alike. */
  saveExpectation(...expectations: readonly Expectation[]): void
  /** All in it is stored, and it ends as its seal says; null where the file cannot be read. */
  settleCapture(captureId: string, seal: CaptureSeal | null): void
  /** The capture stands in an archive, and its file may go. Once for each capture. */
  saveArchived(archived: ArchivedCapture): void
  /** Stores the read once: the same place again gives the first one back with `isNew` false. */
  saveRead(heard: HeardRead): { readonly stored: StoredRead; readonly isNew: boolean }
  saveFault(heard: HeardFault): void
  /**
   * Ties a read to a plate; a plate that exists already gets one more read and keeps its record's
   * newest form.
   */
  savePlate(plate: PlateToSave, readId: number): void
  saveAnalysis(analysis: NewAnalysis): StoredAnalysis
  saveExport(analysisId: string, exportedAt: string, files: readonly string[]): void
  /**
   * Gives a read to a plate, which waits for its analysis from then on. Throws RangeError when
   * there is no such read.
   */
  assign(assignment: Assignment): void
  /** A plate whose layout is known waits for its next analysis from then on. */
  saveMasks(change: MaskChange): void
  saveVerdict(verdict: Verdict): void
  /** People with accounts, and who is logged in. */
  readonly people: AccountStore
  /** Notes what changes no rows of the store. */
  note(entry: NewAuditEntry): AuditHead
}
