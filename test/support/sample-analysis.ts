import { createHash } from 'node:crypto'

import type {
  Analysis,
  Curve,
  Flag,
  SampleResult,
  StandardResult,
  Subject,
  WellResult,
} from '../../src/core/analysis.ts'
import { isOd } from '../../src/core/plate-read.ts'
import type { WellValue } from '../../src/core/plate-read.ts'
import type { Concentration } from '../../src/core/result.ts'
import { SAMPLE_CURVE, SAMPLE_STANDARDS, samplePlateWells } from './sample-plate.ts'
import type { SampleWell } from './sample-plate.ts'
import { sampleResponses, sampleSpecimens } from './sample-responses.ts'

const RANGE = { lloq: 9.375, uloq: 600 } as const

/** The curve as a fit would report it: the stated parameters with plausible uncertainties. */
export function sampleCurve(): Curve {
  const { A, B, C, D } = SAMPLE_CURVE
  return {
    model: '4pl',
    weights: 'irls',
    points: 'wells',
    converged: true,
    reason: '',
    parameters: {
      A: { value: A, se: 0.0011 },
      B: { value: B, se: 0.021_3 },
      C: { value: C, se: 14.2 },
      D: { value: D, se: 0.098 },
    },
    covariance: [
      [1.21e-6, 3.1e-6, -1.4e-4, -2.2e-6],
      [3.1e-6, 4.5369e-4, -0.262, -1.71e-3],
      [-1.4e-4, -0.262, 201.64, 1.31],
      [-2.2e-6, -1.71e-3, 1.31, 9.604e-3],
    ],
    wrss: 0.004_812_3,
    rss: 0.007_66,
    sigma: Math.sqrt(0.004_812_3 / 12),
    df: 12,
    r2: 0.999_12,
    condition: 812.5,
    odFloor: 0.026,
  }
}

const NOTHING = { value: null, se: null, ciLow: null, ciHigh: null, lower: null, upper: null }

function markedConcentration(mark: Exclude<WellValue, number>, dilution: number): Concentration {
  if (mark === 'overflow') {
    const reason = 'The OD is above what the reader can measure.'
    return { ...NOTHING, state: 'saturated', lower: RANGE.uloq * dilution, reason }
  }
  const state = mark === 'masked' ? 'masked' : 'unread'
  return { ...NOTHING, state, reason: `The well is ${state}.` }
}

interface Worth {
  readonly state: Concentration['state']
  readonly lower: number | null
  readonly upper: number | null
  readonly reason: string
}

function worthOf(inWell: number, dilution: number): Worth {
  const value = inWell * dilution
  const reason = `${inWell.toFixed(2)} in the well is outside 9.375 to 600.`
  const [least, most] = [RANGE.lloq * dilution, RANGE.uloq * dilution]
  if (inWell < RANGE.lloq) return { state: 'below_lloq', lower: 0, upper: least, reason }
  if (inWell > RANGE.uloq) return { state: 'above_uloq', lower: most, upper: null, reason }
  return { state: 'ok', lower: value, upper: value, reason: '' }
}

/** The OD inverted by the sample curve, with a standard error of 4 % and a log-Wald interval. */
function concentrationOf(od: WellValue, dilution: number): Concentration {
  if (!isOd(od)) return markedConcentration(od, dilution)
  const { A, B, C, D } = SAMPLE_CURVE
  if (od <= A) {
    const reason = `OD ${od} is not above the lower asymptote ${A}.`
    return { ...NOTHING, state: 'below_curve', lower: 0, upper: RANGE.lloq * dilution, reason }
  }
  const inWell = C * ((A - D) / (od - D) - 1) ** (1 / B)
  const value = inWell * dilution
  const spread = Math.exp(2.1788 * 0.04)
  return {
    ...worthOf(inWell, dilution),
    value,
    se: value * 0.04,
    ciLow: value / spread,
    ciHigh: value * spread,
  }
}

function subjectOf(from: SampleWell): Subject {
  const { role, slot, specimen, condition, dilution } = from
  const known = slot !== null
  return {
    role,
    slot,
    specimen,
    mother: known ? `M${String(100 + slot)}` : '',
    visit: known ? (slot % 3 === 0 ? 'illness' : 'initial') : '',
    date: known ? `2026-11-${String(slot + 1).padStart(2, '0')}` : '',
    condition,
    dilution,
  }
}

function subtracted({ od450, od540 }: SampleWell): WellValue {
  if (!isOd(od450)) return od450
  return isOd(od540) ? od450 - od540 : od540
}

function wellResultOf(from: SampleWell): WellResult {
  const od = subtracted(from)
  const concentration = concentrationOf(od, from.dilution)
  return {
    ...subjectOf(from),
    well: from.well,
    level: from.level,
    replicate: from.replicate,
    od,
    odByNm: { 450: from.od450, 540: from.od540 },
    concentration,
    concentrationInWell: concentration.value === null ? null : concentration.value / from.dilution,
  }
}

/** Mean, SD (n − 1) and CV in percent; null where too few numbers give none. */
function spreadOf(values: readonly number[]) {
  const n = values.length
  if (n === 0) return { n, mean: null, sd: null, cv: null }
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  if (n === 1) return { n, mean, sd: null, cv: null }
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1))
  return { n, mean, sd, cv: (100 * sd) / mean }
}

function samplesOf(wells: readonly WellResult[]): readonly SampleResult[] {
  const groups = new Map<string, WellResult[]>()
  for (const well of wells) {
    if (well.role !== 'sample' && well.role !== 'control') continue
    const key = `${well.role} ${well.specimen} ${well.condition}`
    groups.set(key, [...(groups.get(key) ?? []), well])
  }
  return [...groups.values()].map(sampleOf)
}

function sampleOf(group: readonly WellResult[]): SampleResult {
  const [first] = group
  if (first === undefined) throw new RangeError('A sample has at least one well.')
  const { role, slot, specimen, mother, visit, date, condition, dilution } = first
  const ods = spreadOf(group.map(({ od }) => od).filter(isOd))
  const values = group.flatMap(({ concentration: { value } }) => (value === null ? [] : [value]))
  const whole = spreadOf(values.length === group.length ? values : [])
  return {
    role,
    slot,
    specimen,
    mother,
    visit,
    date,
    condition,
    dilution,
    wells: group.map(({ well }) => well),
    n: ods.n,
    meanOd: ods.mean,
    sdOd: ods.sd,
    cvOdPercent: ods.cv,
    concentration: ods.mean === null ? first.concentration : concentrationOf(ods.mean, dilution),
    ofMeanOd: ods.mean === null ? null : concentrationOf(ods.mean, dilution).value,
    meanOfWells: whole.mean,
    sdOfWells: whole.sd,
    cvOfWellsPercent: whole.cv,
  }
}

function standardsOf(wells: readonly WellResult[]): readonly StandardResult[] {
  return SAMPLE_STANDARDS.map((nominal, index) => {
    const group = wells.filter(({ level }) => level === index + 1)
    const { mean, sd, cv } = spreadOf(group.map(({ od }) => od).filter(isOd))
    const backFit = mean === null ? null : concentrationOf(mean, 1).value
    const recovery = nominal === 0 || backFit === null ? null : (100 * backFit) / nominal
    return {
      level: index + 1,
      nominal,
      wells: group.map(({ well }) => well),
      meanOd: mean,
      sdOd: sd,
      cvOdPercent: cv,
      backFit,
      recoveryPercent: recovery,
      passes: recovery !== null && recovery >= 80 && recovery <= 120,
    }
  })
}

const FLAGS: readonly Flag[] = [
  {
    rule: 'replicate-cv',
    severity: 'warn',
    message: 'KI-015 with salmonella-enterica: the wells differ by a CV of 21.3 %, above 20 %.',
    hint: 'Look at both wells for a bubble or a pipetting slip; mask one with a reason or repeat.',
    value: 21.3,
    limit: 20,
    wells: ['A4', 'B4'],
  },
  {
    rule: 'saturated-wells',
    severity: 'warn',
    message: 'Two wells are above what the reader can measure.',
    hint: 'Run the specimen again at a higher dilution.',
    value: 2,
    limit: null,
    wells: ['E8', 'F8'],
  },
  {
    rule: 'standards-passing',
    severity: 'block',
    message: 'Too few standards are within their recovery limits.',
    hint: 'Repeat the plate with fresh standards.',
    value: 62.5,
    limit: 75,
    wells: [],
  },
]

/**
 * A whole analysis of the sample plate; with `blocked` it carries a blocking flag about the whole
 * plate too.
 */
export function sampleAnalysis(options: { seed?: number; blocked?: boolean } = {}): Analysis {
  const wells = samplePlateWells(options.seed).map(wellResultOf)
  const samples = samplesOf(wells)
  return {
    unit: 'pg/mL',
    analyte: 'IL-6',
    profile: 'default',
    curve: sampleCurve(),
    range: RANGE,
    standards: standardsOf(wells),
    wells,
    samples,
    specimens: sampleSpecimens(samples),
    responses: sampleResponses(samples),
    flags: options.blocked ? FLAGS : FLAGS.slice(0, 2),
  }
}

/** SHA-256 in hex. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
