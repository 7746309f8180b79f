import type { PlateAdjustment, StudyRow } from './study.ts'

/** Organisms, specimens or plates named one by one in a warning before it only counts. */
const NAMED_MAX = 5

/** What whoever computes with the rows must know first. */
export function warningsOf(
  rows: readonly StudyRow[],
  adjustments: readonly PlateAdjustment[],
): readonly string[] {
  const warnings = [
    several('analytes', rows, ({ plate }) => plate.analyte),
    several('units', rows, ({ plate }) => plate.unit),
    several('kinds of baseline', rows, ({ response }) => response.baselineKind),
    unconfigured(rows),
    motherless(rows),
    severalReferences(adjustments),
    unshifted(adjustments),
  ]
  return warnings.filter((warning) => warning !== '')
}

/** Adjusted numbers are comparable only where they were brought to the same plate. */
function severalReferences(adjustments: readonly PlateAdjustment[]): string {
  const names = new Set(adjustments.map(({ reference }) => reference.plate))
  if (names.size < 2) return ''
  return `Rows are adjusted to several reference plates, each to its own: ${named([...names])}.`
}

/** Between plates of one lot there is no shift to take off. */
function unshifted(adjustments: readonly PlateAdjustment[]): string {
  const isShift = adjustments[0]?.kind === 'curve-shift'
  if (!isShift || adjustments.some(({ plate, reference }) => plate.kitLot !== reference.kitLot)) {
    return ''
  }
  return 'All plates are of the kit lot of their reference: the curve shift changes nothing.'
}

/** A difference in quantity: rows that must not be thrown together. */
function several(what: string, rows: readonly StudyRow[], of: (row: StudyRow) => string): string {
  const counts = new Map<string, number>()
  for (const row of rows) counts.set(of(row), (counts.get(of(row)) ?? 0) + 1)
  if (counts.size < 2) return ''
  const each = [...counts].map(([name, count]) => `'${name}' in ${count} rows`)
  return `There are several ${what}: ${each.join(', ')}. They stand in rows of their own.`
}

function unconfigured(rows: readonly StudyRow[]): string {
  const ids = rows.flatMap(({ organism, response }) =>
    organism === null ? [response.organism] : [],
  )
  if (ids.length === 0) return ''
  return `Organisms that are not configured any more have no name: ${named(ids)}.`
}

function motherless(rows: readonly StudyRow[]): string {
  const specimens = rows.flatMap(({ response }) =>
    response.mother === '' ? [response.specimen] : [],
  )
  if (specimens.length === 0) return ''
  return `No run sheet says whose milk these specimens are: ${named(specimens)}.`
}

function named(names: readonly string[]): string {
  const each = [...new Set(names)]
  const rest = each.length - NAMED_MAX
  const shown = each.slice(0, NAMED_MAX).map((name) => `'${name}'`)
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ')
}
