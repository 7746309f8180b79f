import type { SampleResult, WorkingRange } from '../analysis.ts'
import type { Concentration, ResultState } from '../result.ts'
import type { JudgedPlate, QualityRule } from './rule.ts'

/** A control without a number cannot say that the plate is right. */
export const rule: QualityRule = {
  id: 'control-not-measured',
  about: 'A control has no concentration, or one outside the working range.',
  check: (plate) =>
    plate.samples
      .filter(({ role, concentration }) => role === 'control' && concentration.state !== 'ok')
      .map((control) => finding(control, plate)),
}

function finding(
  { specimen, concentration, wells, dilution }: SampleResult,
  { range, unit }: JudgedPlate,
): ReturnType<QualityRule['check']>[number] {
  const limit = limitOf(concentration.state, range, dilution)
  const numbers = [
    concentration.value === null ? '' : `, ${concentration.value.toPrecision(4)} ${unit}`,
    limit === null ? '' : `, limit ${limit.toPrecision(4)} ${unit}`,
  ]
  const what = `Control ${specimen}: ${concentration.state}${numbers.join('')}.`
  return {
    severity: concentration.value === null ? 'block' : 'warn',
    message: `${what} ${concentration.reason}`.trim(),
    hint: 'Use a control that lies within the standards; without one the plate is unproven.',
    value: concentration.value ?? boundOf(concentration),
    limit,
    wells,
  }
}

/** Of a control without a number, what is certain of it: its upper bound, or its lower. */
function boundOf({ lower, upper }: Concentration): number | null {
  return upper ?? lower
}

function limitOf(state: ResultState, range: WorkingRange | null, dilution: number): number | null {
  if (range === null) return null
  if (state.startsWith('below')) return range.lloq * dilution
  const isHigh = state.startsWith('above') || state === 'saturated'
  return isHigh ? range.uloq * dilution : null
}
