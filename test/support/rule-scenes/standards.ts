import type { Assay } from '../../../src/core/assay.ts'
import type { JudgedPlate } from '../../../src/core/quality/rule.ts'
import { judgedPlate, layoutWith } from '../judged-plate.ts'
import type { RuleScenes } from './scene.ts'

const RISING = [0.05, 0.1, 0.2, 0.4, 0.8, 1.3, 1.9, 2.5]

/** Mean ODs in order of concentration, the zero standard first. */
function withMeans(assay: Assay, means: readonly number[]): JudgedPlate {
  const good = judgedPlate({ assay })
  const rising = good.standards.toSorted((a, b) => a.nominal - b.nominal)
  const standards = rising.map((standard, i) => ({ ...standard, meanOd: means[i] ?? null }))
  return { ...good, standards }
}

function withFailing(assay: Assay, failing: readonly number[]): JudgedPlate {
  const good = judgedPlate({ assay })
  const standards = good.standards.map((one) =>
    failing.includes(one.nominal) ? { ...one, passes: false, recoveryPercent: 60 } : one,
  )
  return { ...good, standards }
}

function withParameters(assay: Assay, c: number, seD: number): JudgedPlate {
  const good = judgedPlate({ assay })
  if (good.curve === null) throw new RangeError('Expected a curve.')
  const parameters = {
    ...good.curve.parameters,
    A: { value: 0, se: 0 },
    C: { value: c, se: 1 },
    D: { value: 3, se: seD },
  }
  return { ...good, curve: { ...good.curve, parameters } }
}

function withCurve(assay: Assay, change: object): JudgedPlate {
  const good = judgedPlate({ assay })
  return { ...good, curve: good.curve && { ...good.curve, ...change } }
}

const BLANKS = layoutWith(['G11', 'H11'].map((well) => ({ well, role: 'blank' as const })))

/** Scenes of the rules on standards and their curve. */
export const STANDARD_SCENES: RuleScenes = {
  'asymptote-unidentified': [
    { plate: (assay) => withParameters(assay, 4000, 0.1), changes: { topsMax: 10 } },
    { plate: (assay) => withParameters(assay, 300, 4), changes: { shareOfRiseMax: 2 } },
  ],
  'blank-above-standard': [
    {
      plate: (assay) => judgedPlate({ assay, layout: BLANKS, od: { G11: 0.2, H11: 0.22 } }),
      changes: { percentOfLowestMax: 1000 },
    },
  ],
  'curve-not-converged': [
    { plate: (assay) => withCurve(assay, { converged: false, reason: 'After 7 steps.' }) },
  ],
  'standard-cv': [
    {
      plate: (assay) => judgedPlate({ assay, od: { C1: 0.9, C2: 0.5 } }),
      limits: { standardCvMaxPercent: 200 },
    },
    {
      plate: (assay) => judgedPlate({ assay, od: { C1: 0.9, C2: 0.5 } }),
      limits: { odDifferenceAlwaysFine: 1 },
    },
  ],
  'standard-recovery': [
    {
      plate: (assay) => withFailing(assay, [150, 75]),
      limits: { standardLevelsMin: 3, standardsPassingMinPercent: 20 },
    },
    {
      plate: (assay) => judgedPlate({ assay, od: { C1: 0.4, C2: 0.4 } }),
      limits: { recoveryMinPercent: 1, recoveryMaxPercent: 900 },
    },
  ],
  'standards-hook': [
    {
      plate: (assay) => withMeans(assay, RISING.with(7, 1.2)),
      limits: { odDifferenceAlwaysFine: 1 },
    },
  ],
  'standards-monotone': [
    {
      plate: (assay) => withMeans(assay, RISING.toReversed()),
      changes: { agreeingPercentMin: 0 },
    },
    {
      plate: (assay) => withMeans(assay, RISING.with(4, 0.3)),
      limits: { odDifferenceAlwaysFine: 0.5 },
    },
  ],
  'weak-curve': [
    { plate: (assay) => withCurve(assay, { condition: 1e6 }), changes: { conditionMax: 1e7 } },
  ],
}
