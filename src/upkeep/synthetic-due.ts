import { instantFromIso, type Instant } from '../ports/clock.ts'
import type { SyntheticEnd, SyntheticPlan } from '../ports/synthetic.ts'

const HOUR_MS = 3_600_000
/** One that failed is tried again sooner, so that a mended cause is seen to be mended. */
const AFTER_FAILURE_MS = HOUR_MS

/** What is planned, and how the last one ended. */
export interface SyntheticState {
  readonly plan: SyntheticPlan | null
  readonly last: SyntheticEnd | null
  readonly codeVersion: string
}

/**
 * Whether a synthetic plate is due now. Another version of assayd has to show anew what it makes
 * of one; a last one that seems to come from later than now was before the clock was set back.
 */
export function isSyntheticDue({ plan, last, codeVersion }: SyntheticState, now: Instant): boolean {
  if (plan === null) return false
  if (last === null || last.codeVersion !== codeVersion) return true
  const ageMs = now.epochMs - instantFromIso(last.at).epochMs
  const everyMs = plan.everyH * HOUR_MS
  return ageMs < 0 || ageMs >= (last.passed ? everyMs : Math.min(everyMs, AFTER_FAILURE_MS))
}
