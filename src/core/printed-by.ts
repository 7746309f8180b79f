import type { Analysis, WellResult } from './analysis.ts'
import type { ProfileId } from './assay.ts'
import type { Concentration } from './result.ts'

/** Programs whose texts are known, by the profile that computes as they do. */
const PROGRAMS: Readonly<Partial<Record<ProfileId, string>>> = {
  softmax: 'SoftMax Pro',
  gen5: 'Gen5',
}

/** The program that a profile reproduces; null when it is none. */
export function programOf(profile: ProfileId | null): string | null {
  return (profile === null ? undefined : PROGRAMS[profile]) ?? null
}

/**
 * A concentration as the profile's program prints it, in three decimals unless told.
 *
 * Gen5 3.12 exports have `<22.500` and `>105.000` outside the range it reports, and `?????` for a
 * masked well (test data of github.com/Benchling-Open-Source/allotropy, agilent_gen5). SoftMax Pro
 * exports have `Range?` beyond an asymptote, the number everywhere else, and `Masked` (the same,
 * moldev_softmax_pro, and CRAN ELISAtools).
 *
 * Empty where no export tells: of a well that overflowed, that was not read, or whose plate has no
 * curve. A profile that is no program's prints the number, or the state.
 */
export function printedBy(profile: ProfileId, concentration: Concentration, decimals = 3): string {
  const { state, value } = concentration
  const program = programOf(profile)
  if (state === 'ok' && value !== null) return value.toFixed(decimals)
  if (program === null) return value === null ? state : value.toFixed(decimals)
  return profile === 'gen5'
    ? gen5Text(concentration, decimals)
    : softmaxText(concentration, decimals)
}

function softmaxText({ state, value }: Concentration, decimals: number): string {
  if (state === 'masked') return 'Masked'
  if (value !== null) return value.toFixed(decimals)
  return state === 'below_curve' || state === 'above_curve' ? 'Range?' : ''
}

function gen5Text({ state, lower, upper }: Concentration, decimals: number): string {
  if (state === 'masked') return '?????'
  const isBelow = state === 'below_lloq' || state === 'below_curve'
  if (isBelow && upper !== null) return `<${upper.toFixed(decimals)}`
  const isAbove = state === 'above_uloq' || state === 'above_curve'
  return isAbove && lower !== null ? `>${lower.toFixed(decimals)}` : ''
}

/**
 * A well's concentration as the analysis' program prints it for the well, which in both is as read
 * off the curve, not corrected for dilution (Gen5's `[Concentration]`, SoftMax Pro's `Result`).
 * Empty for an empty well and when the profile is no program's.
 */
export function printedWell(
  { role, concentration, concentrationInWell }: WellResult,
  { profile, range }: Pick<Analysis, 'profile' | 'range'>,
): string {
  if (profile === null || programOf(profile) === null || role === 'empty') return ''
  const { state } = concentration
  const isBelow = state === 'below_lloq' || state === 'below_curve'
  return printedBy(profile, {
    ...concentration,
    value: concentrationInWell,
    lower: isBelow ? 0 : (range?.uloq ?? null),
    upper: isBelow ? (range?.lloq ?? null) : null,
  })
}
