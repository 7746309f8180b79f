/** Work that waits, and since when, ISO 8601 with offset. */
export interface Waiting {
  /** Analyses whose files are not written. */
  readonly exports: number
  readonly oldestExportAt: string | null
  /** Plates that nothing describes. */
  readonly unassigned: number
  readonly oldestUnassignedAt: string | null
  /** Captures that are not settled. */
  readonly captures: number
}

/** The newest read of a reader, with its plate where it has one. */
export interface NewestRead {
  readonly readerId: string
  /** ISO 8601 with offset. */
  readonly receivedAt: string
  readonly plate: string | null
}
