import type { Curve } from '../core/analysis.ts'
import type { FitResult, FittedUnknown } from './fit-result.ts'
import { concise, significant } from './number-format.ts'
import { textTable } from './text-table.ts'

const PARAMETERS = ['A', 'B', 'C', 'D'] as const

/**
 * The contract of `assayd fit --json`: these keys in this order, numbers in full double precision.
 * Where nothing was estimated the numbers are null and the covariance is empty.
 */
export function jsonOfFit({ curve, unknowns }: FitResult): object {
  const known = (value: number): number | null => (curve.converged ? value : null)
  const { A, B, C, D } = curve.parameters
  const estimate = ({ value, se }: typeof A): object => ({ value: known(value), se: known(se) })
  return {
    model: curve.model,
    weights: curve.weights,
    points: curve.points,
    converged: curve.converged,
    reason: curve.reason,
    parameters: { A: estimate(A), B: estimate(B), C: estimate(C), D: estimate(D) },
    covariance: curve.covariance,
    wrss: known(curve.wrss),
    rss: known(curve.rss),
    sigma: known(curve.sigma),
    df: known(curve.df),
    r2: known(curve.r2),
    condition: known(curve.condition),
    unknowns: unknowns.map(jsonOfUnknown),
  }
}

function jsonOfUnknown(unknown: FittedUnknown): object {
  const { od, wells, concentration, se, ciLow, ciHigh, state, reason } = unknown
  return { od, wells, concentration, se, ci_low: ciLow, ci_high: ciHigh, state, reason }
}

/** The same for people, as lines. */
export function reportOfFit({ curve, standards, unknowns }: FitResult): readonly string[] {
  const levels = new Set(standards.map(({ concentration }) => concentration)).size
  const choice = `${curve.model.toUpperCase()}, weights ${curve.weights}, points ${curve.points}`
  const head = `${choice}: ${standards.length} wells at ${levels} concentrations`
  const body = curve.converged ? curveLines(curve) : [`Not fitted. ${curve.reason}`]
  return [head, '', ...body, ...unknownLines(unknowns)]
}

function curveLines(curve: Curve): readonly string[] {
  const rows = PARAMETERS.map((name) => {
    const { value, se } = curve.parameters[name]
    return [name, significant(value, 6), significant(se, 3), MEANINGS[name]]
  })
  const { wrss, rss, sigma, df, r2, condition, reason } = curve
  const quality = [
    `wrss ${significant(wrss)}`,
    `rss ${significant(rss)}`,
    `sigma ${significant(sigma)} (df ${df})`,
    `R² ${r2.toFixed(6)}`,
    `condition ${significant(condition, 3)}`,
  ]
  const table = textTable(['parameter', 'value', '± SE', 'is'], rows)
  return [...table, '', quality.join(', '), ...(reason === '' ? [] : [reason])]
}

const MEANINGS = {
  A: 'OD at concentration zero',
  B: 'slope',
  C: 'concentration at the inflection',
  D: 'OD at infinite concentration',
} as const

function unknownLines(unknowns: readonly FittedUnknown[]): readonly string[] {
  if (unknowns.length === 0) return []
  const header = ['OD', 'wells', 'concentration', '± SE', '95 % from', 'to', 'state', 'reason']
  const rows = unknowns.map(({ od, wells, concentration, se, ciLow, ciHigh, state, reason }) => [
    concise(od),
    String(wells),
    significant(concentration),
    significant(se, 3),
    significant(ciLow),
    significant(ciHigh),
    state,
    reason,
  ])
  return ['', ...textTable(header, rows)]
}
