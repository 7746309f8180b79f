import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { parse } from 'csv-parse/sync'

import type { CurvePoint } from '../../src/core/curve/fit-curve.ts'
import { randomFrom } from '../demo/random.ts'

/** The four parameters in the order A, B, C, D. */
export type Parameters = readonly number[]

/** One curve to fit with one weighting; the same for every contender. */
export interface Job {
  readonly id: string
  readonly set: 'real' | 'simulated'
  readonly weights: 'none' | '1/y2'
  readonly points: readonly CurvePoint[]
  /** The answer in exact arithmetic, where somebody has computed it. */
  readonly exact: Parameters | null
}

/** The exact fits and real curves that lie beside a developer's checkout. */
const REFERENCE = join(import.meta.dirname, '..', '..', '..', 'shared', 'reference')

/** Jobs that are reported together. */
export function groupOf({ set, weights }: Job): string {
  return `${set} ${weights}`
}

/** What the aims of speed speak of: 16 points with weights 1/y². */
export function isOrdinary({ points, weights }: Job): boolean {
  return points.length === 16 && weights === '1/y2'
}

/**
 * A start for those who need one: asymptotes a little outside the mean ODs of the outer standards,
 * B and C from the straight line of the logit of the OD on the logarithm of the concentration.
 */
export function startFor(points: readonly CurvePoint[]): Parameters {
  const levels = [...Map.groupBy(points, ({ concentration }) => concentration)]
    .map(([x, wells]) => ({ x, od: wells.reduce((sum, { od }) => sum + od, 0) / wells.length }))
    .toSorted((left, right) => left.x - right.x)
  const [low, high] = [levels[0]?.od ?? NaN, levels.at(-1)?.od ?? NaN]
  const [A, D] = [low - 0.05 * (high - low), high + 0.05 * (high - low)]
  const logits = levels
    .filter(({ x, od }) => x > 0 && (od - A) / (D - od) > 0)
    .map(({ x, od }): Point => [Math.log(x), Math.log((od - A) / (D - od))])
  const [slope, atZero] = lineThrough(logits)
  return [A, slope, Math.exp(-atZero / slope), D]
}

type Point = readonly [number, number]

/** Slope and intercept of the least-squares line. */
function lineThrough(points: readonly Point[]): Point {
  const meanOf = (of: (point: Point) => number): number =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length
  const [x, y] = [meanOf((point) => point[0]), meanOf((point) => point[1])]
  const slope =
    meanOf((point) => (point[0] - x) * (point[1] - y)) / meanOf((point) => (point[0] - x) ** 2)
  return [slope, y - slope * x]
}

type Row = Readonly<Record<string, string>>

function rowsOf(file: string): readonly Row[] {
  return parse(readFileSync(file), { columns: true })
}

function weightsOf(text: string | undefined): Job['weights'] | undefined {
  return text === 'none' || text === '1/y2' ? text : undefined
}

function pointsByCurve(): ReadonlyMap<string, readonly CurvePoint[]> {
  const used = rowsOf(join(REFERENCE, 'curves', 'curves.csv')).filter((row) => row.used === '1')
  const groups = Map.groupBy(used, ({ dataset, curve }) => `${dataset}|${curve}`)
  const pointOf = ({ x, y }: Row): CurvePoint => ({ concentration: Number(x), od: Number(y) })
  return new Map([...groups].map(([key, rows]) => [key, rows.map(pointOf)]))
}

/** Every real curve that has an exact 4PL fit on its wells; empty without the reference data. */
export function referenceJobs(): readonly Job[] {
  if (!existsSync(REFERENCE)) return []
  const points = pointsByCurve()
  return rowsOf(join(REFERENCE, 'golden', 'fits.csv')).flatMap((row) => {
    const weights = weightsOf(row.weight)
    const found = points.get(`${row.dataset}|${row.curve}`)
    if (row.model !== '4PL' || row.mode !== 'wells' || row.status !== 'ok') return []
    if (weights === undefined || found === undefined) return []
    const exact = [row.A, row.B, row.C, row.D].map(Number)
    const id = (row.key ?? '').replaceAll(',', ' ')
    return [{ id, set: 'real', weights, points: found, exact }]
  })
}

/** Seven two-fold steps of a standard and its zero, each in two wells, from 600 units down. */
const CONCENTRATIONS = [600, 300, 150, 75, 37.5, 18.75, 9.375, 0].flatMap((each) => [each, each])

/**
 * Curves of an ordinary sandwich ELISA: noise of 3 % of the OD and 0.003 OD, read to 3 decimals.
 */
export function simulatedJobs(count: number, seed: number): readonly Job[] {
  const random = randomFrom(seed)
  const between = (low: number, high: number): number => low + (high - low) * random.uniform()
  return Array.from({ length: count }, (_, index) => index).flatMap((index) => {
    const [A, B, C, D] = [between(0.04, 0.1), between(0.8, 1.6), between(80, 400), between(2, 3.2)]
    const points = CONCENTRATIONS.map((concentration) => {
      const clean = D + (A - D) / (1 + (concentration / C) ** B)
      const noise = clean * 0.03 * random.normal() + 0.003 * random.normal()
      return { concentration, od: Number((clean + noise).toFixed(3)) }
    })
    const both = ['none', '1/y2'] as const
    return both.map((weights) => ({
      id: `simulated-${index}|${weights}`,
      set: 'simulated' as const,
      weights,
      points,
      exact: null,
    }))
  })
}
