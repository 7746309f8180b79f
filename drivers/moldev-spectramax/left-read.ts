import type { LeftRead } from '../../src/driver-kit.ts'

import { commandFromLine } from './commands.ts'
import { planFrom, readingsOf, type RunPlan } from './run-plan.ts'

// What a reader goes on with when the connection ends: everything it took since its data were
// cleared, as it was said. That is all of what it measures, so no more has to be remembered.

const BETWEEN = '; '

/** The read of a plan that these lines set, by the names of their commands. */
export function leftRead(plan: RunPlan, lines: ReadonlyMap<string, string>): LeftRead {
  const pauses = readingsOf(plan) - 1
  return {
    told: [...lines.values()].join(BETWEEN),
    leastMs: pauses * (plan.kinetic?.intervalS ?? 0) * 1_000,
  }
}

/** The lines that were left, by the names of their commands. */
export function linesFromTold(told: string): ReadonlyMap<string, string> {
  return new Map(told.split(BETWEEN).map((line) => [commandFromLine(line).name, line]))
}

/** What the reader measures that was left so; undefined when the text was not made here. */
export function planFromTold(told: string): RunPlan | undefined {
  return planFrom(linesFromTold(told))
}
