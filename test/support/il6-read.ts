import type { PlateRead, WellValue } from '../../src/core/plate-read.ts'
import { wellsOf } from '../../src/core/well.ts'
import { IL6, STANDARD_PLACES } from './il6-plate.ts'

/** OD over the reference for a concentration in the well, on a curve known to the test. */
export function odOf(concentration: number): number {
  return 3.4 + (0.05 - 3.4) / (1 + (concentration / 900) ** 1.1)
}

export function readOf(od: ReadonlyMap<string, WellValue>): PlateRead {
  const block = (
    wavelengthNm: number,
    value: (well: string) => WellValue,
  ): PlateRead['blocks'][0] => ({
    interval: 1,
    wavelengthNm,
    referenceNm: null,
    subtractedByInstrument: false,
    temperatureC: null,
    checksum: 'ok',
    wells: wellsOf(96).map((well) => ({ well, value: value(well), text: '' })),
  })
  return {
    format: 96,
    barcode: null,
    extra: {},
    bytes: new Uint8Array(),
    blocks: [block(450, (well) => raise(od.get(well) ?? 0.05)), block(540, () => 0.04)],
  }
}

function raise(value: WellValue): WellValue {
  return typeof value === 'number' ? value + 0.04 : value
}

/** A deterministic ripple, so that the curve has a residual error. */
export const STANDARD_ODS = STANDARD_PLACES.map(
  ({ well, level }, index) =>
    [
      well,
      odOf(IL6.standards[(level ?? 1) - 1] ?? 0) * (1 + (index % 2 === 0 ? 0.02 : -0.02)),
    ] as const,
)
