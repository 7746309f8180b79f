import type { ReadOrder } from '../../src/ports/desk.ts'

/** An order that leaves everything to the plate that is expected. */
export const ORDER: ReadOrder = {
  assay: null,
  wavelengthsNm: null,
  format: null,
  rows: null,
  columns: null,
  kinetic: null,
  temperature: false,
}
