import type { BandPoint } from '../core/curve/band.ts'
import type { Comparison } from '../core/curve/compare-models.ts'
import { CV_MAX_PERCENT, type More } from './fit-more.ts'

/**
 * The keys that follow those of the curve in `assayd fit --json`, each only where it was asked for.
 * Numbers are in full; what is beyond any number is null.
 */
export function jsonOfMore({ comparison, band, profile, bootstraps, choice }: More): object {
  const { wells, bootstrap: draws, seed } = choice
  return {
    ...(bootstraps && { bootstrap: { draws, seed, unknowns: bootstraps.map(jsonOfBootstrap) } }),
    ...(comparison && { comparison: jsonOfComparison(comparison) }),
    ...(band && { band: { wells, confidence: 0.95, points: band.map(jsonOfBandPoint) } }),
    ...(profile && {
      profile: {
        wells,
        points: profile.points.map(({ concentration, od, cvPercent }) => {
          return { concentration, od, cv_percent: cvPercent }
        }),
        cv_max_percent: CV_MAX_PERCENT,
        lloq: profile.limits?.lloq ?? null,
        uloq: profile.limits?.uloq ?? null,
      },
    }),
  }
}

function jsonOfBootstrap(found: NonNullable<More['bootstraps']>[number]): object | null {
  if (found === null) return null
  const { median, interval, failed } = found
  return { median, low: interval.low, high: interval.high, failed }
}

function jsonOfComparison(comparison: readonly Comparison[]): object {
  return {
    criterion_weights: comparison[0]?.criterionWeights ?? null,
    models: comparison.map((one) => ({
      model: one.model,
      converged: one.converged,
      reason: one.reason,
      estimated: one.estimated,
      aicc: one.aicc,
      p_over_4pl: one.pOverFourParameter,
      back_fits: one.backFits.map(({ nominal, backFit, recoveryPercent }) => {
        return { nominal, back_fit: backFit, recovery_percent: recoveryPercent }
      }),
    })),
  }
}

function jsonOfBandPoint(point: BandPoint): object {
  const { concentration, od, low, high, predictionLow, predictionHigh } = point
  return {
    concentration,
    od,
    low,
    high,
    prediction_low: predictionLow,
    prediction_high: predictionHigh,
  }
}
