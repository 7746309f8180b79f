import type { ModelId } from '../assay.ts'
import type { CurveModel } from './curve-model.ts'
import { fourParameter } from './four-parameter.ts'

/** The curve models that can be fitted, by name. */
export const CURVE_MODELS: Readonly<Record<ModelId, CurveModel>> = { '4pl': fourParameter }

/** Their names, in the order in which they are offered. */
export const MODEL_IDS: readonly ModelId[] = Object.values(CURVE_MODELS).map(({ id }) => id)
