import type { AuditEntry, AuditQuery } from './audit.ts'
import type { PlateQuery, PlateSummary } from './queries.ts'
import type { StoredFault } from './store.ts'

/** Which faults are listed. */
export interface FaultQuery {
  readonly readerId?: string
}

/** Which part of a list is asked for. */
export interface SliceOf {
  /** So many rows at most. */
  readonly rowsMax: number
  /** What the slice behind it gave as its own `before`; null for the newest of the list. */
  readonly before: string | null
}

/**
 * As much of a list as can be looked for in a few milliseconds, whatever is asked for: there may be
 * no row in it and more to come.
 */
export interface Slice<Row> {
  /** Newest first. */
  readonly rows: readonly Row[]
  /** Where what is older begins; null when nothing is. */
  readonly before: string | null
}

/** What is stored, slice by slice: slices that follow one another have each row once. */
export interface Lists {
  /**
   * A plate is where it stood when the first slice was asked for, whatever is read or assigned
   * meanwhile.
   */
  plates(query: Omit<PlateQuery, 'newestMax'>, of: SliceOf): Slice<PlateSummary>
  audit(query: Omit<AuditQuery, 'newestMax'>, of: SliceOf): Slice<AuditEntry>
  faults(query: FaultQuery, of: SliceOf): Slice<StoredFault>
}
