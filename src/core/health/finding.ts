/** `degraded` needs a person some time; `failed` means that plates would not be stored. */
export type HealthState = 'ok' | 'degraded' | 'failed'

/** Something that is not well. */
export interface HealthFinding {
  readonly state: Exclude<HealthState, 'ok'>
  /** What it is about: `reader`, `disk`, `database` and so on. */
  readonly what: string
  /** The reader it is about, else null. */
  readonly reader: string | null
  readonly message: string
  readonly hint: string
  /** A fresh process could mend it. */
  readonly restartHelps: boolean
}

/** A finding before what most have in common. */
export type Noticed = Pick<HealthFinding, 'state' | 'what' | 'message' | 'hint'> &
  Partial<HealthFinding>

/** Seconds. */
export const MINUTE_S = 60

/** Seconds. */
export const HOUR_S = 3600

/** Whether an age in seconds is beyond a limit in a larger unit. */
export function isOver(ageS: number | null, limit: number | null, unitS: number): ageS is number {
  return ageS !== null && limit !== null && ageS > limit * unitS
}
