import type { WellResult } from '../../core/analysis.ts'
import { printedWell } from '../../core/printed-by.ts'
import type { ExportInput } from '../../ports/exporter.ts'
import { tableOf } from '../table.ts'
import type { Column, Line } from '../table.ts'
import {
  boundColumns,
  concentrationColumns,
  flagColumns,
  originColumns,
  plateColumns,
  provenanceColumns,
} from './shared-columns.ts'

/** One column a wavelength, as read; ascending, whichever wells have it. */
function wavelengthColumns({ stored }: ExportInput): readonly Column<Line<WellResult>>[] {
  const all = new Set(stored.analysis.wells.flatMap(({ odByNm }) => Object.keys(odByNm)))
  return [...all]
    .toSorted((left, right) => Number(left) - Number(right))
    .map((nm) => ({ name: `od_${nm}`, cell: ({ item }) => item.odByNm[nm] ?? null }))
}

/** Whose way of computing it is, and what that program prints. */
const PRINTED: readonly Column<Line<WellResult>>[] = [
  { name: 'profile', cell: ({ input }) => input.stored.analysis.profile ?? '' },
  { name: 'as_printed', cell: ({ input, item }) => printedWell(item, input.stored.analysis) },
]

/** Every well of the plate, in the order of the plate. */
export const wellsTable = tableOf<WellResult>({
  suffix: 'wells',
  items: ({ stored }) => stored.analysis.wells,
  columns: (input) => [
    ...plateColumns(),
    { name: 'well', cell: ({ item }) => item.well },
    { name: 'role', cell: ({ item }) => item.role },
    { name: 'specimen', cell: ({ item }) => item.specimen },
    { name: 'condition', cell: ({ item }) => item.condition },
    { name: 'dilution', cell: ({ item }) => item.dilution },
    { name: 'od', cell: ({ item }) => item.od },
    ...concentrationColumns(),
    ...flagColumns<WellResult>(({ item }) => [item.well]),
    { name: 'level', cell: ({ item }) => item.level },
    ...originColumns(),
    { name: 'replicate', cell: ({ item }) => item.replicate },
    { name: 'concentration_in_well', cell: ({ item }) => item.concentrationInWell },
    ...boundColumns(),
    ...PRINTED,
    ...wavelengthColumns(input),
    ...provenanceColumns(),
  ],
})
