import type { Session } from './session.ts'

/** One step of the database's form. A step that was ever released is never changed. */
export interface Migration {
  /** From 1, without holes; the database keeps the number of its last step as `user_version`. */
  readonly number: number
  readonly name: string
  readonly sql: string
  /** Tables whose rows are never changed or removed. */
  readonly insertedOnly: readonly string[]
  /** Tables are made anew: foreign keys hold their peace meanwhile, and are checked after it. */
  readonly rebuilds?: boolean
  /** What SQL alone cannot fill; `at` is the time of the step, ISO 8601 with offset. */
  readonly fill?: (session: Session, at: string) => void
}
