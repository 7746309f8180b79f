import type { SampleResult } from '../analysis.ts'
import { isOd } from '../plate-read.ts'
import { nameOf } from '../sample-name.ts'
import { odSpread } from './evidence/replicates.ts'
import type { JudgedPlate, QualityRule } from './rule.ts'

/**
 * Replicates that disagree. Two wells cannot be tested for an outlier, so the CV of their ODs is
 * held against the assay's limit; near the blank, where a CV explodes, a small difference in OD is
 * always fine.
 */
export const rule: QualityRule = {
  id: 'replicate-cv',
  about: 'The wells of one specimen and condition differ more than the assay allows.',
  check: (plate) =>
    plate.samples
      .filter((sample) => disagrees(sample, plate))
      .map((sample) => finding(sample, plate)),
}

function disagrees(sample: SampleResult, plate: JudgedPlate): boolean {
  const { sampleCvMaxPercent, odDifferenceAlwaysFine } = plate.assay.limits
  const isWide = (sample.cvOdPercent ?? 0) > sampleCvMaxPercent
  return isWide && spreadOf(sample, plate) > odDifferenceAlwaysFine
}

function spreadOf(sample: SampleResult, { wells }: JudgedPlate): number {
  const ods = wells.flatMap(({ well, od }) => (sample.wells.includes(well) && isOd(od) ? [od] : []))
  return odSpread(ods)
}

function finding(
  sample: SampleResult,
  { assay }: JudgedPlate,
): ReturnType<QualityRule['check']>[number] {
  const limit = assay.limits.sampleCvMaxPercent
  const cv = sample.cvOdPercent ?? 0
  return {
    severity: 'warn',
    message: `${nameOf(sample)}: CV of the ODs ${cv.toFixed(1)} %, limit ${limit} %.`,
    hint:
      'Look for a bubble, a drop or a missed pipetting; mask a well only with a reason, ' +
      'or rerun the specimen.',
    value: sample.cvOdPercent,
    limit,
    wells: sample.wells,
  }
}
