import type { SyntheticFound } from '../core/synthetic/compare.ts'
import type { SyntheticPlate } from '../core/synthetic/plate.ts'
import type { Settings } from './settings.ts'

/** When and how a synthetic plate goes the whole way. */
export interface SyntheticPlan {
  readonly everyH: number
  /** Id of the layout of the plate; the layout names the assay. */
  readonly layout: string
  /** Id of the driver whose simulated reader finds the plate. */
  readonly driver: string
  /** What that driver is told, as for a reader; undefined when nothing. */
  readonly settings: unknown
  /** So far a result may be from the truth. */
  readonly tolerancePercent: number
  /** A run that takes longer hangs, and is killed. */
  readonly withinMin: number
}

/** How the last synthetic plate ended, kept over restarts. */
export interface SyntheticEnd {
  /** ISO 8601 with offset. */
  readonly at: string
  readonly passed: boolean
  /** What was wrong; empty when nothing was. */
  readonly message: string
  /** The version of assayd that the plate went through. */
  readonly codeVersion: string
}

/** A synthetic plate on its way, with the configuration in force. */
export interface SyntheticRun {
  readonly settings: Settings
  readonly plan: SyntheticPlan
  readonly plate: SyntheticPlate
}

/**
 * The quarantine: `synthetic` in the data folder, with a configuration, a database, captures and
 * exports of its own. Everything rejects with AssaydError `synthetic-failed`.
 */
export interface Quarantine {
  /** Null when there is none, or none that can be read. */
  readonly lastEnd: (dataFolder: string) => Promise<SyntheticEnd | null>
  readonly keepEnd: (dataFolder: string, end: SyntheticEnd) => Promise<void>
  /** Empties it and puts the plate with its run sheet there; gives the configuration's file. */
  readonly prepare: (run: SyntheticRun) => Promise<string>
  /** What the exported files say. */
  readonly results: (dataFolder: string) => Promise<SyntheticFound>
}
