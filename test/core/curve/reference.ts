import { existsSync, readFileSync } from 'node:fs'

import { parse } from 'csv-parse/sync'

import type { Curve, Estimate } from '../../../src/core/analysis.ts'
import type { PointMode, Weights } from '../../../src/core/assay.ts'
import type { CurvePoint } from '../../../src/core/curve/fit-curve.ts'
import { estimateOf } from '../../../src/core/curve/read-curve.ts'

const REFERENCE = new URL('../../../../shared/reference/', import.meta.url)

/** Curves that nobody here made, with answers in 50-digit arithmetic; a clone is without them. */
export const hasReference = existsSync(REFERENCE)

/** What a test's name says when it is skipped. */
export const WITHOUT_REFERENCE = hasReference ? '' : ' (skipped: no ../shared/reference)'

export type Row = Readonly<Record<string, string>>

export function referenceRows(path: string): readonly Row[] {
  if (!hasReference) return []
  const rows: Row[] = parse(readFileSync(new URL(path, REFERENCE)), { columns: true })
  return rows
}

/** The reference's names of the weights. */
const WEIGHTS: ReadonlyMap<string, Weights> = new Map([
  ['none', 'none'],
  ['1/y', '1/y'],
  ['1/y2', '1/y2'],
  ['irls_1/yhat2', 'irls'],
  ['irls_1/yhat', 'irls-1/y'],
])

/** One golden fit of a 4PL. */
export interface GoldenFit {
  readonly key: string
  readonly row: Row
  readonly isOk: boolean
  /** Null when assayd has no such weight. */
  readonly weights: Weights | null
  readonly points: PointMode
}

export function goldenFits(): readonly GoldenFit[] {
  return referenceRows('golden/fits.csv')
    .filter((row) => row['model'] === '4PL')
    .map((row) => ({
      row,
      key: row['key'] ?? '',
      isOk: row['status'] === 'ok',
      weights: WEIGHTS.get(row['weight'] ?? '') ?? null,
      points: row['mode'] === 'means' ? 'means' : 'wells',
    }))
}

/** The points of a curve that its analyst did not mask. */
export function curvePoints({ dataset, curve }: Row): readonly CurvePoint[] {
  return referenceRows('curves/curves.csv')
    .filter((row) => row['dataset'] === dataset && row['curve'] === curve && row['used'] === '1')
    .map((row) => ({ concentration: Number(row['x']), od: Number(row['y']) }))
}

/** The curve a golden row describes, without any fitting. */
export function goldenCurve({ row, weights, points }: GoldenFit): Curve {
  const estimate = (name: string): Estimate => ({
    value: numberOf(row, name),
    se: numberOf(row, `se_${name}`),
  })
  return {
    model: '4pl',
    weights: weights ?? 'none',
    points,
    converged: true,
    reason: '',
    parameters: { A: estimate('A'), B: estimate('B'), C: estimate('C'), D: estimate('D') },
    covariance: covarianceOf(row),
    wrss: numberOf(row, 'wrss'),
    rss: numberOf(row, 'rss'),
    sigma: numberOf(row, 'sigma'),
    df: numberOf(row, 'df'),
    r2: numberOf(row, 'R2'),
    condition: numberOf(row, 'cond_scaled_normal'),
    odFloor: 0,
  }
}

export function numberOf(row: Row, column: string): number {
  const text = row[column] ?? ''
  if (text === '') throw new RangeError(`Expected a number in '${column}'.`)
  return Number(text)
}

function covarianceOf(row: Row): readonly (readonly number[])[] {
  const entries: unknown = JSON.parse(row['cov'] ?? '[]')
  if (!Array.isArray(entries)) throw new RangeError('Expected a matrix.')
  return entries.map((line: unknown) => (Array.isArray(line) ? line.map(Number) : []))
}

/** How far two numbers are apart, relative to the second. */
export function relativeError(actual: number | null | undefined, expected: number): number {
  if (actual === null || actual === undefined) return Infinity
  return Math.abs(actual - expected) / Math.abs(expected)
}

/** A certified regression of NIST's Statistical Reference Datasets. */
export interface NistSet {
  readonly difficulty: string
  readonly rss: number
  readonly parameters: readonly {
    readonly starts: readonly number[]
    readonly certified: number
    readonly sd: number
  }[]
}

interface CertifiedSet {
  readonly name: string
  readonly difficulty: string
  readonly cert_rss: string
  readonly params: readonly Row[]
}

export function nistSet(name: string): NistSet {
  const text = readFileSync(new URL('nist/certified.json', REFERENCE), 'utf8')
  const sets: readonly CertifiedSet[] = JSON.parse(text)
  const set = sets.find((candidate) => candidate.name === name)
  if (set === undefined) throw new RangeError(`Expected a NIST set '${name}'.`)
  return {
    difficulty: set.difficulty,
    rss: Number(set.cert_rss),
    parameters: set.params.map((row) => ({
      starts: [numberOf(row, 'start1'), numberOf(row, 'start2')],
      certified: numberOf(row, 'certified'),
      sd: numberOf(row, 'sd'),
    })),
  }
}

/** A, B, C, D of a curve that has them, each with its standard error. */
export function fourOf(curve: Curve): Readonly<Record<'A' | 'B' | 'C' | 'D', Numbers>> {
  const numbers = (name: string): Numbers => {
    const { value, se } = estimateOf(curve, name)
    return { value, se: se ?? NaN }
  }
  return { A: numbers('A'), B: numbers('B'), C: numbers('C'), D: numbers('D') }
}

type Numbers = Readonly<Record<'value' | 'se', number>>

/** The names of all certified sets. */
export function nistNames(): readonly string[] {
  if (!hasReference) return []
  const text = readFileSync(new URL('nist/certified.json', REFERENCE), 'utf8')
  const sets: readonly CertifiedSet[] = JSON.parse(text)
  return sets.map(({ name }) => name)
}
