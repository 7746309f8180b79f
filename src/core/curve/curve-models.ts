import type { ModelId } from '../assay.ts'
import type { CurveModel } from './curve-model.ts'
import { fallingFiveParameter, fiveParameter, risingFiveParameter } from './five-parameter.ts'
import { fourParameter } from './four-parameter.ts'
import { linear } from './linear.ts'
import { logLog } from './log-log.ts'
import { naturalSpline } from './natural-spline.ts'
import { pchip } from './pchip.ts'
import { pointToPoint, pointToPointLogLog, pointToPointSemiLog } from './point-to-point.ts'
import { quadratic } from './quadratic.ts'
import { threeParameter } from './three-parameter.ts'

/** The curve models that can be fitted, by name, in the order in which they are offered. */
export const CURVE_MODELS: Readonly<Record<ModelId, CurveModel>> = {
  '4pl': fourParameter,
  '5pl': fiveParameter,
  '5pl+': risingFiveParameter,
  '5pl-': fallingFiveParameter,
  '3pl': threeParameter,
  linear,
  quadratic,
  'log-log': logLog,
  'point-to-point': pointToPoint,
  'point-to-point-semi-log': pointToPointSemiLog,
  'point-to-point-log-log': pointToPointLogLog,
  'natural-spline': naturalSpline,
  pchip,
}

/** Their names. */
export const MODEL_IDS: readonly ModelId[] = Object.values(CURVE_MODELS).map(({ id }) => id)
