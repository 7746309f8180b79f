import type { PlateAdjustment, StudyPlate } from '../study.ts'
import { UNADJUSTED, type Brought } from './scale.ts'

/**
 * Brings plates to a reference plate by one control that is on all of them: each concentration
 * times the control's on the reference over the control's on its own plate. It assumes that what
 * makes the control read low makes the specimens read low by the same share.
 *
 * Gives a sentence for each plate that has no such control inside its range, the reference first.
 */
export function byControlRatio(
  plates: readonly StudyPlate[],
  { reference, control }: { readonly reference: StudyPlate; readonly control: string },
): Brought {
  const all = [reference, ...plates.filter((plate) => plate !== reference)]
  const problems = all.flatMap((plate) => problemOf(plate, control))
  const [onReference = NaN, seOnReference = 0] = readingOf(reference, control)
  const adjustments = plates.map((plate): PlateAdjustment => {
    const [onPlate = NaN, se = 0] = readingOf(plate, control)
    const common = { plate, reference, kind: 'bridging-control', ownShift: null } as const
    if (plate === reference) return { ...UNADJUSTED, ...common, control: onPlate }
    const shift = Math.log(onPlate / onReference)
    const shiftSe = Math.hypot(se / onPlate, seOnReference / onReference)
    return { ...common, shift, shiftSe, factor: onReference / onPlate, control: onPlate }
  })
  return problems.length === 0 ? { adjustments, problems } : { adjustments: [], problems }
}

/** The control's concentration on the plate with its standard error. */
function readingOf({ controls }: StudyPlate, control: string): readonly number[] {
  const concentration = controls.find(({ name }) => name === control)?.concentration
  return concentration === undefined ? [] : [concentration.value ?? NaN, concentration.se ?? 0]
}

function problemOf({ plate, controls }: StudyPlate, control: string): readonly string[] {
  const found = controls.find(({ name }) => name === control)
  if (found === undefined) {
    const others = controls.map(({ name }) => `'${name}'`).join(', ')
    const has = others === '' ? 'no control at all' : others
    return [`Plate '${plate}' has no control '${control}'; it has ${has}.`]
  }
  const { state, value } = found.concentration
  if (state === 'ok' && value !== null && value > 0) return []
  return [`Control '${control}' of plate '${plate}' is not in its range: ${state}.`]
}
