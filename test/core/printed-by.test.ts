import { describe, expect, it } from 'vitest'

import { analyse } from '../../src/core/analyse/analyse.ts'
import type { Analysis } from '../../src/core/analysis.ts'
import type { Assay } from '../../src/core/assay.ts'
import type { Layout, LayoutWell } from '../../src/core/layout/layout.ts'
import type { PlateRead, WellValue } from '../../src/core/plate-read.ts'
import { printedBy, printedWell, programOf } from '../../src/core/printed-by.ts'
import { PROFILES } from '../../src/core/profiles.ts'
import type { Concentration } from '../../src/core/result.ts'
import type { PlateFormat } from '../../src/core/well.ts'
import { IL6 } from '../support/il6-plate.ts'
import { hasReference, referenceRows, WITHOUT_REFERENCE, type Row } from './curve/reference.ts'

const NONE = { value: null, se: null, ciLow: null, ciHigh: null, reason: '' }
const ABOVE: Concentration = { ...NONE, state: 'above_curve', lower: 105, upper: null }
const BEYOND: Concentration = { ...ABOVE, state: 'above_uloq', value: 120 }
const BELOW: Concentration = { ...NONE, state: 'below_lloq', value: 20, lower: 0, upper: 22.5 }
const KNOWN: Concentration = { ...NONE, state: 'ok', value: 42, lower: 42, upper: 42 }
const MASKED: Concentration = { ...NONE, state: 'masked', lower: null, upper: null }
const OVERFLOW: Concentration = { ...NONE, state: 'saturated', lower: 100, upper: null }

describe('What the program of a profile prints', () => {
  it.each([
    ['gen5', ABOVE, '>105.000'],
    ['gen5', BEYOND, '>105.000'],
    ['gen5', BELOW, '<22.500'],
    ['gen5', KNOWN, '42.000'],
    ['gen5', MASKED, '?????'],
    ['gen5', OVERFLOW, ''],
    ['softmax', ABOVE, 'Range?'],
    ['softmax', BEYOND, '120.000'],
    ['softmax', BELOW, '20.000'],
    ['softmax', MASKED, 'Masked'],
    ['softmax', OVERFLOW, ''],
    ['default', ABOVE, 'above_curve'],
    ['kit-insert', KNOWN, '42.000'],
  ] as const)('%s: %#', (profile, concentration, text) => {
    expect(printedBy(profile, concentration)).toBe(text)
  })

  it('is known of two programs only', () => {
    const profiles = ['softmax', 'gen5', 'default', 'kit-insert', null] as const
    expect(profiles.map(programOf)).toEqual(['SoftMax Pro', 'Gen5', null, null, null])
  })
})

/** A well of an export: where, what in it, its OD, and what the program printed. */
interface Exported {
  readonly well: string
  /** Null for a well that is no standard. */
  readonly nominal: number | null
  readonly dilution?: number
  /** Wells of one sample; each well is its own where nothing is said. */
  readonly slot?: number
  readonly od: WellValue
  readonly printed: string
}

function read(format: PlateFormat, wells: readonly Pick<Exported, 'well' | 'od'>[]): PlateRead {
  const block = {
    interval: 1,
    wavelengthNm: 450,
    referenceNm: null,
    subtractedByInstrument: false as const,
    temperatureC: null,
    checksum: 'ok' as const,
    wells: wells.map(({ well, od }) => ({ well, value: od, text: '' })),
  }
  return { format, barcode: null, extra: {}, bytes: new Uint8Array(), blocks: [block] }
}

/** The plate of an export analysed by the profile, with a blank well of OD 0 that Gen5 needs. */
function analysed(
  profile: 'softmax' | 'gen5',
  wells: readonly Exported[],
  format: PlateFormat = 96,
): Analysis {
  const nominals = wells.flatMap(({ nominal }) => nominal ?? [])
  const standards = [...new Set(nominals)].toSorted((a, b) => b - a)
  const assay: Assay = { ...IL6, ...PROFILES[profile], profile, referenceNm: null, standards }
  const placed = wells.map(({ well, nominal, dilution = 1, slot }, index): LayoutWell => {
    const common = { well, control: null, dilution, replicate: 1 }
    if (nominal === null) {
      const specimen = { slot: slot ?? index + 1, condition: 'unstimulated' }
      return { ...common, role: 'sample', level: null, ...specimen }
    }
    const level = standards.indexOf(nominal) + 1
    return { ...common, role: 'standard', level, slot: null, condition: null }
  })
  const blank: LayoutWell = {
    well: 'P24',
    role: 'blank',
    level: null,
    control: null,
    slot: null,
    condition: null,
    dilution: 1,
    replicate: 1,
  }
  const layout: Layout = {
    id: 'export',
    name: 'export',
    format,
    assay: assay.id,
    baselineKind: 'unstimulated',
    wells: [...placed, blank],
  }
  const ods = [...wells, { well: 'P24', od: 0 }]
  return analyse({ read: read(format, ods), layout, assay, sheet: null }, [])
}

/** Each well's text as printed and as made here; the printed one as a number where it is one. */
function texts(wells: readonly Exported[], analysis: Analysis) {
  const found = new Map(analysis.wells.map((well) => [well.well, printedWell(well, analysis)]))
  const same = (text: string) => (Number.isNaN(Number(text)) ? text : Number(text))
  const compared = wells.filter(({ printed }) => printed !== '')
  return {
    printed: compared.map(({ well, printed }) => `${well} ${same(printed)}`),
    made: compared.map(({ well }) => `${well} ${same(found.get(well) ?? 'none')}`),
  }
}

function softmaxWell(row: Row, slot?: number): Exported {
  return {
    well: row['well'] ?? '',
    nominal: row['role'] === 'standard' ? Number(row['std_conc']) : null,
    dilution: Number(row['dilution'] || 1),
    od: row['masked'] === '1' ? 'masked' : Number(row['corrected']),
    printed: row['reported_conc'] ?? '',
    ...(slot === undefined ? {} : { slot }),
  }
}

function sampleOf({ group, sample, dilution }: Row): string {
  return [group, sample, dilution].join('/')
}

function missing({ well }: Row): never {
  throw new RangeError(`Expected a sample with the well '${well}'.`)
}

describe.skipIf(!hasReference)(`A real export is printed again${WITHOUT_REFERENCE}`, () => {
  it.each(['ELISAtools_Assay_2_p1', 'ELISAtools_Assay_3_and_4_p1', 'SMP_HCP_4PL'])(
    'well for well: %s by SoftMax Pro',
    (plate) => {
      const wells = referenceRows(`plates/${plate}.csv`)
        .filter((row) => row['role'] !== '')
        .map((row) => softmaxWell(row))
      const { printed, made } = texts(wells, analysed('softmax', wells))
      expect(printed.length).toBeGreaterThan(55)
      expect(made).toEqual(printed)
    },
  )

  it.each(['ELISAtools_Assay_2_p1', 'ELISAtools_Assay_3_and_4_p1', 'SMP_HCP_4PL'])(
    'sample for sample, as read and corrected for dilution: %s by SoftMax Pro',
    (plate) => {
      const rows = referenceRows(`plates/${plate}.csv`).filter((row) => row['role'] !== '')
      const samples = [...new Set(rows.map(sampleOf))]
      const wells = rows.map((row) => softmaxWell(row, samples.indexOf(sampleOf(row)) + 1))
      const found = analysed('softmax', wells).samples
      const printed = rows.filter((row) => row['role'] !== 'standard' && row['sample_mean_conc'])
      expect(printed.length).toBeGreaterThan(15)
      for (const row of printed) {
        const slot = samples.indexOf(sampleOf(row)) + 1
        const { concentration, dilution } = found.find((one) => one.slot === slot) ?? missing(row)
        const value = concentration.value ?? NaN
        expect((value / dilution).toFixed(3)).toBe(Number(row['sample_mean_conc']).toFixed(3))
        if (!row['sample_adj_conc']) continue
        expect(value.toFixed(3)).toBe(Number(row['sample_adj_conc']).toFixed(3))
      }
    },
  )

  it('well for well: an AlphaLISA plate by Gen5, with its range texts', () => {
    const nominals = new Map(
      referenceRows('curves/curves.csv')
        .filter(({ dataset }) => dataset === 'Gen5_alphalisa_4PL')
        .map((row) => [row['well'] ?? '', Number(row['x'])]),
    )
    const wells = referenceRows('curves/unknowns.csv')
      .filter(({ dataset }) => dataset === 'Gen5_alphalisa_4PL')
      .map((row): Exported => ({
        well: row['well'] ?? '',
        nominal: nominals.get(row['well'] ?? '') ?? null,
        od: Number(row['y']),
        printed: row['reported'] || (row['reported_flag'] ?? ''),
      }))
    const { printed, made } = texts(wells, analysed('gen5', wells, 384))
    expect(made).toEqual(printed)
    expect(made).toHaveLength(48)
    expect(made).toContain('E1 >105.000')
    expect(made).toContain('E24 <0.000')
  })
})
