import type { Subject } from '../core/analysis.ts'
import type { Bounded, Concentration } from '../core/result.ts'
import { numberAt, numberOrNullAt, textAt, wordAt } from './rows.ts'
import type { Row } from './rows.ts'
import { RESULT_STATES, ROLES } from './words.ts'

/** The eight columns of a concentration, by the name of the one that holds the value. */
export function cellsFromConcentration(name: string, from: Concentration): Row {
  return {
    [`${name}_state`]: from.state,
    [name]: from.value,
    [`${name}_se`]: from.se,
    [`${name}_ci_low`]: from.ciLow,
    [`${name}_ci_high`]: from.ciHigh,
    [`${name}_lower`]: from.lower,
    [`${name}_upper`]: from.upper,
    [`${name}_reason`]: from.reason,
  }
}

export function concentrationAt(row: Row, name: string): Concentration {
  return {
    state: wordAt(row, `${name}_state`, RESULT_STATES),
    value: numberOrNullAt(row, name),
    se: numberOrNullAt(row, `${name}_se`),
    ciLow: numberOrNullAt(row, `${name}_ci_low`),
    ciHigh: numberOrNullAt(row, `${name}_ci_high`),
    lower: numberOrNullAt(row, `${name}_lower`),
    upper: numberOrNullAt(row, `${name}_upper`),
    reason: textAt(row, `${name}_reason`),
  }
}

export function cellsFromBounded(name: string, from: Bounded): Row {
  return {
    [name]: from.value,
    [`${name}_se`]: from.se,
    [`${name}_lower`]: from.lower,
    [`${name}_upper`]: from.upper,
  }
}

export function boundedAt(row: Row, name: string): Bounded {
  return {
    value: numberOrNullAt(row, name),
    se: numberOrNullAt(row, `${name}_se`),
    lower: numberOrNullAt(row, `${name}_lower`),
    upper: numberOrNullAt(row, `${name}_upper`),
  }
}

export function cellsFromSubject(from: Subject): Row {
  const { role, slot, specimen, mother, visit, date, condition, dilution } = from
  return { role, slot, specimen, mother, visit, date, condition, dilution }
}

export function subjectAt(row: Row): Subject {
  return {
    role: wordAt(row, 'role', ROLES),
    slot: numberOrNullAt(row, 'slot'),
    specimen: textAt(row, 'specimen'),
    mother: textAt(row, 'mother'),
    visit: textAt(row, 'visit'),
    date: textAt(row, 'date'),
    condition: textAt(row, 'condition'),
    dilution: numberAt(row, 'dilution'),
  }
}
