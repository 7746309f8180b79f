import type { Curve, Flag, Response, SampleResult, SpecimenResult } from '../analysis.ts'
import type { CurvePoint } from '../curve/fit-curve.ts'
import type { Organism } from '../organism.ts'
import type { Bounded, Concentration } from '../result.ts'

/** A sample of a plate as far as a study needs it: which wells stand behind a response. */
export type StudySample = Pick<SampleResult, 'slot' | 'condition' | 'dilution' | 'wells'>

/** Which dilutions of a supernatant stand behind its reported concentration. */
export type StudySpecimen = Pick<SpecimenResult, 'slot' | 'condition' | 'dilutionsUsed'>

/** A control of a plate, by the name it has on every plate; see `controlName`. */
export interface StudyControl {
  readonly name: string
  readonly concentration: Concentration
}

/** The standard curve of a plate with the wells it was fitted to. */
export interface Calibration {
  readonly curve: Curve
  /** One point a standard well that has an OD. */
  readonly points: readonly CurvePoint[]
}

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
  readonly controls: readonly StudyControl[]
  /** Null when the plate has no standard curve. */
  readonly calibration: Calibration | null
  readonly flags: readonly Flag[]
  /** What was signed last for this analysis; null while nobody has. */
  readonly verdict: 'accepted' | 'rejected' | null
  /** Nobody has, but somebody signed for an earlier analysis of the plate. */
  readonly isLapsed: boolean
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

/**
 * How the plates of a study are brought to one scale, beside the numbers as they are: by the ratio
 * of a control that is on every plate, or by the shift of the standard curve from one kit lot to
 * another.
 */
export type AdjustmentKind = 'bridging-control' | 'curve-shift'

/** An adjustment somebody asked for. */
export interface AdjustmentChoice {
  readonly kind: AdjustmentKind
  /** The bridging control's name; empty for a curve shift. */
  readonly control: string
  /** The plate the others are brought to; null for the oldest. */
  readonly reference: string | null
}

/** What brings one plate to its reference. */
export interface PlateAdjustment {
  readonly plate: StudyPlate
  readonly kind: AdjustmentKind
  readonly reference: StudyPlate
  /** Taken off the natural logarithm of every concentration of the plate. */
  readonly shift: number
  /**
   * Standard error of the shift, the same for all rows of the plate. Of a curve shift that of the
   * fit; how far plates of one lot lie apart is seen in their own shifts.
   */
  readonly shiftSe: number
  /** exp(-shift): what every concentration of the plate is multiplied by. */
  readonly factor: number
  /** The control's concentration on the plate; null for a curve shift. */
  readonly control: number | null
  /** The plate's own shift, of which its lot's is the mean; null for a bridging control. */
  readonly ownShift: number | null
}

/** A response on the scale of the reference plate; fold and log2 fold are the same on any. */
export interface AdjustedResponse {
  readonly by: PlateAdjustment
  readonly baseline: Bounded
  readonly challenge: Bounded
  readonly delta: Bounded
}

/** What goes into the rows of a study. */
export interface StudyOptions {
  /** The organisms the lab has now. */
  readonly organisms: readonly Organism[]
  /** The one organism whose rows are wanted, or null for all. */
  readonly organism: string | null
  /** Plates with a blocking flag are left out. */
  readonly isWithoutBlocked: boolean
  /** Plates whose newest analysis nobody has accepted are left out. */
  readonly isAcceptedOnly: boolean
  /** Null, as it should be: nothing is substituted, and limits say what is known. */
  readonly substitution: Substitution | null
  /** Null: every plate's numbers stand by themselves. */
  readonly adjustment: AdjustmentChoice | null
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
  /** Null unless an adjustment was asked for. */
  readonly adjusted: AdjustedResponse | null
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
  /** Plates whose newest analysis was rejected; they are in no study. */
  readonly rejectedPlates: readonly string[]
  /** Plates that nobody has accepted; empty unless they were to be left out. */
  readonly undecidedPlates: readonly string[]
}

/** A study: one row a specimen and organism, over all plates and visits. */
export interface Study {
  readonly rows: readonly StudyRow[]
  readonly substitution: Substitution | null
  readonly adjustment: AdjustmentChoice | null
  /** What brings each plate that has rows to its reference; empty when nothing is adjusted. */
  readonly adjustments: readonly PlateAdjustment[]
  readonly leftOut: LeftOut
  /** What whoever computes with the rows must know first, a sentence each. */
  readonly warnings: readonly string[]
}
