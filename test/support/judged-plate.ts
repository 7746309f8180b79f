import { analyse } from '../../src/core/analyse/analyse.ts'
import type { Assay } from '../../src/core/assay.ts'
import { NO_HISTORY } from '../../src/core/history.ts'
import type { Layout, LayoutWell } from '../../src/core/layout/layout.ts'
import type { PlateRead, WellValue } from '../../src/core/plate-read.ts'
import type { JudgedPlate, QualityRule } from '../../src/core/quality/rule.ts'
import { wellsOf, type Well } from '../../src/core/well.ts'
import { IL6, layoutOf, SMALL_LAYOUT, STANDARD_PLACES, type Place } from './il6-plate.ts'

/** What a test says of a plate; the rest is a good plate. */
export interface PlateChanges {
  /** ODs that differ from the good plate's, reference subtracted. */
  readonly od?: Readonly<Record<Well, WellValue>>
  /** ODs at the reference wavelength; 0.04 elsewhere. */
  readonly reference?: Readonly<Record<Well, WellValue>>
  readonly assay?: Assay
  readonly layout?: Layout
  /** What the plate is once it is analysed. */
  readonly judged?: Partial<JudgedPlate>
}

/** The OD over the reference that a concentration in the well has on this plate. */
export function odFromConcentration(concentration: number): number {
  return 3.2 + (0.06 - 3.2) / (1 + (concentration / 500) ** 1.2)
}

/** Standards, two specimens by three conditions in duplicate, and one control in H11 and H12. */
export const JUDGED_LAYOUT: Layout = layoutOf([
  ...SMALL_LAYOUT.wells.filter(({ role }) => role !== 'empty'),
  ...['H11', 'H12'].map(controlPlace),
])

export function controlPlace(well: Well, index = 0): Place {
  return { well, role: 'control', control: 'kit-control', replicate: index + 1 }
}

/** In the well: slot by slot, condition by condition. */
const CONCENTRATIONS: Readonly<Record<string, number>> = {
  unstimulated: 20,
  'salmonella-enterica': 300,
  'escherichia-coli': 90,
}

/** What a well of a good plate reads: replicates differ by some percent, as they do. */
export function goodOd({ well, role, level, condition, replicate }: LayoutWell): number {
  const inWell: Readonly<Record<string, number>> = {
    standard: IL6.standards[(level ?? 1) - 1] ?? 0,
    control: 100,
    sample: CONCENTRATIONS[condition ?? ''] ?? 50,
  }
  // Alternating from row to row, so that neither column is the better one.
  const ripple = (replicate + well.charCodeAt(0)) % 2 === 0 ? 0.98 : 1.02
  return odFromConcentration(inWell[role] ?? 0) * (role === 'empty' ? 0.8 : ripple)
}

/** A plate as quality rules see it: a good one, but for what is said. */
export function judgedPlate(changes: PlateChanges = {}): JudgedPlate {
  const { assay = IL6, layout = JUDGED_LAYOUT, judged = {} } = changes
  const read = readOf(layout, changes)
  let seen: JudgedPlate | undefined
  const look: QualityRule = {
    id: 'look',
    about: 'Keeps the plate for the test.',
    check: (plate) => {
      seen = plate
      return []
    },
  }
  analyse({ read, layout, assay, sheet: null, history: NO_HISTORY }, [look])
  if (seen === undefined) throw new TypeError('The analysis asked no rule.')
  return { ...seen, ...judged }
}

function readOf(layout: Layout, { od = {}, reference = {} }: PlateChanges): PlateRead {
  const places = new Map(layout.wells.map((place) => [place.well, place]))
  const referenceOf = (well: Well): WellValue => reference[well] ?? 0.04
  const measuredOf = (well: Well): WellValue => {
    const place = places.get(well)
    const value = od[well] ?? (place === undefined ? 0 : goodOd(place))
    const below = referenceOf(well)
    return typeof value === 'number' && typeof below === 'number' ? value + below : value
  }
  const block = (wavelengthNm: number, of: (well: Well) => WellValue): PlateRead['blocks'][0] => ({
    interval: 1,
    wavelengthNm,
    referenceNm: null,
    subtractedByInstrument: false,
    temperatureC: null,
    checksum: 'ok',
    wells: wellsOf(layout.format).map((well) => ({ well, value: of(well), text: '' })),
  })
  return {
    format: layout.format,
    barcode: null,
    extra: {},
    bytes: new Uint8Array(),
    blocks: [block(450, measuredOf), block(540, referenceOf)],
  }
}

/** A layout of standards in columns 1 and 2 and further places. */
export function layoutWith(places: readonly Place[]): Layout {
  return layoutOf([...STANDARD_PLACES, ...places])
}
