import { simulator } from '../../drivers/biotek-elx/simulator.ts'
import { wellsOf, type Well } from '../../src/core/well.ts'
import type { SimulatedPlate, Simulator } from '../../src/ports/simulator.ts'

const REFERENCE_OD = 0.04

/**
 * Plate n says its number in the thousandths of A11 and A12; the other wells hold a curve that can
 * be fitted.
 */
export function plateNumber(number: number): SimulatedPlate {
  const measured = (well: Well, index: number): number => {
    if (well === 'A11') return (Math.floor(number / 1000) % 1000) / 1000
    return well === 'A12' ? (number % 1000) / 1000 : odOfRow(Math.floor(index / 12))
  }
  const at = (od: (well: Well, index: number) => number): ReadonlyMap<Well, number> =>
    new Map(wellsOf(96).map((well, index) => [well, od(well, index)]))
  const od = new Map([
    [450, at(measured)],
    [540, at(() => REFERENCE_OD)],
  ])
  return { format: 96, barcode: null, od }
}

/** Rows A to G fall as a two-fold dilution series does; row H is the zero standard. */
function odOfRow(row: number): number {
  const concentration = row === 7 ? 0 : 600 / 2 ** row
  return REFERENCE_OD + 3.4 + (0.05 - 3.4) / (1 + (concentration / 900) ** 1.1)
}

/**
 * The ELx simulator with a numbered plate in its carrier for every read; `counter.served` is how
 * many there were.
 */
export function numberedSimulator(counter: { served: number }): Simulator {
  return {
    ...simulator,
    create: (options) =>
      simulator.create({ ...options, nextPlate: () => plateNumber((counter.served += 1)) }),
  }
}
