import { unsuitedWeights } from '../core/curve/unsuited-weights.ts'
import type { QualityRule } from '../core/quality/rule.ts'
import type { AssayFile } from './assay-schema.ts'
import { checkQuality } from './check-quality.ts'
import type { Mistake } from './mistake.ts'
import type { Part, Reading } from './read-closed.ts'

/** A mistake of meaning before it is put in its file. */
export interface Meant {
  readonly path: readonly (string | number)[]
  readonly what: string
}

/** What is wrong in an assay although every value by itself has the right shape. */
export function checkAssay(
  reading: Reading<AssayFile>,
  rules: readonly QualityRule[],
): readonly Mistake[] {
  const { part } = reading
  const meant = [
    ...checkStandards(part),
    ...checkWavelengths(part),
    ...checkLimits(part),
    ...checkCurve(part),
    ...checkProfile(part),
    ...checkBlank(part),
    ...checkQuality(part, rules),
  ]
  return meant.map(({ path, what }) => reading.mistake(path, what))
}

function checkStandards({ standards = [], limits }: Part<AssayFile>): readonly Meant[] {
  const twice = standards.flatMap((value, at) =>
    standards.indexOf(value) === at
      ? []
      : [{ path: ['standards', at], what: `'${value}' is listed twice, expected each level once` }],
  )
  const fewest = limits?.standard_levels_min ?? 0
  if (standards.length === 0 || fewest <= standards.length) return twice
  const what = `'${fewest}' is more than the ${standards.length} standards, expected at most that`
  return [...twice, { path: ['limits', 'standard_levels_min'], what }]
}

function checkWavelengths(assay: Part<AssayFile>): readonly Meant[] {
  const { wavelength_nm: wavelength, reference_nm: reference } = assay
  if (wavelength === undefined || reference !== wavelength) return []
  const what = `'${reference}' is the measuring wavelength too, expected another one or null`
  return [{ path: ['reference_nm'], what }]
}

/** Weights that mean nothing for the model. */
function checkCurve({ curve }: Part<AssayFile>): readonly Meant[] {
  const reason = curve === undefined ? undefined : unsuitedWeights(curve)
  if (reason === undefined) return []
  const what = `'${curve?.weights}' does not go with '${curve?.model}', expected none: ${reason}`
  return [{ path: ['curve', 'weights'], what }]
}

/** Inserts differ in model and blank, so that no profile can know them. */
function checkProfile({ profile, curve, blank }: Part<AssayFile>): readonly Meant[] {
  if (profile !== 'kit-insert') return []
  const missing = [curve === undefined ? 'curve' : '', blank === undefined ? 'blank' : '']
  return missing
    .filter((key) => key !== '')
    .map((key) => {
      const what = `'kit-insert' leaves it to the insert, expected '${key}' in this file`
      return { path: ['profile'], what }
    })
}

function checkBlank({ blank, standards }: Part<AssayFile>): readonly Meant[] {
  if (blank !== 'subtract-zero-standard' || standards === undefined) return []
  if (standards.includes(0)) return []
  return [{ path: ['blank'], what: `'${blank}' has no zero standard, expected 0 in the standards` }]
}

function checkLimits({ limits, standards = [] }: Part<AssayFile>): readonly Meant[] {
  if (limits === undefined) return []
  const { edge_recovery_min_percent: edgeMin, edge_recovery_max_percent: edgeMax } = limits
  const { recovery_min_percent: min, recovery_max_percent: max, kit_lloq: lloq } = limits
  const at = (key: string, what: string): Meant => ({ path: ['limits', key], what })
  const narrow = 'is narrower than the limit inside the curve, expected the same or wider'
  const top = Math.max(...standards)
  return [
    ...(edgeMin > min ? [at('edge_recovery_min_percent', `'${edgeMin}' ${narrow}`)] : []),
    ...(edgeMax < max ? [at('edge_recovery_max_percent', `'${edgeMax}' ${narrow}`)] : []),
    ...(lloq !== null && standards.length > 0 && lloq >= top
      ? [at('kit_lloq', `'${lloq}' is not below the highest standard, expected less than ${top}`)]
      : []),
  ]
}
