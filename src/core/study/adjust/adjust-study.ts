import { AssaydError } from '../../errors.ts'
import type { AdjustmentChoice, PlateAdjustment, StudyPlate } from '../study.ts'
import { byControlRatio } from './control-ratio.ts'
import { byLotShift } from './lot-shift.ts'
import { scaleGroups, type Brought, type ScaleGroup } from './scale.ts'

/**
 * What brings each plate that has rows to its reference. Stored results stay as they are. All named
 * plates are given, so that reference and fit do not depend on which rows are asked for.
 *
 * Throws AssaydError `study-unadjustable` with a line for every plate that cannot be brought, and
 * `plate-unknown` when the plate that was named as reference was not measured.
 */
export function adjustmentsOf(
  plates: readonly StudyPlate[],
  used: ReadonlySet<StudyPlate>,
  choice: AdjustmentChoice,
): readonly PlateAdjustment[] {
  const { kind, reference } = choice
  insistOnReference(plates, reference)
  const groups = scaleGroups(plates, { isByAssay: kind === 'curve-shift', reference })
  const brought = groups.map((group) => bring(group, used, choice))
  const problems = brought.flatMap((each) => each.problems)
  if (problems.length === 0) return brought.flatMap(({ adjustments }) => adjustments)
  throw new AssaydError('study-unadjustable', problems.join('\n'), { hint: HINTS[kind] })
}

const HINTS: Readonly<Record<AdjustmentChoice['kind'], string>> = {
  'bridging-control': 'Name a control that is inside the range of all plates, or do not adjust.',
  'curve-shift':
    'Write the kit lot into each run sheet, leave out blocked plates, or do not adjust.',
}

function bring(
  group: ScaleGroup,
  used: ReadonlySet<StudyPlate>,
  { kind, control }: AdjustmentChoice,
): Brought {
  const plates = group.plates.filter((plate) => used.has(plate))
  if (plates.length === 0) return { adjustments: [], problems: [] }
  if (kind === 'curve-shift') return byLotShift(group, plates)
  return byControlRatio(plates, { reference: group.reference, control })
}

function insistOnReference(plates: readonly StudyPlate[], reference: string | null): void {
  if (reference === null || plates.some(({ plate }) => plate === reference)) return
  const names = plates.map(({ plate }) => `'${plate}'`).join(', ')
  throw new AssaydError('plate-unknown', `No measured plate is called '${reference}'.`, {
    hint: names === '' ? 'No plate was measured with a run sheet.' : `There are ${names}.`,
  })
}
