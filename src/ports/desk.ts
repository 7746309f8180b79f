import type { Observable } from 'rxjs'

import type { AssaydError } from '../core/errors.ts'
import type { PlateFormat } from '../core/well.ts'
import type { Identity, KineticRequest } from './driver.ts'
import type { ReadTrigger } from './settings.ts'

/** What a person asks a reader to measure; what is null follows from the plate that is expected. */
export interface ReadOrder {
  /** The assay whose wavelengths are read. */
  readonly assay: string | null
  /** In nm, in the order of the blocks; comes before the assay's. */
  readonly wavelengthsNm: readonly number[] | null
  readonly format: PlateFormat | null
  /** Printed rows and columns, first and last, from 1; null reads the whole plate. */
  readonly rows: readonly [number, number] | null
  readonly columns: readonly [number, number] | null
  readonly kinetic: KineticRequest | null
  readonly temperature: boolean
}

/**
 * `waiting`: the reader has not begun; `computing`: the plate is stored, its results are on their
 * way; `done`: they are stored, or the plate is stored and an error says why there are none.
 */
export type OrderState = 'waiting' | 'reading' | 'computing' | 'done' | 'failed' | 'cancelled'

/** How far an order has come. */
export interface OrderReport {
  /** Counts from 1 since the daemon started. */
  readonly id: number
  readonly reader: string
  readonly order: ReadOrder
  readonly state: OrderState
  /** ISO 8601 with offset; null until then. */
  readonly acceptedAt: string
  readonly startedAt: string | null
  readonly endedAt: string | null
  readonly blocksDone: number
  /** Null as long as nothing is known. */
  readonly blocksExpected: number | null
  /** As the reader told with its last block, in °C. */
  readonly temperatureC: number | null
  readonly readId: number | null
  readonly plate: string | null
  readonly analysisId: string | null
  readonly error: AssaydError | null
}

/**
 * `away`: its port cannot be opened or was lost; `asking`: the port is open and nothing has
 * answered yet; `idle`: it answered, and nothing is under way; `removed`: its last event, since it
 * is no longer configured so.
 */
export type ReaderState = 'away' | 'asking' | 'idle' | 'reading' | 'removed'

/** A reader as the daemon knows it now. */
export interface ReaderReport {
  readonly id: string
  readonly driver: string
  readonly port: string
  readonly trigger: ReadTrigger
  readonly state: ReaderState
  /** Since when, ISO 8601 with offset. */
  readonly since: string
  readonly identity: Identity | null
  readonly lastPlate: string | null
  /** When its last plate was stored. */
  readonly lastReadAt: string | null
  /** What went wrong last, until it is well again. */
  readonly trouble: AssaydError | null
  /** Why no run sheet starts a read by itself; null when nothing keeps one from it. */
  readonly held: AssaydError | null
  /** The order under way, or the last one. */
  readonly order: OrderReport | null
}

/** Something changed; the number counts up, so that a listener can ask for what it missed. */
export interface DeskEvent {
  readonly number: number
  readonly reader: ReaderReport
}

/** Where people ask for plates while the daemon runs. */
export interface Desk {
  readers(): readonly ReaderReport[]
  /** The reader of that id. Throws AssaydError `reader-unknown`. */
  reader(id: string): ReaderReport
  /** Throws what `order` would throw now. */
  orderable(readerId: string, order: ReadOrder): void
  /**
   * Asks an idle reader for a plate. Throws AssaydError `reader-unknown`, `reader-busy`,
   * `reader-away` or `assay-unknown`.
   */
  order(readerId: string, order: ReadOrder): OrderReport
  /**
   * Ends an order: one that waits is dropped, one that is read is stopped at the reader. Throws
   * AssaydError `reader-unknown`, `order-over`, or `reader-unstoppable` where no command stops it.
   */
  cancel(readerId: string): OrderReport
  /**
   * What changes from now on; with the number of an event, first what came after it, as far as it
   * is remembered.
   */
  changes(after?: number): Observable<DeskEvent>
}
