import type { CurveChoice, ModelId } from '../assay.ts'
import { fUpperTail } from '../stats/f-distribution.ts'
import type { Fitted } from './curve-model.ts'
import { fitCurve, fitOrReason, type CurvePoint } from './fit-curve.ts'
import { invert } from './invert.ts'

/**
 * How several models do on one set of standards. It is an offer: what is fitted is what the assay
 * says, because a model that is chosen plate by plate changes between plates.
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
  /** Akaike's criterion for small samples: lower is better; null without a likelihood. */
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
  const four = fitOrReason(points, { ...choice, model: '4pl' })
  return models.map((model) => {
    const fit = fitOrReason(points, { ...choice, model })
    if ('notFitted' in fit) {
      const none = { aicc: null, pOverFourParameter: null, backFits: [], estimated: 0 }
      return { model, converged: false, reason: fit.notFitted, ...none }
    }
    const estimated = estimatedBy(fit)
    return {
      model,
      converged: true,
      reason: fit.reason,
      estimated,
      aicc: aiccOf(fit, estimated),
      pOverFourParameter:
        NESTING.has(model) && !('notFitted' in four) ? pOver(four, fit, choice) : null,
      backFits: backFitsOf(points, { ...choice, model }),
    }
  })
}

/** Parameters with a row in the covariance, σ, and θ where it was estimated. */
function estimatedBy({ covariance, parameters }: Fitted): number {
  const rows = covariance.filter((row) => row.some((entry) => entry !== 0)).length
  return rows === 0 ? 0 : rows + 1 + (parameters['theta'] === undefined ? 0 : 1)
}

/** −2 ln L + 2k + 2k(k + 1)/(n - k - 1) (Hurvich & Tsai, Biometrika 1989, 76:297). */
function aiccOf({ deviance, covariance, df }: Fitted, estimated: number): number | null {
  const n = df + covariance.filter((row) => row.some((entry) => entry !== 0)).length
  const spare = n - estimated - 1
  if (estimated === 0 || spare <= 0) return null
  return deviance + 2 * estimated + (2 * estimated * (estimated + 1)) / spare
}

/**
 * The p-value of what the fifth parameter removes. Only weights that do not depend on the fit make
 * the sums of squares comparable, and a G at its bound is no estimate to test.
 */
function pOver(
  four: Fitted,
  five: Fitted,
  { weights }: Pick<CurveChoice, 'weights'>,
): number | null {
  const isFixed = weights === 'none' || weights === '1/y' || weights === '1/y2'
  if (!isFixed || five.df !== four.df - 1) return null
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
