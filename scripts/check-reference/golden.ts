import type { Curve } from '../../src/core/analysis.ts'
import type { CurveChoice, ModelId, PointMode, Weights } from '../../src/core/assay.ts'
import { fitCurve, type CurvePoint } from '../../src/core/curve/fit-curve.ts'
import { referenceRows, type Row } from '../../test/core/curve/reference.ts'

/** A row of the golden fits with the choice that it is made by. */
export interface GoldenRow {
  readonly key: string
  readonly row: Row
  readonly isOk: boolean
  readonly choice: CurveChoice
}

const MODELS: Readonly<Record<string, ModelId>> = {
  '4PL': '4pl',
  '5PL+': '5pl+',
  '5PL-': '5pl-',
  '3PL_A0': '3pl',
  '3PL_D0': '3pl',
  linear: 'linear',
  quadratic: 'quadratic',
}

const WEIGHTS: Readonly<Record<string, Weights>> = {
  none: 'none',
  '1/y': '1/y',
  '1/y2': '1/y2',
  'irls_1/yhat': 'irls-1/y',
  'irls_1/yhat2': 'irls',
}

/** Every row of the golden fits, `ok` or not. */
export function goldenRows(): readonly GoldenRow[] {
  return referenceRows('golden/fits.csv').map((row) => ({
    row,
    key: row['key'] ?? '',
    isOk: row['status'] === 'ok',
    choice: choiceOf(row['key'] ?? ''),
  }))
}

/** The choice in a key `dataset|curve|mode|model|weight`. */
function choiceOf(key: string): CurveChoice {
  const [, , mode = '', model = '', weight = ''] = key.split('|')
  const [id, weights] = [MODELS[model], WEIGHTS[weight]]
  if (id === undefined || weights === undefined) throw new RangeError(`Unknown recipe '${key}'.`)
  const points: PointMode = mode === 'means' ? 'means' : 'wells'
  return { model: id, weights, points }
}

let curves: ReadonlyMap<string, readonly CurvePoint[]> | undefined

/** The points that the analyst did not mask. */
export function pointsOf(dataset: string, curve: string): readonly CurvePoint[] {
  curves ??= new Map(
    [
      ...Map.groupBy(
        referenceRows('curves/curves.csv').filter(({ used }) => used === '1'),
        (row) => `${row['dataset']}|${row['curve']}`,
      ),
    ].map(([name, rows]) => [
      name,
      rows.map(({ x, y }) => ({ concentration: Number(x), od: Number(y) })),
    ]),
  )
  return curves.get(`${dataset}|${curve}`) ?? []
}

const fits = new Map<string, Curve>()

/** assayd's own fit by the recipe of a key. */
export function fitOf(key: string): Curve {
  const known = fits.get(key)
  if (known !== undefined) return known
  const [dataset = '', curve = ''] = key.split('|')
  const fit = fitCurve(pointsOf(dataset, curve), choiceOf(key))
  fits.set(key, fit)
  return fit
}

/** The data set and model of a key, under which its rows are counted. */
export function groupOf(key: string): string {
  const [dataset = '', , , model = ''] = key.split('|')
  return `${dataset} ${model}`
}
