import type { Random } from '../demo/random.ts'

/**
 * A plate's circumstances, drawn at random: the kit lot's curve, the hands, the reader, the
 * specimens.
 */
export interface PlateBench {
  /** OD above the plastic for an amount in the well. */
  readonly curve: (amount: number) => number
  readonly plastic: number
  /** CV of pipetting as a fraction. */
  readonly cv: number
  readonly readerSd: number
  readonly highestOd: number
  /** What a blank well has of the zero standard's OD. */
  readonly blankShare: number
  /** What milk does to the OD of a specimen. */
  readonly matrix: number
  /** Wells with far too much or too little in them. */
  readonly badWells: number
  /** The share of the specimen slots that are in use. */
  readonly usedShare: number
  /** Slots without a specimen are left empty; otherwise they hold diluent. */
  readonly isDiluentSpared: boolean
  readonly control: number
  /** The real amount of a standard, by position from 0. */
  readonly standardAt: (level: number) => number
  /** Draws the real amount of a specimen's supernatant. */
  readonly specimen: (slot: number, condition: string) => number
  readonly driftAt: (index: number) => number
}

/** A day at the bench, for a plate with so many columns. */
export function randomBench(
  standards: readonly number[],
  columns: number,
  random: Random,
): PlateBench {
  const top = Math.max(...standards)
  const between = (from: number, to: number): number => from + (to - from) * random.uniform()
  const logBetween = (from: number, to: number): number => from * (to / from) ** random.uniform()
  const chance = (share: number): boolean => random.uniform() < share
  const drift = between(-0.12, 0.12)
  const dilutionErrors = standards.map(() => 0.03 * random.normal())
  return {
    curve: randomCurve(top, random),
    plastic: chance(0.5) ? between(-0.002, 0.004) : between(0.036, 0.05),
    cv: logBetween(0.02, 0.15),
    readerSd: logBetween(0.001, 0.004),
    highestOd: chance(0.5) ? 3 : 4,
    blankShare: between(0.5, 1.05),
    matrix: between(0.85, 1.1),
    badWells: chance(0.4) ? Math.ceil(between(0, 4)) : 0,
    isDiluentSpared: chance(0.5),
    usedShare: chance(0.3) ? between(0.3, 1) : 1,
    control: top * logBetween(0.03, 0.6),
    standardAt: (level) => {
      const errors = dilutionErrors.slice(0, level + 1).reduce((sum, one) => sum + one, 0)
      return (standards[level] ?? 0) * Math.exp(errors)
    },
    specimen: randomSpecimens(standards, random),
    driftAt: (index) => 1 + drift * ((index % columns) / (columns - 1) - 0.5),
  }
}

/** A five-parameter curve; one in eight is weak. */
function randomCurve(top: number, random: Random): (amount: number) => number {
  const between = (from: number, to: number): number => from + (to - from) * random.uniform()
  const isWeak = random.uniform() < 0.125
  const zero = 0.008 * 12 ** random.uniform()
  const topOd = isWeak ? between(0.25, 0.8) : between(0.8, 3.6)
  const slope = between(0.8, 1.5)
  const asymmetry = between(0.75, 1.3)
  const midpoint = top * 0.15 * 20 ** random.uniform()
  const rise = (amount: number): number =>
    amount === 0 ? 0 : (1 + (midpoint / amount) ** slope) ** -asymmetry
  const height = (topOd - zero) / rise(top)
  return (amount) => zero + height * rise(amount)
}

/**
 * Most plates have everything from below the blank to above the top; some have negatives only, some
 * are all high.
 */
function randomSpecimens(
  standards: readonly number[],
  random: Random,
): (slot: number, condition: string) => number {
  const lowest = Math.min(...standards.filter((standard) => standard > 0))
  const top = Math.max(...standards)
  const logBetween = (from: number, to: number): number => from * (to / from) ** random.uniform()
  const kind = random.uniform()
  if (kind < 0.1) return () => logBetween(0.02 * lowest, 1.5 * lowest)
  if (kind < 0.15) return () => logBetween(0.4 * top, 20 * top)
  const bySlot = new Map<number, number>()
  const resting = (slot: number): number => {
    const amount = bySlot.get(slot) ?? logBetween(0.1 * lowest, 0.15 * top)
    bySlot.set(slot, amount)
    return amount
  }
  return (slot, condition) => {
    const isResting = condition === 'unstimulated' || condition === 'baseline'
    if (isResting || random.uniform() < 0.25) return resting(slot)
    return resting(slot) * logBetween(0.7, 100)
  }
}
