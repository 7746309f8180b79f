import type { Assay } from '../../src/core/assay.ts'
import type { Layout, LayoutWell } from '../../src/core/layout/layout.ts'
import { wellsOf } from '../../src/core/well.ts'

/** An assay and a layout as a lab has them, without files. */
export const IL6: Assay = {
  id: 'il6',
  name: 'IL-6',
  analyte: 'IL-6',
  unit: 'pg/mL',
  wavelengthNm: 450,
  referenceNm: 540,
  standards: [600, 300, 150, 75, 37.5, 18.75, 9.375, 0],
  blank: 'ignore',
  curve: { model: '4pl', weights: 'irls', points: 'wells' },
  range: 'back-fit',
  report: {
    pointEstimate: 'mean-od',
    dilutions: 'least-diluted',
    responderConfidencePercent: 95,
    parallelismCvMaxPercent: 30,
  },
  limits: {
    sampleCvMaxPercent: 20,
    standardCvMaxPercent: 25,
    odDifferenceAlwaysFine: 0.03,
    recoveryMinPercent: 80,
    recoveryMaxPercent: 120,
    edgeRecoveryMinPercent: 75,
    edgeRecoveryMaxPercent: 125,
    standardLevelsMin: 6,
    standardsPassingMinPercent: 75,
    kitLloq: null,
  },
}

/** What a test says of a well; the rest is as in an empty well. */
export type Place = Partial<LayoutWell> & Pick<LayoutWell, 'well'>

export function layoutOf(places: readonly Place[]): Layout {
  const byWell = new Map(places.map((place) => [place.well, place]))
  return {
    id: 'test',
    name: 'test',
    format: 96,
    assay: IL6.id,
    baselineKind: 'unstimulated',
    wells: wellsOf(96).map((well) => ({
      well,
      role: 'empty',
      level: null,
      control: null,
      slot: null,
      condition: null,
      dilution: 1,
      replicate: 1,
      ...byWell.get(well),
    })),
  }
}

/** Standards in columns 1 and 2, level 1 in row A. */
export const STANDARD_PLACES: readonly Place[] = IL6.standards.flatMap((_, index) =>
  [1, 2].map((column) => ({
    well: `${String.fromCharCode(65 + index)}${column}`,
    role: 'standard' as const,
    level: index + 1,
    replicate: column,
  })),
)

const CONDITIONS = ['unstimulated', 'salmonella-enterica', 'escherichia-coli']

/** The standards, and two specimens with three conditions in duplicate in columns 3 to 6. */
export const SMALL_LAYOUT: Layout = layoutOf([
  ...STANDARD_PLACES,
  ...[1, 2].flatMap((slot) =>
    CONDITIONS.flatMap((condition, row) =>
      [1, 2].map((replicate) => ({
        well: `${String.fromCharCode(65 + row)}${slot * 2 + replicate}`,
        role: 'sample' as const,
        slot,
        condition,
        replicate,
      })),
    ),
  ),
])
