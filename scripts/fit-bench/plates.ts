import { couldBeInstead } from '../../src/core/detective/hypothesis.ts'
import type { PlateInputs } from '../../src/core/analyse/map-wells.ts'
import type { Layout } from '../../src/core/layout/layout.ts'
import type { PlateRead, WellValue } from '../../src/core/plate-read.ts'
import type { Well } from '../../src/core/well.ts'
import type { Settings } from '../../src/ports/settings.ts'
import { settingsFrom } from '../../src/settings/settings-source.ts'
import { randomFrom } from '../demo/random.ts'
import { simulatedOds } from '../detective/simulated-plate.ts'

/** Plates to analyse, all of one layout. */
export interface PlateSet {
  readonly layout: Layout
  /** Wells with a specimen or a control. */
  readonly unknowns: number
  readonly plates: readonly PlateInputs[]
}

/** What a well reads at the reference wavelength: plastic. */
const REFERENCE_OD = 0.04

const CONFIG = new URL('../../config/assayd.yaml', import.meta.url).pathname

/** Simulated plates of a shipped layout, each of another day at the bench, as they really lie. */
export function plateSet(layoutId: string, count: number, seed: number): PlateSet {
  const settings = settingsFrom(CONFIG, ['biotek-elx']).load()
  const layout = settings.layouts.get(layoutId)?.value
  if (layout === undefined) throw new RangeError(`Expected a shipped layout, got '${layoutId}'.`)
  const random = randomFrom(seed)
  const assay = assayOf(layout, settings)
  const truth = { layout, transformation: 'as-declared' as const, standards: assay.standards }
  const otherLayouts = othersOf(layout, settings)
  const plates = Array.from({ length: count }, () => {
    const read = readFrom(simulatedOds(truth, random), layout, assay)
    return { read, layout, assay, sheet: null, otherLayouts }
  })
  const isUnknown = ({ role }: Layout['wells'][number]): boolean =>
    role === 'sample' || role === 'control'
  return { layout, unknowns: layout.wells.filter(isUnknown).length, plates }
}

function assayOf({ assay }: Layout, { assays }: Settings): PlateInputs['assay'] {
  const found = assays.get(assay)?.value
  if (found === undefined) throw new RangeError(`Expected an assay '${assay}'.`)
  return found
}

function othersOf(layout: Layout, settings: Settings): readonly Layout[] {
  const declared = { layout, assay: assayOf(layout, settings) }
  return [...settings.layouts.values()]
    .map(({ value }) => value)
    .filter(({ wells }) => wells.some(({ role }) => role === 'sample'))
    .filter((other) => couldBeInstead({ layout: other, assay: assayOf(other, settings) }, declared))
}

/** A read as a reader gives it: the ODs with the plastic's on top, and a block of the plastic. */
function readFrom(
  ods: ReadonlyMap<Well, WellValue>,
  { format }: Layout,
  { wavelengthNm, referenceNm }: PlateInputs['assay'],
): PlateRead {
  const blockOf = (nm: number, valueOf: (od: WellValue) => WellValue): PlateRead['blocks'][0] => ({
    interval: 1,
    wavelengthNm: nm,
    referenceNm: null,
    subtractedByInstrument: false,
    temperatureC: null,
    checksum: 'ok',
    wells: [...ods].map(([well, od]) => ({ well, value: valueOf(od), text: String(valueOf(od)) })),
  })
  const measured = blockOf(wavelengthNm, (od) => (typeof od === 'number' ? od + REFERENCE_OD : od))
  const reference = referenceNm === null ? [] : [blockOf(referenceNm, () => REFERENCE_OD)]
  return {
    format,
    blocks: [measured, ...reference],
    barcode: null,
    extra: {},
    bytes: new Uint8Array(),
  }
}
