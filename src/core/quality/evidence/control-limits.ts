import { madSd, median } from '../../stats/median.ts'
import { mean, sampleSd } from '../../stats/moments.ts'
import { normalUpperQuantile, normalUpperTail } from '../../stats/normal.ts'
import { studentTQuantile } from '../../stats/student-t.ts'
import { studentTUpperTail } from '../../stats/student-t-tail.ts'

/**
 * What earlier plates allow today's value to be. The limits come from the first plates of a lot and
 * then stand still: limits that follow the values would follow a drift too.
 *
 * An SD wants some 20 runs. Before that, the first five to ten plates give provisional limits, and
 * today's distance is judged as Student's t and the error of the mean demand, then written as the
 * z that is just as unlikely; so "beyond 2 s" means the same risk of a false alarm on every day.
 */
export interface ControlLimits {
  readonly mean: number
  readonly sd: number
  /** Plates that the limits rest on. */
  readonly plates: number
  /** True below 20 plates. */
  readonly isProvisional: boolean
}

/** Plates before there are any limits, the most for provisional ones, and those of final ones. */
const PLATES_MIN = 5
const PLATES_PROVISIONAL = 10
const PLATES_FINAL = 20

/** A plate this many robust SDs from the median of its fellows does not set limits for others. */
const WILD_SDS = 5

/** The smallest probability that is turned into a z; beyond it all are equally impossible. */
const TAIL_MIN = 1e-300

/** Limits from earlier values, oldest first; null while there are too few, or all are alike. */
export function controlLimits(earlier: readonly number[]): ControlLimits | null {
  const isProvisional = earlier.length < PLATES_FINAL
  const first = earlier.slice(0, isProvisional ? PLATES_PROVISIONAL : PLATES_FINAL)
  const [centre, spread] = [median(first) ?? 0, madSd(first) ?? 0]
  const tame = first.filter((value) => Math.abs(value - centre) <= WILD_SDS * spread)
  const base = spread > 0 ? tame : first
  const [level, sd] = [mean(base), sampleSd(base)]
  if (base.length < PLATES_MIN || level === null || sd === null || sd === 0) return null
  return { mean: level, sd, plates: base.length, isProvisional }
}

/**
 * How many SDs a value lies from the mean, or while limits are provisional, what is as unlikely.
 */
export function standardScore(value: number, limits: ControlLimits): number {
  const { sd, plates, isProvisional } = limits
  const distance = value - limits.mean
  if (!isProvisional) return distance / sd
  const t = distance / (sd * Math.sqrt(1 + 1 / plates))
  const tail = studentTUpperTail(Math.abs(t), plates - 1)
  return Math.sign(t) * normalUpperQuantile(Math.max(tail, TAIL_MIN))
}

/** The value that lies a number of SDs, or what is as unlikely, from the mean. */
export function valueAtScore(score: number, limits: ControlLimits): number {
  const { mean: level, sd, plates, isProvisional } = limits
  if (!isProvisional) return level + score * sd
  const tail = normalUpperTail(Math.abs(score))
  const t = -studentTQuantile(tail, plates - 1)
  return level + Math.sign(score) * t * sd * Math.sqrt(1 + 1 / plates)
}

/** What a message says of the limits. */
export function limitsInWords({ plates, isProvisional }: ControlLimits): string {
  return isProvisional ? `provisional limits from ${plates} plates` : `limits from ${plates} plates`
}
