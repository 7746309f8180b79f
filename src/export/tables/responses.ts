import type { Response } from '../../core/analysis.ts'
import { wellsBehind } from '../../core/study/evidence.ts'
import { tableOf } from '../table.ts'
import {
  flagColumns,
  plateColumns,
  provenanceColumns,
  uncertaintyColumns,
  unitColumn,
} from './shared-columns.ts'

/** Every specimen's response to every challenge organism. */
export const responsesTable = tableOf<Response>({
  suffix: 'responses',
  items: ({ stored }) => stored.analysis.responses,
  columns: () => [
    { name: 'specimen', cell: ({ item }) => item.specimen },
    { name: 'mother', cell: ({ item }) => item.mother },
    { name: 'visit', cell: ({ item }) => item.visit },
    { name: 'organism', cell: ({ item }) => item.organism },
    { name: 'baseline_kind', cell: ({ item }) => item.baselineKind },
    { name: 'baseline', cell: ({ item }) => item.baseline.value },
    { name: 'challenge', cell: ({ item }) => item.challenge.value },
    { name: 'delta', cell: ({ item }) => item.delta.value },
    { name: 'fold', cell: ({ item }) => item.fold.value },
    { name: 'log2_fold', cell: ({ item }) => item.log2Fold.value },
    { name: 'state', cell: ({ item }) => item.state },
    unitColumn(),
    ...flagColumns<Response>(({ input, item }) => wellsBehind(input.stored.analysis, item)),
    { name: 'date', cell: ({ item }) => item.date },
    { name: 'slot', cell: ({ item }) => item.slot },
    { name: 'baseline_state', cell: ({ item }) => item.baseline.state },
    ...uncertaintyColumns<Response>('baseline', ({ baseline }) => baseline),
    { name: 'baseline_dilution', cell: ({ item }) => item.baselineDilution },
    { name: 'challenge_state', cell: ({ item }) => item.challenge.state },
    ...uncertaintyColumns<Response>('challenge', ({ challenge }) => challenge),
    { name: 'challenge_dilution', cell: ({ item }) => item.challengeDilution },
    ...uncertaintyColumns<Response>('delta', ({ delta }) => delta),
    ...uncertaintyColumns<Response>('fold', ({ fold }) => fold),
    ...uncertaintyColumns<Response>('log2_fold', ({ log2Fold }) => log2Fold),
    { name: 'responder', cell: ({ item }) => item.responder },
    { name: 'replicated', cell: ({ item }) => (item.isReplicated ? 'yes' : 'no') },
    { name: 'reason', cell: ({ item }) => item.reason },
    ...plateColumns(),
    ...provenanceColumns(),
  ],
})
