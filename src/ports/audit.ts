/**
 * What was done. Those of the daemon itself come first, then those of people, then those of the
 * installation. Words are never renamed: they are in the chain for good.
 */
export type AuditAct =
  | 'capture-begun'
  | 'capture-settled'
  | 'capture-archived'
  | 'expectation-fixed'
  | 'read-stored'
  | 'fault-stored'
  | 'plate-bound'
  | 'analysis-stored'
  | 'exported'
  | 'configured'
  | 'assigned'
  | 'masked'
  | 'unmasked'
  | 'accepted'
  | 'rejected'
  | 'logged-in'
  | 'login-failed'
  | 'logged-out'
  | 'act-denied'
  | 'account-created'
  | 'role-changed'
  | 'password-set'
  | 'password-changed'
  | 'account-locked'
  | 'account-unlocked'
  | 'account-disabled'
  | 'account-enabled'
  | 'sheet-placed'
  | 'sheet-withdrawn'
  | 'read-ordered'
  | 'read-cancelled'
  | 'reload-asked'
  | 'backup-ordered'
  | 'verification-ordered'
  | 'verified'
  | 'adopted'

/** Rows that one entry answers for; `none` for what leaves no rows. */
export type SubjectKind =
  | 'capture'
  | 'archive'
  | 'expectation'
  | 'read'
  | 'fault'
  | 'plate'
  | 'analysis'
  | 'export'
  | 'configuration'
  | 'assignment'
  | 'mask'
  | 'verdict'
  | 'account'
  | 'none'

/** What an entry is about: `read 17`, `analysis IL6-07/2`. */
export interface AuditSubject {
  readonly kind: SubjectKind
  readonly key: string
}

/** Who did something, and why. */
export interface Deed {
  /** A user; `assayd` for the daemon itself. */
  readonly who: string
  /** Empty where the act needs none. */
  readonly reason: string
}

/** A change of state to be noted, in the transaction that makes it. */
export interface NewAuditEntry extends Deed {
  readonly act: AuditAct
  readonly subject: AuditSubject
  /** Small values that JSON can say; null where there is nothing to tell. */
  readonly before: unknown
  readonly after: unknown
}

/** An entry as it stands in the chain. */
export interface AuditEntry extends Deed {
  /** Counts from 1 without gaps. */
  readonly number: number
  /** ISO 8601 with offset. */
  readonly at: string
  readonly act: AuditAct
  readonly subject: AuditSubject
  /** JSON texts. */
  readonly before: string
  readonly after: string
  /** SHA-256 of the subject's rows as they were stored, in hex; empty where it has none. */
  readonly digest: string
  /** Hash of the entry before; 64 zeros for the first. */
  readonly previous: string
  /** SHA-256 over everything above, in hex. */
  readonly hash: string
}

/** The end of the chain: whoever keeps it elsewhere can tell later that nothing was cut off. */
export interface AuditHead {
  readonly number: number
  readonly hash: string
}

/** Which entries are asked for; null is open. */
export interface AuditQuery {
  readonly who: string | null
  readonly act: string | null
  /** The subject's key, as `IL6-07`; entries about parts of it (`IL6-07/2`) are meant as well. */
  readonly about: string | null
  /** Days, `2026-11-23`, both included. */
  readonly since: string | null
  readonly until: string | null
  /** Entries after that number. */
  readonly after: number
  /** So many of the newest that fit; Infinity for all. */
  readonly newestMax: number
}

/** One step of a check of the whole chain and of every row it answers for. */
export interface AuditChecked {
  readonly done: number
  readonly total: number
  /** What is wrong, a sentence each. */
  readonly findings: readonly string[]
}
