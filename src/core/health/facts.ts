/** A reader as its health is judged by. Ages in seconds; null where nothing is known. */
export interface ReaderFacts {
  readonly id: string
  /** As the desk has it; `unknown` while no daemon runs. */
  readonly state: 'away' | 'asking' | 'idle' | 'reading' | 'removed' | 'unknown'
  /** How long it has been in this state. */
  readonly inStateS: number | null
  /** Since the last byte from the reader, in this run of the daemon. */
  readonly lastByteAgeS: number | null
  /** Since the last byte of its last stored plate. */
  readonly lastPlateAgeS: number | null
  readonly lastPlate: string | null
  /** What went wrong last, until it is well again. */
  readonly trouble: { readonly message: string; readonly hint: string } | null
  /** Why no run sheet starts a read by itself, where one should. */
  readonly held: { readonly message: string; readonly hint: string } | null
}

/** Work that waits: for a disk, for a person, for the next start. */
export interface WaitingWork {
  /** Analyses whose files are not written. */
  readonly exports: number
  readonly oldestExportAgeS: number | null
  /** Plates that nothing describes. */
  readonly unassigned: number
  readonly oldestUnassignedAgeS: number | null
  /** Captures that may hold bytes that are not decoded; each connected reader has one. */
  readonly captures: number
}

/** The disk under a folder. */
export interface DiskFacts {
  readonly what: 'data' | 'exports' | 'log'
  readonly folder: string
  /** Null when the folder cannot be asked; `reason` says why. */
  readonly freeBytes: number | null
  readonly reason: string
}

/** Whether something small could just be written for good. */
export interface DatabaseFacts {
  readonly state: 'writable' | 'busy' | 'failing' | 'unasked'
  /** How long it has been in this state. */
  readonly inStateS: number
  readonly error: string
  readonly bytes: number | null
}

/** The last backup that was checked and found sound. */
export interface BackupFacts {
  readonly lastGoodAgeS: number | null
}

/** The last synthetic plate. */
export interface SyntheticFacts {
  readonly ageS: number
  readonly passed: boolean
  readonly message: string
}

/** The wall clock. */
export interface ClockFacts {
  /** By how much it last jumped against a clock that only goes forward; null when it did not. */
  readonly jumpedByS: number | null
  readonly jumpAgeS: number | null
  /** How far it is behind the newest plate that is stored; 0 when it is not. */
  readonly behindStoredS: number
}

/** Something of the daemon itself that it found not to work when it needed it. */
export interface TroubleFacts {
  /** `exports`, `disk` and so on. */
  readonly part: string
  readonly message: string
  readonly hint: string
}

/** Everything that is known of a daemon at one moment; what cannot be known is null. */
export interface HealthFacts {
  readonly readers: readonly ReaderFacts[]
  readonly waiting: WaitingWork | null
  readonly disks: readonly DiskFacts[]
  readonly database: DatabaseFacts
  /** The longest that the event loop was held up since it was asked last. */
  readonly loopLagMs: number | null
  readonly backup: BackupFacts | null
  readonly synthetic: SyntheticFacts | null
  readonly clock: ClockFacts
  readonly troubles: readonly TroubleFacts[]
}
