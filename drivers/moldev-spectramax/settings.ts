import { closed, oneOf } from '../../src/driver-kit.ts'

import { CALIBRATIONS, MODELS, type SpectraMaxSettings } from './run-plan.ts'

const LINE_ENDS = ['cr', 'lf'] as const

/** As PyLabRobot, unless it is told otherwise. */
export const USUAL: SpectraMaxSettings = { model: 'm5', lineEnd: 'cr', calibrate: 'once' }

/** The shape of `settings` in the reader's configuration. */
export const schema = closed('what a SpectraMax has to be told', {
  model: oneOf(MODELS, 'the model of the reader').default(USUAL.model),
  line_end: oneOf(LINE_ENDS, 'what ends a command').default(USUAL.lineEnd),
  calibrate: oneOf(CALIBRATIONS, 'when the reader calibrates').default(USUAL.calibrate),
}).prefault({})
