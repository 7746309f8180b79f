import type { Curve } from '../core/analysis.ts'
import { describedParameters, modelLabel } from '../core/curve/read-curve.ts'
import type { FitResult, FittedUnknown } from './fit-result.ts'
import { concise, significant } from './number-format.ts'
import { textTable } from './text-table.ts'

/**
 * The contract of `assayd fit --json`: these keys in this order, numbers in full double precision.
 * Where nothing was estimated the numbers are null and the covariance is empty.
 */
export function jsonOfFit({ curve, unknowns }: FitResult): object {
  const known = (value: number | null): number | null => (curve.converged ? value : null)
  const hasErrors = curve.covariance.length > 0
  const parameters = Object.entries(curve.parameters).map(([name, { value, se }]) => [
    name,
    { value: known(value), se: known(se) },
  ])
  return {
    model: curve.model,
    weights: curve.weights,
    points: curve.points,
    converged: curve.converged,
    reason: curve.reason,
    parameters: Object.fromEntries(parameters),
    covariance: curve.covariance,
    wrss: known(curve.wrss),
    rss: known(curve.rss),
    sigma: known(hasErrors ? curve.sigma : null),
    df: known(hasErrors ? curve.df : null),
    r2: known(curve.r2),
    condition: known(hasErrors ? curve.condition : null),
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
  const choice = `${modelLabel(curve)}, weights ${curve.weights}, points ${curve.points}`
  const head = `${choice}: ${standards.length} wells at ${levels} concentrations`
  const body = curve.converged ? curveLines(curve) : [`Not fitted. ${curve.reason}`]
  return [head, '', ...body, ...unknownLines(unknowns)]
}

function curveLines(curve: Curve): readonly string[] {
  const rows = describedParameters(curve).map(({ name, value, se, is }) => [
    name,
    significant(value, 6),
    significant(se, 3),
    is,
  ])
  const { wrss, rss, sigma, df, r2, condition, reason } = curve
  const ofErrors =
    curve.covariance.length === 0
      ? []
      : [`sigma ${significant(sigma)} (df ${df})`, `condition ${significant(condition, 3)}`]
  const quality = [
    `wrss ${significant(wrss)}`,
    `rss ${significant(rss)}`,
    ...ofErrors.slice(0, 1),
    `R² ${r2.toFixed(6)}`,
    ...ofErrors.slice(1),
  ]
  const table = textTable(['parameter', 'value', '± SE', 'is'], rows)
  return [...table, '', quality.join(', '), ...(reason === '' ? [] : [reason])]
}

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
