import type { PlateRead } from '../core/plate-read.ts'
import type { LineEvent } from './capture.ts'

/** A capture from which settings are to be proposed, with what a person said of it. */
export interface Lesson {
  readonly events: readonly LineEvent[]
  /** What the driver was told when the capture was made; undefined when nothing. */
  readonly settings: unknown
  /** What no capture can tell, by the names the driver asks for. */
  readonly answers: Readonly<Record<string, readonly string[]>>
}

/** Who compared a proposal with a printout, when, and by which capture. */
export interface Confirmation {
  readonly by: string
  /** `2026-11-23`. */
  readonly date: string
  /** The id of the capture. */
  readonly capture: string
}

/** Settings that a capture suggests, for a person to compare with the reader's own printout. */
export interface Proposal {
  /** What would be read with them. */
  readonly read: PlateRead
  /** What was found, one sentence each. */
  readonly findings: readonly string[]
  /** The settings as they are configured, once somebody stands for them. */
  confirmed(confirmation: Confirmation): unknown
}
