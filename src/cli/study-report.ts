import { styleText } from 'node:util'

import { counted } from '../core/counted.ts'
import { studyColumns } from '../core/study/columns.ts'
import { adjustmentTable } from '../core/study/adjustment-table.ts'
import type { LeftOut, Study, StudyRow } from '../core/study/study.ts'
import { hanging } from './hanging.ts'
import { percent, significant } from './number-format.ts'

function distinct(rows: readonly StudyRow[], of: (row: StudyRow) => string): number {
  const found = new Set(rows.map(of))
  found.delete('')
  return found.size
}

function sizeLine(rows: readonly StudyRow[]): string {
  const parts = [
    counted(
      distinct(rows, ({ response }) => response.specimen),
      'specimen',
    ),
    counted(
      distinct(rows, ({ response }) => response.mother),
      'mother',
    ),
    counted(
      distinct(rows, ({ response }) => response.organism),
      'organism',
    ),
    counted(
      distinct(rows, ({ plate }) => plate.plate),
      'plate',
    ),
  ]
  return `${counted(rows.length, 'row')}: ${parts.join(', ')}`
}

/** How many rows have a known response, and how many only limits. */
function stateLine(rows: readonly StudyRow[]): string {
  const counts = new Map<string, number>()
  for (const { response } of rows) {
    counts.set(response.state, (counts.get(response.state) ?? 0) + 1)
  }
  return [...counts].map(([state, count]) => `${count} ${state}`).join(', ')
}

/** What each plate was multiplied by. */
function adjustmentLines({ adjustments }: Study): readonly string[] {
  return adjustments.map(({ plate, kind, reference, factor, shiftSe }) => {
    const error = percent(100 * shiftSe)
    const scale = `times ${significant(factor)} ± ${error} %`
    const how = plate === reference ? 'its own reference' : `${scale}, to ${reference.plate}`
    return `adjusted by ${kind}: ${plate.plate}, ${how}`
  })
}

function rowLines({ rows, substitution }: Study): readonly string[] {
  if (rows.length === 0) return ['0 rows: there is no response to export.']
  const substituted = rows.filter((row) => row.substituted?.baseline || row.substituted?.challenge)
  const reruns = rows.filter(({ otherPlates }) => otherPlates.length > 0)
  const blocked = rows.filter(({ isBlocked }) => isBlocked)
  const plates = [...new Set(blocked.map(({ plate }) => plate.plate))]
  return [
    sizeLine(rows),
    `states: ${stateLine(rows)}`,
    ...(reruns.length > 0 ? [`measured on several plates: ${counted(reruns.length, 'row')}`] : []),
    ...(blocked.length > 0
      ? [`blocked: ${counted(blocked.length, 'row')}, of ${plates.join(', ')}`]
      : []),
    ...(substitution === null
      ? []
      : [`substituted by ${substitution}: ${counted(substituted.length, 'row')}`]),
  ]
}

function leftOutLines(leftOut: LeftOut): readonly string[] {
  const { unassignedPlates, unanalysedPlates, unnamedPlates, blockedPlates } = leftOut
  const { rejectedPlates, undecidedPlates } = leftOut
  const unnamed = `${counted(leftOut.unnamedSpecimens, 'specimen')} without a run sheet`
  const kinds: readonly (readonly [what: string, plates: readonly string[]])[] = [
    [counted(unassignedPlates.length, 'unassigned plate'), unassignedPlates],
    [
      counted(unanalysedPlates.length, 'plate without an analysis', 'plates without an analysis'),
      unanalysedPlates,
    ],
    [unnamed, unnamedPlates],
    [counted(blockedPlates.length, 'blocked plate'), blockedPlates],
    [counted(rejectedPlates.length, 'rejected plate'), rejectedPlates],
    [
      counted(undecidedPlates.length, 'plate that nobody accepted', 'plates that nobody accepted'),
      undecidedPlates,
    ],
  ]
  return kinds
    .filter(([, plates]) => plates.length > 0)
    .map(([what, plates]) => `left out: ${what}: ${plates.join(', ')}`)
}

/** What the rows hold, what is in none of them, and what to know before computing with them. */
export function studyReport(study: Study): readonly string[] {
  const warnings = study.warnings.map((warning) => `${styleText('yellow', 'warn')} ${warning}`)
  const adjusted = adjustmentLines(study)
  const lines = [...rowLines(study), ...adjusted, ...leftOutLines(study.leftOut), ...warnings]
  return lines.flatMap((line) => hanging(line, 2))
}

/** The rows by column, absent numbers null, with everything the report says. */
export function studyJson(study: Study, files: readonly string[]): string {
  const columns = studyColumns(study)
  const rows = study.rows.map((row) =>
    Object.fromEntries(columns.map(({ name, cell }) => [name, cell(row)])),
  )
  const { header, rows: plates } = adjustmentTable(study.adjustments)
  const adjustments = plates.map((cells) =>
    Object.fromEntries(header.map((name, at) => [name, cells[at]])),
  )
  const { substitution, adjustment, leftOut, warnings } = study
  return JSON.stringify({
    files,
    substitution,
    adjustment,
    adjustments,
    leftOut,
    warnings,
    rows,
  })
}
