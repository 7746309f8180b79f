import type { CurveChoice, ModelId, Weights } from '../assay.ts'
import { fUpperTail } from '../stats/f-distribution.ts'
import type { Fitted, NotFitted } from './curve-model.ts'
import { fitCurve, fitOrReason, type CurvePoint } from './fit-curve.ts'
import { invert } from './invert.ts'
import { unsuitedWeights } from './unsuited-weights.ts'

/**
 * How several models do on one set of standards. It is an offer: what is fitted is what the assay
 * says, because a model that is chosen plate by plate changes between plates.
 *
 * Likelihoods and sums of squares compare models only under the same weights. Weights from the
 * fitted ODs are others for each model: the closer a curve runs to low ODs, the more they weigh. So
 * the criteria then come from fits that take the same power of the observed ODs, which is one set
 * of numbers for all models; the back-fits are those of the weights that were asked for.
 */

/** A standard read off the curve it helped to fit. */
export interface BackFit {
  readonly nominal: number
  readonly backFit: number | null
  /** Back-fit over nominal, in percent. */
  readonly recoveryPercent: number | null
}

/** One model on the standards. */
export interface Comparison {
  readonly model: ModelId
  readonly converged: boolean
  readonly reason: string
  /** Estimated parameters, the noise and an estimated power of the mean among them. */
  readonly estimated: number
  /** Under these weights, the same for all models, AICc and F test were made. */
  readonly criterionWeights: Weights
  /**
   * Akaike's criterion for small samples: lower is better. Null without a likelihood, and for a
   * model that does not use every point or whose weights mean something else than the others'.
   */
  readonly aicc: number | null
  /** F test of this model against the 4PL that it contains; null for any other. */
  readonly pOverFourParameter: number | null
  readonly backFits: readonly BackFit[]
}

const NESTING: ReadonlySet<ModelId> = new Set<ModelId>(['5pl', '5pl+', '5pl-'])

/** Every model asked for, in that order, with the same weights and points. */
export function compareModels(
  points: readonly CurvePoint[],
  models: readonly ModelId[],
  choice: Omit<CurveChoice, 'model'>,
): readonly Comparison[] {
  const criterionWeights = HELD[choice.weights]
  const held = { ...choice, weights: criterionWeights }
  const four = fitOrReason(points, { ...held, model: '4pl' })
  return models.map((model) => {
    const own = suited({ ...choice, model })
    const asked = fitOrReason(points, own)
    if ('notFitted' in asked) {
      const none = { aicc: null, pOverFourParameter: null, backFits: [], estimated: 0 }
      return { model, converged: false, reason: asked.notFitted, criterionWeights, ...none }
    }
    const fit = fitOrReason(points, { ...held, model })
    const isComparable = unsuitedWeights({ model, weights: criterionWeights }) === undefined
    return {
      model,
      converged: true,
      reason: asked.reason,
      criterionWeights,
      estimated: estimatedBy(asked),
      aicc: isComparable ? aiccOf(fit, countOf(points, choice)) : null,
      pOverFourParameter: NESTING.has(model) ? pOver(four, fit) : null,
      backFits: backFitsOf(points, own),
    }
  })
}

/** The choice, without weights that mean nothing for the model. */
function suited(choice: CurveChoice): CurveChoice {
  return unsuitedWeights(choice) === undefined ? choice : { ...choice, weights: 'none' }
}

/** Weights of the observed ODs in place of those of the fitted ones. */
const HELD: Readonly<Record<Weights, Weights>> = {
  none: 'none',
  '1/y': '1/y',
  '1/y2': '1/y2',
  irls: '1/y2',
  'irls-1/y': '1/y',
  power: '1/y2',
}

function countOf(points: readonly CurvePoint[], choice: Pick<CurveChoice, 'points'>): number {
  if (choice.points === 'wells') return points.length
  return new Set(points.map(({ concentration }) => concentration)).size
}

/** Parameters with a row in the covariance, σ, and θ where it was estimated. */
function estimatedBy({ covariance, parameters }: Fitted): number {
  const rows = covariance.filter((row) => row.some((entry) => entry !== 0)).length
  return rows === 0 ? 0 : rows + 1 + (parameters['theta'] === undefined ? 0 : 1)
}

/** −2 ln L + 2k + 2k(k + 1)/(n - k - 1) (Hurvich & Tsai, Biometrika 1989, 76:297). */
function aiccOf(fit: Fitted | NotFitted, count: number): number | null {
  if ('notFitted' in fit) return null
  const estimated = estimatedBy(fit)
  const n = fit.df + fit.covariance.filter((row) => row.some((entry) => entry !== 0)).length
  const spare = n - estimated - 1
  if (estimated === 0 || spare <= 0 || n !== count) return null
  return fit.deviance + 2 * estimated + (2 * estimated * (estimated + 1)) / spare
}

/** The p-value of what the fifth parameter removes; a G at its bound is no estimate to test. */
function pOver(four: Fitted | NotFitted, five: Fitted | NotFitted): number | null {
  if ('notFitted' in four || 'notFitted' in five || five.df !== four.df - 1) return null
  const f = Math.max(0, four.wrss - five.wrss) / (five.wrss / five.df)
  return fUpperTail(f, { df1: 1, df2: five.df })
}

function backFitsOf(points: readonly CurvePoint[], choice: CurveChoice): readonly BackFit[] {
  const curve = fitCurve(points, choice)
  return [...Map.groupBy(points, ({ concentration }) => concentration)]
    .toSorted(([left], [right]) => left - right)
    .map(([nominal, wells]) => {
      const od = wells.reduce((sum, well) => sum + well.od, 0) / wells.length
      const { concentration: backFit } = invert(curve, od, wells.length)
      const recoveryPercent = backFit === null || nominal === 0 ? null : (100 * backFit) / nominal
      return { nominal, backFit, recoveryPercent }
    })
}
