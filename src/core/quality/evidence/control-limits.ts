import { madSd, median } from '../../stats/median.ts'
import { mean, sampleSd } from '../../stats/moments.ts'
import { normalUpperQuantile, normalUpperTail } from '../../stats/normal.ts'
import { studentTQuantile } from '../../stats/student-t.ts'
import { studentTUpperTail } from '../../stats/student-t-tail.ts'
import { limitsOf, type QualityOf, type SharedLimits } from '../limits/limit.ts'

/**
 * What earlier plates allow today's value to be. The limits come from the first plates of a lot and
 * then stand still: limits that follow the values would follow a drift too.
 *
 * An SD wants some 20 runs. Before that, the first plates give provisional limits, and today's
 * distance is judged as Student's t and the error of the mean demand, then written as the z that is
 * just as unlikely; so "beyond 2 s" means the same risk of a false alarm on every day.
 */
export interface ControlLimits {
  readonly mean: number
  readonly sd: number
  /** Plates that the limits rest on. */
  readonly plates: number
  /** True until there are plates enough for final ones, 20 by custom. */
  readonly isProvisional: boolean
}

/** On how many earlier plates of a lot the limits rest. */
export const CONTROL_LIMITS = {
  id: 'control-limits',
  about: 'on which earlier plates of a kit lot control limits rest',
  limits: {
    platesMin: {
      about: 'the fewest plates that give provisional limits',
      usual: 5,
      source: 'own; an SD of fewer says next to nothing',
      min: 3,
      max: 100,
      isWhole: true,
    },
    platesProvisional: {
      about: 'how many of the first plates provisional limits rest on at most',
      usual: 10,
      source: 'own; the first five to ten',
      min: 3,
      max: 100,
      isWhole: true,
    },
    platesFinal: {
      about: 'how many of the first plates the final limits rest on',
      usual: 20,
      source: "Westgard's rules want an SD from 20 runs",
      min: 3,
      max: 100,
      isWhole: true,
    },
    wildSdsMax: {
      about: 'how many robust SDs from its fellows a plate may lie to set limits',
      usual: 5,
      source: 'own; a mistake must not widen the limits that should find it',
      min: 2,
      max: 100,
    },
  },
  ascending: ['platesMin', 'platesProvisional', 'platesFinal'],
} satisfies SharedLimits

/** The smallest probability that is turned into a z; beyond it all are equally impossible. */
const TAIL_MIN = 1e-300

/** Limits from earlier values, oldest first; null while there are too few, or all are alike. */
export function controlLimits(
  earlier: readonly number[],
  assay: QualityOf = {},
): ControlLimits | null {
  const set = limitsOf(CONTROL_LIMITS, assay)
  const isProvisional = earlier.length < set('platesFinal')
  const first = earlier.slice(0, set(isProvisional ? 'platesProvisional' : 'platesFinal'))
  const [centre, spread] = [median(first) ?? 0, madSd(first) ?? 0]
  const tame = first.filter((value) => Math.abs(value - centre) <= set('wildSdsMax') * spread)
  const base = spread > 0 ? tame : first
  const [level, sd] = [mean(base), sampleSd(base)]
  if (base.length < set('platesMin') || level === null || sd === null || sd === 0) return null
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
