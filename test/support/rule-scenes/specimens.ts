import type { Assay } from '../../../src/core/assay.ts'
import { endsOf, NO_HISTORY, shapeOf, type PlateHistory } from '../../../src/core/history.ts'
import { sourcesOf, transformed } from '../../../src/core/detective/transform.ts'
import type { JudgedPlate } from '../../../src/core/quality/rule.ts'
import { wellsOf } from '../../../src/core/well.ts'
import {
  goodOd,
  JUDGED_LAYOUT,
  judgedPlate,
  layoutWith,
  odFromConcentration,
} from '../judged-plate.ts'
import type { RuleScene, RuleScenes } from './scene.ts'

/** One specimen undiluted in A3 and A4 and at 1:10 in B3 and B4, by what is in the wells. */
function diluted(assay: Assay, undiluted: number, tenth: number): JudgedPlate {
  const places = [1, 10].flatMap((dilution, row) =>
    ['3', '4'].map((column, i) => ({
      well: `${'AB'.charAt(row)}${column}`,
      role: 'sample' as const,
      slot: 1,
      condition: 'unstimulated',
      dilution,
      replicate: i + 1,
    })),
  )
  const [high = 0, low = 0] = [undiluted, tenth].map(odFromConcentration)
  const od = { A3: high, A4: high, B3: low, B4: low }
  return judgedPlate({ assay, layout: layoutWith(places), od })
}

function fallen(assay: Assay): JudgedPlate {
  const good = judgedPlate({ assay })
  const delta = { value: -25, se: 10, lower: -25, upper: -25 }
  return { ...good, responses: good.responses.slice(0, 1).map((one) => ({ ...one, delta })) }
}

function turned(assay: Assay): JudgedPlate {
  const ods = transformed(JUDGED_LAYOUT.wells.map(goodOd), sourcesOf('turned-180', 96), 0)
  const od = Object.fromEntries(wellsOf(96).map((well, at) => [well, ods[at] ?? 0]))
  return judgedPlate({ assay, od })
}

/** Twelve deviations of earlier plates, the fifth of a plate that went wrong. */
const EARLIER = [1, -1, 0.5, -0.8, 20, 0.9, -1.1, 0.7, -0.4, 1.2, -0.9, 0.6]

/** All that control limits rest on: with each of these, others come out. */
const SHARED = { platesMin: 50, platesProvisional: 6, platesFinal: 12, wildSdsMax: 100 }

function withHistory(assay: Assay, named: (plate: JudgedPlate) => Partial<PlateHistory>) {
  const good = judgedPlate({ assay })
  return { ...good, history: { ...NO_HISTORY, ...named(good) } }
}

/** Earlier plates with a landmark a tenth lower than today's, give or take one percent. */
function lower(today: number | null): readonly number[] {
  return EARLIER.map((deviation) => (today ?? NaN) * (0.9 + 0.01 * deviation))
}

function landmark(named: (plate: JudgedPlate) => Partial<PlateHistory>): readonly RuleScene[] {
  return [{ plate: (assay) => withHistory(assay, named), changes: { sdsMax: 10, ...SHARED } }]
}

/** Controls with these deviations on newer plates and today, after the earlier ones. */
function controls(
  assay: Assay,
  runs: Readonly<Record<string, readonly number[]>>,
  before = EARLIER,
): JudgedPlate {
  const good = judgedPlate({ assay })
  const control = good.samples.find(({ role }) => role === 'control')
  if (control === undefined) throw new RangeError('Expected a control.')
  const log10 = (deviation: number): number => 2 + 0.05 * deviation
  const samples = Object.entries(runs).map(([specimen, deviations]) => ({
    ...control,
    specimen,
    concentration: { ...control.concentration, value: 10 ** log10(deviations.at(-1) ?? 0) },
  }))
  const earlier = Object.entries(runs).map(
    ([name, deviations]) => [name, [...before, ...deviations.slice(0, -1)].map(log10)] as const,
  )
  return { ...good, samples, history: { ...NO_HISTORY, controls: new Map(earlier) } }
}

function westgard(
  runs: Readonly<Record<string, readonly number[]>>,
  changes: Readonly<Record<string, number>>,
): readonly RuleScene[] {
  return [{ plate: (assay) => controls(assay, runs), changes: { ...changes, ...SHARED } }]
}

const ABOVE = odFromConcentration(1500)

/** Scenes of the rules on specimens, controls and earlier plates. */
export const SPECIMEN_SCENES: RuleScenes = {
  'above-range': [{ plate: (assay) => judgedPlate({ assay, od: { B3: ABOVE, B4: ABOVE } }) }],
  'baseline-above-stimulated': [{ plate: fallen, changes: { confidencePercent: 99.9 } }],
  'control-not-measured': [
    { plate: (assay) => judgedPlate({ assay, od: { H11: 3, H12: 3 } }) },
    { plate: (assay) => judgedPlate({ assay, od: { H11: 0.01, H12: 0.01 } }) },
  ],
  'hook-suspected': [
    { plate: (assay) => diluted(assay, 100, 150), changes: { percentOfOdMax: 1000 } },
    { plate: (assay) => diluted(assay, 100, 150), limits: { odDifferenceAlwaysFine: 1 } },
  ],
  'looks-turned': [{ plate: turned, changes: { natsDoubt: 1000, natsClear: 1000 } }],
  'midpoint-history': landmark((plate) => ({ midpoints: lower(shapeOf(plate).midpoint) })),
  parallelism: [
    {
      plate: (assay) => diluted(assay, 100, 20),
      report: { parallelismCvMaxPercent: 300 },
    },
  ],
  'slope-history': landmark((plate) => ({ slopes: lower(shapeOf(plate).slope) })),
  'top-od-history': landmark((plate) => ({ topOds: lower(endsOf(plate).topOd) })),
  'westgard-1-2s': westgard({ a: [3.3] }, { sdsMax: 10 }),
  'westgard-1-3s': westgard({ a: [8] }, { sdsMax: 10 }),
  'westgard-10-x': [
    {
      plate: (assay) => controls(assay, { a: Array(10).fill(1) }, EARLIER.slice(0, 7)),
      changes: { runs: 12, ...SHARED },
    },
  ],
  'westgard-2-2s': westgard({ a: [4, 4] }, { sdsMax: 10 }),
  'westgard-4-1s': westgard({ a: [2, 2, 2, 2] }, { sdsMax: 10, runs: 6 }),
  'westgard-r-4s': westgard({ a: [4], b: [-4] }, { sdsMax: 10 }),
  'zero-od-history': landmark((plate) => {
    const today = endsOf(plate).zeroOd ?? NaN
    return { zeroOds: EARLIER.map((deviation) => today + 0.05 + 0.005 * deviation) }
  }),
}
