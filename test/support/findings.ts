import { expect } from 'vitest'

import type { Flag } from '../../src/core/analysis.ts'
import type { JudgedPlate, QualityRule } from '../../src/core/quality/rule.ts'

/** The one finding of a rule on a plate; fails the test when there is none or another beside it. */
export function finding(rule: QualityRule, plate: JudgedPlate): Omit<Flag, 'rule'> {
  const found = findings(rule, plate)
  expect(found.map(({ message }) => message)).toHaveLength(1)
  const [first] = found
  if (first === undefined) throw new RangeError('Expected a finding.')
  return first
}

/** Every finding, each checked for what an operator needs: whole sentences, and numbers in them. */
export function findings(rule: QualityRule, plate: JudgedPlate): readonly Omit<Flag, 'rule'>[] {
  const found = rule.check(plate)
  for (const { message, hint } of found) {
    expect(message).toMatch(/^(?=.*\d)\S.*\.$/)
    expect(message).not.toMatch(/NaN|undefined|Infinity|null/)
    expect(hint).toMatch(/^[A-Z].*[.?]$/)
  }
  return found
}
