import { mean } from '../stats/moments.ts'

/**
 * Limit of blank and limit of detection after CLSI EP17-A2, as Armbruster and Pry (2008) print
 * them: LoB = mean + 1.645 SD of blank specimens, LoD = LoB + 1.645 SD of low ones. The unit is
 * that of what is put in; EP17 works in concentration.
 *
 * EP17's factor for few results, 1.645 / (1 - 1/(4(B - K))) of B results on K specimens, takes out
 * the bias of the SD. UNVERIFIED against the standard's own text.
 */

/** One-sided 95 % point of the normal distribution, as the standard prints it. */
const NORMAL_95 = 1.645

/** Each inner list holds the results of one specimen (one blank, one low pool). */
export type Specimens = readonly (readonly number[])[]

/** A limit with what it rests on. */
export interface BlankLimit {
  readonly value: number
  /** Pooled over the specimens, each about its own mean. */
  readonly sd: number
  readonly factor: number
  readonly results: number
  readonly specimens: number
  /** EP17 asks for 60 results to establish a limit, 20 to verify a stated one. */
  readonly isProvisional: boolean
}

const RESULTS_WANTED = 60

/**
 * The highest result to be expected of a blank, one time in twenty exceeded. Null unless there are
 * more results than specimens.
 */
export function limitOfBlank(blanks: Specimens): BlankLimit | null {
  const centre = mean(blanks.flat())
  return centre === null ? null : limitAbove(centre, blanks)
}

/**
 * The lowest concentration that lies above the limit of blank nineteen times in twenty. Null unless
 * there are more results than specimens.
 */
export function limitOfDetection(limitOfBlankValue: number, lows: Specimens): BlankLimit | null {
  return limitAbove(limitOfBlankValue, lows)
}

function limitAbove(base: number, groups: Specimens): BlankLimit | null {
  const filled = groups.filter((group) => group.length > 0)
  const results = filled.flat().length
  const df = results - filled.length
  if (df < 1) return null
  const squares = filled.flatMap((group) => {
    const centre = mean(group) ?? 0
    return group.map((value) => (value - centre) ** 2)
  })
  const sd = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / df)
  const factor = NORMAL_95 / (1 - 1 / (4 * df))
  const value = base + factor * sd
  const isProvisional = results < RESULTS_WANTED
  return { value, sd, factor, results, specimens: filled.length, isProvisional }
}
