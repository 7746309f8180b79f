import type { Curve } from '../core/analysis.ts'
import type { CurveChoice } from '../core/assay.ts'
import { confidenceBand, type BandPoint } from '../core/curve/band.ts'
import { bootstrapInverse, type Bootstrap } from '../core/curve/bootstrap.ts'
import { compareModels, type Comparison } from '../core/curve/compare-models.ts'
import { MODEL_IDS } from '../core/curve/curve-models.ts'
import {
  precisionProfile,
  quantificationLimits,
  type ProfilePoint,
  type QuantificationLimits,
} from '../core/limits/precision-profile.ts'
import { seededUniform } from '../core/stats/seeded-uniform.ts'
import type { FitInput } from './fit-input.ts'

/** What `assayd fit` is asked for besides the curve. */
export interface MoreChoice {
  readonly compare: boolean
  readonly bands: boolean
  readonly profile: boolean
  /** Draws for each unknown, or null. */
  readonly bootstrap: number | null
  readonly seed: number
  /** Concentrations of bands and profile. */
  readonly grid: number
  /** Wells of which an OD is the mean, for bands and profile. */
  readonly wells: number
}

/** The CV at which a curve's own limits of quantification lie, by custom. */
export const CV_MAX_PERCENT = 20

/** What there is besides the curve; null where nobody asked. */
export interface More {
  readonly comparison: readonly Comparison[] | null
  readonly band: readonly BandPoint[] | null
  readonly profile: {
    readonly points: readonly ProfilePoint[]
    readonly limits: QuantificationLimits | null
  } | null
  /** One an unknown, in their order; null of a curve without errors. */
  readonly bootstraps: readonly (Bootstrap | null)[] | null
  readonly choice: MoreChoice
}

/** Computes what was asked for; bands and profile go from the lowest standard above zero up. */
export function moreOf(
  { standards, unknowns }: FitInput,
  fitted: { readonly curve: Curve; readonly choice: CurveChoice },
  asked: MoreChoice,
): More {
  const { curve, choice } = fitted
  const { grid: points, wells, seed, bootstrap: draws } = asked
  const positive = standards.map(({ concentration }) => concentration).filter((one) => one > 0)
  const [from, to] = [Math.min(...positive), Math.max(...positive)]
  const over = { from, to, points, wells }
  const hasSpan = curve.converged && to > from
  return {
    comparison: asked.compare ? compareModels(standards, MODEL_IDS, choice) : null,
    band: asked.bands ? (hasSpan ? confidenceBand(curve, over) : []) : null,
    profile: asked.profile
      ? {
          points: hasSpan && curve.covariance.length > 0 ? precisionProfile(curve, over) : [],
          limits: quantificationLimits(curve, { wells, cvMaxPercent: CV_MAX_PERCENT }),
        }
      : null,
    bootstraps:
      draws === null
        ? null
        : unknowns.map((unknown) => {
            const random = seededUniform(seed)
            return bootstrapInverse(standards, choice, { ...unknown, draws, random })
          }),
    choice: asked,
  }
}
