import { limitsOf, type Limit, type LimitGroup, type QualityOf } from '../limits/limit.ts'

/**
 * Westgard's rules for one control over its runs, newest last, in SDs from its mean (Westgard,
 * Barry, Hunt & Groth, Clin Chem 1981, 27:493). Each catches another fault: 1_3s and R_4s a large
 * random error, 2_2s, 4_1s and 10_x a systematic one that grows. Limits are exceeded, never met.
 */

/**
 * The rules that look at one control; R_4s and a second kind of 2_2s compare controls of one run.
 */
export type WestgardRule = '1_2s' | '1_3s' | '2_2s' | '4_1s' | '10_x'

function sds(usual: number, name: string): Limit {
  const about = 'how many SDs a control may lie from its mean'
  return { about, usual, source: `Westgard 1981, ${name}`, min: 0, max: 10 }
}

function runs(usual: number, name: string): Limit {
  const about = 'how many runs in a row it takes'
  return { about, usual, source: `Westgard 1981, ${name}`, min: 2, max: 30, isWhole: true }
}

/** Of a rule that warns. */
export const ONE_TWO = {
  id: 'westgard-1-2s',
  limits: { sdsMax: sds(2, '1_2s') },
} satisfies LimitGroup

/** Of one result far off. */
export const ONE_THREE = {
  id: 'westgard-1-3s',
  limits: { sdsMax: sds(3, '1_3s') },
} satisfies LimitGroup

/** Of two results in a row, of one control or of two. */
export const TWO_TWO = {
  id: 'westgard-2-2s',
  limits: { sdsMax: sds(2, '2_2s') },
} satisfies LimitGroup

/** Of two controls of a plate, on either side. */
export const R_FOUR = {
  id: 'westgard-r-4s',
  limits: { sdsMax: sds(2, 'R_4s: on either side') },
} satisfies LimitGroup

/** Of a small shift over some plates. */
export const FOUR_ONE = {
  id: 'westgard-4-1s',
  limits: { runs: runs(4, '4_1s'), sdsMax: sds(1, '4_1s') },
} satisfies LimitGroup

/** Of a shift of any size over many plates. */
export const TEN_X = {
  id: 'westgard-10-x',
  limits: { runs: runs(10, '10_x; 8 and 12 are in use too') },
} satisfies LimitGroup

/**
 * The rules that the newest of the scores breaks; 1_2s only where 1_3s does not say more, or is not
 * asked.
 */
export function brokenRules(scores: readonly number[], assay: QualityOf): readonly WestgardRule[] {
  const newest = scores.at(-1)
  if (newest === undefined) return []
  const isOff = assay.quality?.[ONE_THREE.id]?.severity === 'off'
  const isFar = Math.abs(newest) > limitsOf(ONE_THREE, assay)('sdsMax')
  const isWide = Math.abs(newest) > limitsOf(ONE_TWO, assay)('sdsMax')
  const four = limitsOf(FOUR_ONE, assay)
  const found: Readonly<Record<WestgardRule, boolean>> = {
    '1_3s': isFar,
    '1_2s': isWide && (isOff || !isFar),
    '2_2s': isRunBeyond(scores, 2, limitsOf(TWO_TWO, assay)('sdsMax')),
    '4_1s': isRunBeyond(scores, four('runs'), four('sdsMax')),
    '10_x': isRunBeyond(scores, limitsOf(TEN_X, assay)('runs'), 0),
  }
  return ORDER.filter((name) => found[name])
}

const ORDER: readonly WestgardRule[] = ['1_3s', '1_2s', '2_2s', '4_1s', '10_x']

/** Whether the newest scores, so many of them, all lie beyond a limit on the same side. */
export function isRunBeyond(scores: readonly number[], count: number, limit: number): boolean {
  if (scores.length < count) return false
  const run = scores.slice(-count)
  return run.every((score) => score > limit) || run.every((score) => score < -limit)
}
