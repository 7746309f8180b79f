import type { SpecimenResult } from '../core/analysis.ts'
import { cellsFromConcentration, concentrationAt } from './concentrations.ts'
import { flagAt, jsonAt, jsonFrom, numberAt, numberOrNullAt, textAt, wordAt } from './rows.ts'
import type { Row } from './rows.ts'
import { isNumbers, REPORT_RULES } from './words.ts'

export function rowFromSpecimen(from: SpecimenResult): Row {
  const { slot, specimen, mother, visit, date, condition } = from
  return {
    slot,
    specimen,
    mother,
    visit,
    date,
    condition,
    ...cellsFromConcentration('concentration', from.concentration),
    rule: from.rule,
    dilutions_json: jsonFrom(from.dilutions),
    dilutions_used_json: jsonFrom(from.dilutionsUsed),
    parallelism_cv_percent: from.parallelism.cvPercent,
    parallelism_ratio: from.parallelism.ratio,
    is_hook_suspected: Number(from.isHookSuspected),
    rerun_at: from.rerunAt,
    n: from.n,
  }
}

export function specimenFromRow(row: Row): SpecimenResult {
  return {
    slot: numberAt(row, 'slot'),
    specimen: textAt(row, 'specimen'),
    mother: textAt(row, 'mother'),
    visit: textAt(row, 'visit'),
    date: textAt(row, 'date'),
    condition: textAt(row, 'condition'),
    concentration: concentrationAt(row, 'concentration'),
    rule: wordAt(row, 'rule', REPORT_RULES),
    dilutions: jsonAt(row, 'dilutions_json', isNumbers),
    dilutionsUsed: jsonAt(row, 'dilutions_used_json', isNumbers),
    parallelism: {
      cvPercent: numberOrNullAt(row, 'parallelism_cv_percent'),
      ratio: numberOrNullAt(row, 'parallelism_ratio'),
    },
    isHookSuspected: flagAt(row, 'is_hook_suspected'),
    rerunAt: numberOrNullAt(row, 'rerun_at'),
    n: numberAt(row, 'n'),
  }
}
