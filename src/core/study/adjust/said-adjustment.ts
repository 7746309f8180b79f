import { AssaydError } from '../../errors.ts'
import type { AdjustmentChoice } from '../study.ts'

/** What a person said of bringing plates to one scale. */
export interface SaidAdjustment {
  readonly adjust?: string | undefined
  readonly adjustReference?: string | undefined
}

const CONTROL = 'bridging-control='
const SHIFT = 'curve-shift'

/**
 * The adjustment that is asked for, or null. Throws AssaydError `option-unsuited` when it is none
 * of those there are, or when a reference is named for none.
 */
export function adjustmentFrom({
  adjust,
  adjustReference,
}: SaidAdjustment): AdjustmentChoice | null {
  const reference = adjustReference ?? null
  if (adjust === undefined) {
    if (reference === null) return null
    throw unsuited(`Nothing is adjusted to the reference plate '${reference}'.`)
  }
  if (adjust === SHIFT) return { kind: 'curve-shift', control: '', reference }
  const control = adjust.startsWith(CONTROL) ? adjust.slice(CONTROL.length) : ''
  if (control === '') throw unsuited(`Nothing can be adjusted by '${adjust}'.`)
  return { kind: 'bridging-control', control, reference }
}

function unsuited(message: string): AssaydError {
  const hint = `Adjust by ${CONTROL}NAME, with a control of every plate, or by ${SHIFT}.`
  return new AssaydError('option-unsuited', message, { hint })
}
