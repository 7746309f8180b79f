/** From where on something is not well; null: it may be so for ever. */
export interface HealthLimits {
  /** How often the facts are gathered. */
  readonly everyS: number
  readonly readerAwayMin: number | null
  readonly stalledReadMin: number | null
  readonly lastByteH: number | null
  readonly lastPlateH: number | null
  readonly exportAgeMin: number | null
  readonly unassignedH: number | null
  /** Less free space is degraded. */
  readonly diskLowMb: number
  /** Less free space is failed. */
  readonly diskFullMb: number
  readonly loopLagMs: number
  readonly backupAgeH: number | null
  readonly clockJumpS: number
  /** A larger database is degraded. */
  readonly databaseWarnMb: number | null
}

/**
 * The limits of a configuration that says nothing. A lab that is empty at night has readers without
 * bytes and plates, so that their ages are limited only where somebody says so.
 */
export const USUAL_HEALTH: HealthLimits = {
  everyS: 15,
  readerAwayMin: 60,
  stalledReadMin: 60,
  lastByteH: null,
  lastPlateH: null,
  exportAgeMin: 30,
  unassignedH: 24,
  diskLowMb: 2048,
  diskFullMb: 200,
  loopLagMs: 2_000,
  backupAgeH: 48,
  clockJumpS: 60,
  databaseWarnMb: null,
}
