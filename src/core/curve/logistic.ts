import type { CurveModel, Located, Parameter, ParameterValues } from './curve-model.ts'

/**
 * How a logistic is read: OD = D + (A - D) / (1 + (x/C)^B)^G, with G = 1 where there is none.
 *
 * With q = (1 + (x/C)^B)^-G it is A·q + D·(1 - q). Where B > 0, A is the OD at concentration zero
 * and D the one at infinity; where B < 0 it is the other way round.
 */

const ASYMPTOTE_A: Parameter = { name: 'A', is: 'OD at concentration zero', unit: 'od' }
const ASYMPTOTE_D: Parameter = { name: 'D', is: 'OD at infinite concentration', unit: 'od' }

/** A, B, C, D of a logistic with B > 0. */
export const SIGMOID_PARAMETERS: readonly Parameter[] = [
  ASYMPTOTE_A,
  { name: 'B', is: 'slope', unit: '' },
  { name: 'C', is: 'concentration at the inflection', unit: 'concentration' },
  ASYMPTOTE_D,
]

/** A, B, C, D, G of a logistic with B of either sign. */
export const ASYMMETRIC_PARAMETERS: readonly Parameter[] = [
  { ...ASYMPTOTE_A, is: 'OD at concentration zero (at infinite where B < 0)' },
  { name: 'B', is: 'slope; its sign is the orientation', unit: '' },
  { name: 'C', is: 'concentration of scale', unit: 'concentration' },
  { ...ASYMPTOTE_D, is: 'OD at infinite concentration (at zero where B < 0)' },
  { name: 'G', is: 'asymmetry', unit: '' },
]

/** Everything of a logistic but its fit. */
export type Reading = Omit<CurveModel, 'id' | 'label' | 'fit'>

/** How a logistic with these parameters is read. */
export function logisticReading(parameters: readonly Parameter[]): Reading {
  const hasG = parameters.length === ASYMMETRIC_PARAMETERS.length
  return {
    parameters,
    ends: 'asymptotes',
    value: (values, concentration) => {
      const [A = NaN, , , D = NaN] = values
      const { q, rest } = sharesAt(values, concentration)
      return A * q + D * rest
    },
    slope,
    gradient: (values, concentration) => gradient(values, concentration, hasG),
    locate,
    direction: (values) => {
      const [atZero, atInfinity] = asymptotesOf(values)
      return atInfinity > atZero ? 1 : -1
    },
  }
}

/** The ODs at concentration zero and at infinity. */
export function asymptotesOf([A = NaN, B = NaN, , D = NaN]: ParameterValues): [number, number] {
  return B > 0 ? [A, D] : [D, A]
}

/** What the formula is made of at one concentration. */
interface Shares {
  /** The share of A, (1 + u)^-G. */
  readonly q: number
  /** 1 - q without its cancellation. */
  readonly rest: number
  /** u / (1 + u). */
  readonly s: number
  /** (x/C)^B. */
  readonly u: number
}

function sharesAt([, B = NaN, C = NaN, , G = 1]: ParameterValues, concentration: number): Shares {
  const u = (concentration / C) ** B
  const s = u === Infinity ? 1 : u / (1 + u)
  if (G === 1) return { q: 1 / (1 + u), rest: s, s, u }
  const log = Math.log1p(u)
  return { q: Math.exp(-G * log), rest: -Math.expm1(-G * log), s, u }
}

function slope(values: ParameterValues, concentration: number): number {
  const [A = NaN, B = NaN, , D = NaN, G = 1] = values
  const { q, s } = sharesAt(values, concentration)
  return ((D - A) * B * G * q * s) / concentration
}

function gradient(values: ParameterValues, concentration: number, hasG: boolean): number[] {
  const [A = NaN, B = NaN, C = NaN, D = NaN, G = 1] = values
  const { q, rest, s, u } = sharesAt(values, concentration)
  const steepness = G * (A - D) * q * s
  // At concentration zero nothing but one asymptote matters.
  const byB = steepness === 0 ? 0 : -steepness * Math.log(concentration / C)
  const byC = (steepness * B) / C + 0
  if (!hasG) return [q, byB, byC, rest]
  return [q, byB, byC, rest, q === 0 ? 0 : (D - A) * q * Math.log1p(u)]
}

/** The domain is checked before any fractional power is taken of a negative number. */
function locate(values: ParameterValues, od: number): Located {
  const [A = NaN, B = NaN, C = NaN, D = NaN, G = 1] = values
  const [atZero, atInfinity] = asymptotesOf(values)
  const rises = atInfinity > atZero
  if (rises ? od <= atZero : od >= atZero) return beyond('below_curve')
  if (rises ? od >= atInfinity : od <= atInfinity) return beyond('above_curve')
  // ((A - D)/(y - D))^(1/G) - 1, for G = 1 without its cancellation near A.
  const u = G === 1 ? (A - od) / (od - D) : Math.expm1(Math.log1p((A - od) / (od - D)) / G)
  const concentration = C * u ** (1 / B)
  // An OD within rounding of an asymptote is at it, for all that double precision can tell.
  if (concentration === 0) return beyond('below_curve')
  if (concentration === Infinity) return beyond('above_curve')
  return { beyond: null, concentrations: [concentration] }
}

function beyond(side: 'below_curve' | 'above_curve'): Located {
  return { beyond: side, concentrations: [] }
}
