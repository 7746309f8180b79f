/** A run sheet as a capture names it; the SHA-256, in hex, is that of its text. */
export interface NamedSheet {
  readonly plate: string
  readonly sha256: string
}

/**
 * One event on a line, in the order it happened. `silence`: a wait ran out; `identified`: the
 * instrument said who it is, and it is the configured one; `asked`: a plate is asked for from here
 * on, with the run sheets that are fixed for it, where that is noted; `resumed`: that plate was
 * begun on an earlier connection, as the note says in the driver's own words; `ended`: no more,
 * with or without one; `closed`: the connection ended.
 */
export type LineEvent =
  | { readonly kind: 'opened'; readonly atMs: number; readonly note: string }
  | { readonly kind: 'sent'; readonly atMs: number; readonly bytes: Uint8Array }
  | { readonly kind: 'received'; readonly atMs: number; readonly bytes: Uint8Array }
  | { readonly kind: 'silence'; readonly atMs: number }
  | { readonly kind: 'identified'; readonly atMs: number; readonly note: string }
  | {
      readonly kind: 'asked'
      readonly atMs: number
      readonly note: string
      readonly sheets?: readonly NamedSheet[]
    }
  | { readonly kind: 'resumed'; readonly atMs: number; readonly note: string }
  | { readonly kind: 'ended'; readonly atMs: number; readonly note: string }
  | { readonly kind: 'closed'; readonly atMs: number; readonly note: string }

/** What a capture says about itself in its first line. */
export interface CaptureHeader {
  readonly id: string
  readonly reader: string
  readonly driver: string
  readonly port: string
  /** What the driver was told about the reader, so that the bytes mean the same later. */
  readonly settings?: unknown
  /**
   * The configuration says what the instrument must say of itself: what came before it did is no
   * plate of this reader.
   */
  readonly awaitsIdentity?: true
  /** ISO 8601 with offset; event times count in milliseconds from here. */
  readonly startedAt: string
}

/** What the file of a capture holds as a whole; the SHA-256 is in hex. */
export interface CaptureSeal {
  readonly bytes: number
  readonly sha256: string
}

/** A capture being written: each event is with the operating system when `append` returns. */
export interface CaptureWriter {
  readonly header: CaptureHeader
  /** The file, relative to the capture folder. */
  readonly file: string
  append(event: LineEvent): void
  /** Of everything written so far. */
  seal(): CaptureSeal
  /** Everything written so far is on the disk for good when this returns. */
  sync(): void
  close(): void
  /** Closes it and takes the file away: nothing was heard, and nobody will name it. */
  discard(): void
}

/** A capture read back. */
export interface Capture {
  readonly header: CaptureHeader
  readonly events: readonly LineEvent[]
  /** Of the file as it was read. */
  readonly seal: CaptureSeal
}
