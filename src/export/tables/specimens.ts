import type { SpecimenResult } from '../../core/analysis.ts'
import type { Well } from '../../core/well.ts'
import type { ExportInput } from '../../ports/exporter.ts'
import { tableOf } from '../table.ts'
import {
  boundColumns,
  concentrationColumns,
  flagColumns,
  originColumns,
  plateColumns,
  provenanceColumns,
} from './shared-columns.ts'

/** Every well of the specimen in this condition, at any dilution. */
function wellsOf({ stored }: ExportInput, { slot, condition }: SpecimenResult): readonly Well[] {
  return stored.analysis.samples
    .filter((sample) => sample.slot === slot && sample.condition === condition)
    .flatMap(({ wells }) => wells)
}

/** What is reported of every specimen in each condition, over all its dilutions. */
export const specimensTable = tableOf<SpecimenResult>({
  suffix: 'specimens',
  items: ({ stored }) => stored.analysis.specimens,
  columns: () => [
    ...plateColumns(),
    { name: 'specimen', cell: ({ item }) => item.specimen },
    { name: 'condition', cell: ({ item }) => item.condition },
    ...concentrationColumns(),
    { name: 'rule', cell: ({ item }) => item.rule },
    { name: 'dilutions', cell: ({ item }) => item.dilutions.join(' ') },
    { name: 'dilutions_used', cell: ({ item }) => item.dilutionsUsed.join(' ') },
    { name: 'n', cell: ({ item }) => item.n },
    { name: 'parallelism_cv_percent', cell: ({ item }) => item.parallelism.cvPercent },
    { name: 'parallelism_ratio', cell: ({ item }) => item.parallelism.ratio },
    { name: 'hook_suspected', cell: ({ item }) => (item.isHookSuspected ? 'yes' : 'no') },
    { name: 'rerun_at', cell: ({ item }) => item.rerunAt },
    ...flagColumns<SpecimenResult>(({ input, item }) => wellsOf(input, item)),
    ...originColumns(),
    ...boundColumns(),
    ...provenanceColumns(),
  ],
})
