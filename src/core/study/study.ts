import type { Flag, Response, SampleResult, SpecimenResult } from '../analysis.ts'
import type { Organism } from '../organism.ts'

/** A sample of a plate as far as a study needs it: which wells stand behind a response. */
export type StudySample = Pick<SampleResult, 'slot' | 'condition' | 'dilution' | 'wells'>

/** Which dilutions of a supernatant stand behind its reported concentration. */
export type StudySpecimen = Pick<SpecimenResult, 'slot' | 'condition' | 'dilutionsUsed'>

/** One plate of a study: its newest analysis, and the read that was computed. */
export interface StudyPlate {
  readonly plate: string
  /** `PLATE/VERSION`. */
  readonly analysisId: string
  readonly codeVersion: string
  readonly readId: number
  /** When the last byte of the read came, ISO 8601 with offset. */
  readonly readAt: string
  readonly assayId: string
  readonly kitLot: string
  /** False when no run sheet named the specimens, so that they are placeholders. */
  readonly isNamed: boolean
  readonly analyte: string
  readonly unit: string
  readonly samples: readonly StudySample[]
  readonly specimens: readonly StudySpecimen[]
  readonly responses: readonly Response[]
  readonly flags: readonly Flag[]
}

/** A plate without an analysis; it is assigned when something says which layout it has. */
export interface WaitingPlate {
  readonly plate: string
  readonly isAssigned: boolean
}

/** Everything that was measured, from which a study is made. */
export interface Measured {
  readonly plates: readonly StudyPlate[]
  readonly waiting: readonly WaitingPlate[]
}

/** What stands for a concentration below the range when numbers are asked for at any price. */
export type Substitution = 'lod/2' | 'lod/sqrt2'

/** What goes into the rows of a study. */
export interface StudyOptions {
  /** The organisms the lab has now. */
  readonly organisms: readonly Organism[]
  /** The one organism whose rows are wanted, or null for all. */
  readonly organism: string | null
  /** Plates with a blocking flag are left out. */
  readonly isWithoutBlocked: boolean
  /** Null, as it should be: nothing is substituted, and limits say what is known. */
  readonly substitution: Substitution | null
}

/** Which sides of a response were substituted. */
export interface Substituted {
  readonly baseline: boolean
  readonly challenge: boolean
}

/** One specimen × organism: the response that counts, and the plate it was measured on. */
export interface StudyRow {
  readonly response: Response
  readonly plate: StudyPlate
  /** Null when the organism is not configured any more. */
  readonly organism: Organism | null
  /**
   * Rules of the flags on the wells of either side, on the plate as a whole, or that block; each
   * once.
   */
  readonly flags: readonly string[]
  readonly isBlocked: boolean
  /** The other plates on which the same was measured, the newest first. */
  readonly otherPlates: readonly string[]
  /** Null unless substitution was asked for. */
  readonly substituted: Substituted | null
}

/** What was measured and is in no row. */
export interface LeftOut {
  /** Nothing says which layout they have. */
  readonly unassignedPlates: readonly string[]
  /** Their layout is known, but they were not analysed. */
  readonly unanalysedPlates: readonly string[]
  /** Plates without a run sheet, and how many specimens they hold that nobody named. */
  readonly unnamedPlates: readonly string[]
  readonly unnamedSpecimens: number
  /** Plates with a blocking flag; empty unless they were to be left out. */
  readonly blockedPlates: readonly string[]
}

/** A study: one row a specimen and organism, over all plates and visits. */
export interface Study {
  readonly rows: readonly StudyRow[]
  readonly substitution: Substitution | null
  readonly leftOut: LeftOut
  /** What whoever computes with the rows must know first, a sentence each. */
  readonly warnings: readonly string[]
}
