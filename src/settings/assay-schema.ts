import type { z } from 'zod'

import type { Assay, CurveChoice } from '../core/assay.ts'
import { MODEL_IDS } from '../core/curve/curve-models.ts'
import { WEIGHT_IDS } from '../core/curve/weights.ts'
import { PROFILES, type Profile } from '../core/profiles.ts'
import type { QualityRule } from '../core/quality/rule.ts'
import { closed, id, list, number, oneOf, text, wholeNumber } from '../fields.ts'
import { qualityFromFile, qualitySchema } from './quality-schema.ts'

const NM = { min: 200, max: 1000 }
const PERCENT = { min: 0, max: 100 }
/** A recovery can be set as wide as a lab dares. */
const RECOVERY = { min: 0, max: 1000 }

const limits = closed('the acceptance limits', {
  sample_cv_max_percent: number('the highest CV of sample replicates, in percent', RECOVERY),
  standard_cv_max_percent: number('the highest CV of standard replicates, in percent', RECOVERY),
  od_difference_always_fine: number('an OD difference that never raises a CV flag, 0 to 1', {
    min: 0,
    max: 1,
  }),
  recovery_min_percent: number('the lowest recovery of a standard, in percent', PERCENT),
  recovery_max_percent: number('the highest recovery of a standard, 100 percent or more', {
    ...RECOVERY,
    min: 100,
  }),
  edge_recovery_min_percent: number(
    'the lowest recovery of the lowest and highest standard, in percent',
    PERCENT,
  ),
  edge_recovery_max_percent: number(
    'the highest recovery of the lowest and highest standard, 100 percent or more',
    { ...RECOVERY, min: 100 },
  ),
  standard_levels_min: wholeNumber('the fewest standard levels that make a curve, from 2', {
    min: 2,
    max: 384,
  }),
  standards_passing_min_percent: number(
    'the share of standards that must pass, in percent',
    PERCENT,
  ),
  kit_lloq: number("the kit's lower limit of quantification in its unit, or null", {
    min: 0,
    max: Number.MAX_VALUE,
  })
    .nullable()
    .default(null),
})

const curve = closed('the choice of the curve', {
  model: oneOf(MODEL_IDS, 'a curve model'),
  weights: oneOf(WEIGHT_IDS, 'weights'),
  points: oneOf(['wells', 'means'], 'points of the fit'),
  lower_asymptote: number('the OD at which the model 3pl holds its lower asymptote', {
    min: -10,
    max: 10,
  }).optional(),
})

const report = closed('how results are reported', {
  point_estimate: oneOf(
    ['mean-od', 'mean-of-wells'],
    'how a sample is made of its wells',
  ).optional(),
  dilutions: oneOf(
    ['least-diluted', 'weighted-mean'],
    'what is reported of several dilutions',
  ).optional(),
  responder_confidence_percent: number('the one-sided confidence of a responder, 50 to 99.99', {
    min: 50,
    max: 99.99,
  }).optional(),
  parallelism_cv_max_percent: number(
    'the highest CV of dilutions, in percent',
    RECOVERY,
  ).optional(),
})

const fields = {
  id: id('the id of the assay, which is the name of its file'),
  name: text('the name of the kit'),
  analyte: text('an analyte such as IL-6'),
  unit: text('the unit of the standards, such as pg/mL'),
  wavelength_nm: wholeNumber('a wavelength in nm from 200 to 1000, such as 450', NM),
  reference_nm: wholeNumber('the reference wavelength in nm from 200 to 1000, or null', NM)
    .nullable()
    .default(null),
  standards: list(
    number('a concentration in the unit of the assay, 0 or more', {
      min: 0,
      max: Number.MAX_VALUE,
    }),
    'the concentrations of the standards, level 1 first',
  ),
  direction: oneOf(
    ['rising', 'falling'],
    'whether ODs rise with the concentration (sandwich) or fall (competitive)',
  ).default('rising'),
  profile: oneOf(
    ['default', 'softmax', 'gen5', 'kit-insert'],
    'whose way of computing holds where the file says nothing',
  ).default('default'),
  blank: oneOf(
    ['ignore', 'subtract-mean', 'subtract-zero-standard'],
    'what is taken off every OD',
  ).optional(),
  curve: curve.optional(),
  range: oneOf(
    ['back-fit', 'standards', 'standards-5-percent'],
    'which concentrations a plate quantifies',
  ).optional(),
  report: report.optional(),
  limits,
}

/**
 * `config/assays/*.yaml`. Of the quality rules that are known, it says what can be set; null takes
 * whatever the file says of rules.
 */
export function assaySchema(rules: readonly QualityRule[] | null) {
  return closed('an assay', { ...fields, quality: qualitySchema(rules).default({}) })
}

export type AssayFile = z.output<ReturnType<typeof assaySchema>>

/** The assay that a sound file stands for. */
export function assayFromFile(file: AssayFile): Assay {
  const { id: assayId, name, analyte, unit, standards, limits: given } = file
  return {
    id: assayId,
    name,
    analyte,
    unit,
    wavelengthNm: file.wavelength_nm,
    referenceNm: file.reference_nm,
    standards,
    direction: file.direction,
    profile: file.profile,
    ...profiledBy(file),
    limits: {
      sampleCvMaxPercent: given.sample_cv_max_percent,
      standardCvMaxPercent: given.standard_cv_max_percent,
      odDifferenceAlwaysFine: given.od_difference_always_fine,
      recoveryMinPercent: given.recovery_min_percent,
      recoveryMaxPercent: given.recovery_max_percent,
      edgeRecoveryMinPercent: given.edge_recovery_min_percent,
      edgeRecoveryMaxPercent: given.edge_recovery_max_percent,
      standardLevelsMin: given.standard_levels_min,
      standardsPassingMinPercent: given.standards_passing_min_percent,
      kitLloq: given.kit_lloq,
    },
    quality: qualityFromFile(file.quality),
  }
}

function curveChoiceFrom(chosen: z.output<typeof curve>): CurveChoice {
  const { lower_asymptote: lowerAsymptote, ...choice } = chosen
  return lowerAsymptote === undefined ? choice : { ...choice, lowerAsymptote }
}

/** What the file says, and what its profile says where the file says nothing. */
function profiledBy({ profile, blank, curve: chosen, range, report: told }: AssayFile): Profile {
  const preset = PROFILES[profile]
  return {
    blank: blank ?? preset.blank,
    curve: chosen === undefined ? preset.curve : curveChoiceFrom(chosen),
    range: range ?? preset.range,
    report: {
      pointEstimate: told?.point_estimate ?? preset.report.pointEstimate,
      dilutions: told?.dilutions ?? preset.report.dilutions,
      responderConfidencePercent:
        told?.responder_confidence_percent ?? preset.report.responderConfidencePercent,
      parallelismCvMaxPercent:
        told?.parallelism_cv_max_percent ?? preset.report.parallelismCvMaxPercent,
    },
  }
}
