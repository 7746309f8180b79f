import type { SampleResult } from '../../core/analysis.ts'
import { tableOf } from '../table.ts'
import {
  boundColumns,
  concentrationColumns,
  flagColumns,
  originColumns,
  plateColumns,
  provenanceColumns,
} from './shared-columns.ts'

/** Every specimen or control in each condition and dilution: its wells taken together. */
export const samplesTable = tableOf<SampleResult>({
  suffix: 'samples',
  items: ({ stored }) => stored.analysis.samples,
  columns: () => [
    ...plateColumns(),
    { name: 'role', cell: ({ item }) => item.role },
    { name: 'specimen', cell: ({ item }) => item.specimen },
    { name: 'condition', cell: ({ item }) => item.condition },
    { name: 'dilution', cell: ({ item }) => item.dilution },
    { name: 'n', cell: ({ item }) => item.n },
    { name: 'mean_od', cell: ({ item }) => item.meanOd },
    { name: 'sd_od', cell: ({ item }) => item.sdOd },
    { name: 'cv_od_percent', cell: ({ item }) => item.cvOdPercent },
    ...concentrationColumns(),
    ...flagColumns<SampleResult>(({ item }) => item.wells),
    ...originColumns(),
    { name: 'wells', cell: ({ item }) => item.wells.join(' ') },
    ...boundColumns(),
    { name: 'of_mean_od', cell: ({ item }) => item.ofMeanOd },
    { name: 'mean_of_wells', cell: ({ item }) => item.meanOfWells },
    { name: 'sd_of_wells', cell: ({ item }) => item.sdOfWells },
    { name: 'cv_of_wells_percent', cell: ({ item }) => item.cvOfWellsPercent },
    ...provenanceColumns(),
  ],
})
