/**
 * Westgard's rules for one control over its runs, newest last, in SDs from its mean. Each catches
 * another fault: 1_3s and R_4s a large random error, 2_2s, 4_1s and 10_x a systematic one that
 * grows. Limits are exceeded, never met.
 */

/**
 * The rules that look at one control; R_4s and a second kind of 2_2s compare controls of one run.
 */
export type WestgardRule = '1_2s' | '1_3s' | '2_2s' | '4_1s' | '10_x'

/** The rules that the newest of the scores breaks; 1_2s only where 1_3s does not say more. */
export function brokenRules(scores: readonly number[]): readonly WestgardRule[] {
  const newest = scores.at(-1)
  if (newest === undefined) return []
  const broken: WestgardRule[] = []
  if (Math.abs(newest) > 3) broken.push('1_3s')
  else if (Math.abs(newest) > 2) broken.push('1_2s')
  if (isRunBeyond(scores, 2, 2)) broken.push('2_2s')
  if (isRunBeyond(scores, 4, 1)) broken.push('4_1s')
  if (isRunBeyond(scores, 10, 0)) broken.push('10_x')
  return broken
}

/** Whether the newest scores, so many of them, all lie beyond a limit on the same side. */
export function isRunBeyond(scores: readonly number[], count: number, limit: number): boolean {
  if (scores.length < count) return false
  const run = scores.slice(-count)
  return run.every((score) => score > limit) || run.every((score) => score < -limit)
}
