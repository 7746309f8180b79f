import { existsSync, readFileSync } from 'node:fs'

import type { Assay } from '../../src/core/assay.ts'
import type { Layout, LayoutWell } from '../../src/core/layout/layout.ts'
import type { Well } from '../../src/core/well.ts'
import type { SimulatedPlate } from '../../src/ports/simulator.ts'

/** Real plates with SoftMax Pro's answers; a clone without them skips the tests that need them. */
const REFERENCE_PLATES = new URL('../../../shared/reference/plates/', import.meta.url)

export const hasReferencePlates = existsSync(REFERENCE_PLATES)

/** One well of a real plate, as the original analyst had it. */
export interface ReferenceWell {
  readonly well: Well
  /** OD as exported, by wavelength in nm; the reduced file has one. */
  readonly od: ReadonlyMap<number, number>
  readonly isStandard: boolean
  readonly nominal: number
  readonly isMasked: boolean
  /** What SoftMax Pro printed, or null where it printed none. */
  readonly printed: number | null
}

/** A whole plate with the wavelengths it was read at. */
export interface ReferencePlate {
  readonly name: string
  readonly wavelengthsNm: readonly number[]
  readonly wells: readonly ReferenceWell[]
}

export function referencePlate(name: string): ReferencePlate {
  const text = readFileSync(new URL(`${name}.csv`, REFERENCE_PLATES), 'utf8')
  const [header = '', ...lines] = text.trim().split(/\r?\n/)
  const names = header.split(',')
  const rows = lines.map((line) => {
    const cells = line.split(',')
    return new Map(names.map((column, index) => [column, cells[index] ?? '']))
  })
  const isReduced = names.includes('reduced_450_650')
  const columns = isReduced
    ? [[450, 'reduced_450_650'] as const]
    : [[450, 'raw_450'] as const, [620, 'raw_620'] as const]
  return {
    name,
    wavelengthsNm: columns.map(([nm]) => nm),
    wells: rows.map((row) => wellOf(row, columns)),
  }
}

function wellOf(
  row: ReadonlyMap<string, string>,
  columns: readonly (readonly [number, string])[],
): ReferenceWell {
  const printed = Number(row.get('reported_conc') || 'none')
  return {
    well: row.get('well') ?? '',
    od: new Map(columns.map(([nm, column]) => [nm, Number(row.get(column))])),
    isStandard: row.get('role') === 'standard',
    nominal: Number(row.get('std_conc') || 'none'),
    isMasked: row.get('masked') === '1',
    printed: Number.isNaN(printed) ? null : printed,
  }
}

/** The nearest thousandth, as the reader sends it; a wire has no negative zero. */
export function thousandths(od: number): number {
  return (Math.sign(od) * Math.round(Math.abs(od) * 1000 + 1e-9)) / 1000 + 0
}

export function simulatedPlate({ wells, wavelengthsNm }: ReferencePlate): SimulatedPlate {
  const at = (nm: number): ReadonlyMap<Well, number> =>
    new Map(wells.map(({ well, od }) => [well, od.get(nm) ?? Number.NaN]))
  return { format: 96, barcode: null, od: new Map(wavelengthsNm.map((nm) => [nm, at(nm)])) }
}

/** SoftMax Pro's way: replicate means, no weights, reference subtracted, every standard kept. */
export function softmaxAssay({ wells, wavelengthsNm }: ReferencePlate): Assay {
  const nominal = wells.filter(({ isStandard }) => isStandard).map((well) => well.nominal)
  return {
    id: 'softmax-like',
    name: 'SoftMax-compatible',
    analyte: 'IL-6',
    unit: 'pg/mL',
    wavelengthNm: 450,
    referenceNm: wavelengthsNm[1] ?? null,
    standards: [...new Set(nominal)].toSorted((a, b) => b - a),
    blank: 'ignore',
    curve: { model: '4pl', weights: 'none', points: 'means' },
    range: 'back-fit',
    report: {
      pointEstimate: 'mean-od',
      dilutions: 'least-diluted',
      responderConfidencePercent: 95,
      parallelismCvMaxPercent: 30,
    },
    limits: {
      sampleCvMaxPercent: 100,
      standardCvMaxPercent: 100,
      odDifferenceAlwaysFine: 0,
      recoveryMinPercent: 0,
      recoveryMaxPercent: 1000,
      edgeRecoveryMinPercent: 0,
      edgeRecoveryMaxPercent: 1000,
      standardLevelsMin: 1,
      standardsPassingMinPercent: 0,
      kitLloq: null,
    },
  }
}

/**
 * Standards where they are, masked ones left out as the analyst did, every other well a specimen of
 * its own.
 */
export function referenceLayout(plate: ReferencePlate, assay: Assay): Layout {
  const wells = plate.wells.map((one, index): LayoutWell => {
    const common = { well: one.well, control: null, dilution: 1, replicate: 1 }
    if (one.isStandard && !one.isMasked) {
      const level = assay.standards.indexOf(one.nominal) + 1
      return { ...common, role: 'standard', level, slot: null, condition: null }
    }
    if (one.isStandard)
      return { ...common, role: 'empty', level: null, slot: null, condition: null }
    return { ...common, role: 'sample', level: null, slot: index + 1, condition: 'unstimulated' }
  })
  return {
    id: 'reference',
    name: plate.name,
    format: 96,
    assay: assay.id,
    baselineKind: 'unstimulated',
    wells,
  }
}
