import type { SimulatedPlate, WellValue } from '../../../src/driver-kit.ts'
import { wellsOf } from '../../../src/driver-kit.ts'

/** A plate whose wells all have one OD at each wavelength. */
export function flatPlate(od: number, wavelengthsNm: readonly number[] = [450]): SimulatedPlate {
  const wells = new Map(wellsOf(96).map((well): [string, WellValue] => [well, od]))
  return { format: 96, barcode: null, od: new Map(wavelengthsNm.map((each) => [each, wells])) }
}
