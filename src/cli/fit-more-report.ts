import type { Comparison } from '../core/curve/compare-models.ts'
import { modelLabel } from '../core/curve/read-curve.ts'
import { CV_MAX_PERCENT, type More } from './fit-more.ts'
import type { FittedUnknown } from './fit-result.ts'
import { concise, percent, significant } from './number-format.ts'
import { textTable } from './text-table.ts'

/** What was asked for besides the curve, in the order of the options, as lines. */
export function reportOfMore(more: More, unknowns: readonly FittedUnknown[]): readonly string[] {
  return [
    ...bootstrapLines(more, unknowns),
    ...comparisonLines(more),
    ...bandLines(more),
    ...profileLines(more),
  ]
}

function bootstrapLines(
  { bootstraps, choice }: More,
  unknowns: readonly FittedUnknown[],
): readonly string[] {
  if (bootstraps === null) return []
  const rows = bootstraps.map((found, at) => [
    concise(unknowns[at]?.od ?? null),
    significant(unknowns[at]?.concentration ?? null),
    significant(found?.median ?? null),
    significant(found?.interval.low ?? null),
    significant(found?.interval.high ?? null),
    found === null ? '–' : String(found.failed),
  ])
  const header = ['OD', 'concentration', 'median', '95 % from', 'to', 'without a curve']
  const what = `Bootstrap of the residuals, ${choice.bootstrap} draws, seed ${choice.seed}:`
  return ['', what, ...textTable(header, rows)]
}

function comparisonLines({ comparison }: More): readonly string[] {
  if (comparison === null) return []
  const best = Math.min(...comparison.map(({ aicc }) => aicc ?? Infinity))
  const rows = comparison.map((one) => [
    modelLabel(one),
    significant(one.aicc, 5),
    one.aicc === null ? '–' : (one.aicc - best).toFixed(2),
    significant(one.pOverFourParameter, 3),
    ...recoveriesOf(one),
    one.converged ? '' : one.reason,
  ])
  const header = ['model', 'AICc', 'above best', 'F test p', 'recovery % from', 'to', 'reason']
  const weights = comparison[0]?.criterionWeights ?? ''
  return [
    '',
    `Models on these standards; AICc and the F test against the 4PL under weights ${weights}:`,
    ...textTable(header, rows),
    'An offer: a plate is fitted with what its assay file says.',
  ]
}

/** The lowest and the highest recovery of the standards above zero. */
function recoveriesOf({ backFits }: Comparison): readonly [string, string] {
  const known = backFits.flatMap(({ recoveryPercent }) => recoveryPercent ?? [])
  if (known.length === 0) return [percent(null), percent(null)]
  return [percent(Math.min(...known)), percent(Math.max(...known))]
}

const NO_ERRORS = 'There is no curve with errors of its own.'

function bandLines({ band, choice: { wells } }: More): readonly string[] {
  if (band === null) return []
  const what = `95 % limits of the curve, and of the mean OD of ${wells} wells:`
  if (band.length === 0) return ['', what, NO_ERRORS]
  const header = ['concentration', 'OD', 'curve from', 'to', 'wells from', 'to']
  const rows = band.map((one) =>
    [one.concentration, one.od, one.low, one.high, one.predictionLow, one.predictionHigh].map(
      (value) => significant(value),
    ),
  )
  return ['', what, ...textTable(header, rows)]
}

function profileLines({ profile, choice: { wells } }: More): readonly string[] {
  if (profile === null) return []
  const what = `Precision of a concentration from ${wells} wells:`
  if (profile.points.length === 0) return ['', what, NO_ERRORS]
  const rows = profile.points.map(({ concentration, od, cvPercent }) => [
    significant(concentration),
    significant(od),
    percent(Number.isFinite(cvPercent) ? cvPercent : null),
  ])
  const { limits } = profile
  const where =
    limits === null
      ? `The CV is nowhere at most ${CV_MAX_PERCENT} %.`
      : `The CV is at most ${CV_MAX_PERCENT} % from ${significant(limits.lloq)} to ` +
        `${significant(limits.uloq)}; outside the standards nothing proves the curve.`
  return ['', what, ...textTable(['concentration', 'OD', 'CV %'], rows), where]
}
