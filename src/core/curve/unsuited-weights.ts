import type { CurveChoice } from '../assay.ts'

/**
 * Why weights by the OD have no meaning for a model, or undefined when they have. The residuals of
 * a log-log line are those of ln OD, which have the same variance everywhere when the CV of the ODs
 * is constant; weights by the OD would count that twice.
 */
export function unsuitedWeights({
  model,
  weights,
}: Pick<CurveChoice, 'model' | 'weights'>): string | undefined {
  if (model !== 'log-log' || weights === 'none') return undefined
  return 'a log-log line fits ln OD, in which a constant CV is a constant variance already'
}
