import type { FuzzReport } from './watch.ts'

/** What came of the fuzzing of one driver, all its readers together. */
export interface FuzzRow extends Omit<FuzzReport, 'failures' | 'heapPeakBytes'> {
  readonly id: string
  /** Readers of the family, each in each way it can be started. */
  readonly subjects: number
  readonly ms: number
  readonly failures: number
  readonly heapPeakBytes: number
}

type Summed = Pick<
  FuzzReport,
  | 'bytes'
  | 'conversations'
  | 'reads'
  | 'readsWithoutChecksum'
  | 'readsAltered'
  | 'readsMoved'
  | 'goodPlates'
  | 'replies'
>

export interface RowParts {
  readonly id: string
  readonly subjects: number
  readonly reports: readonly FuzzReport[]
  readonly ms: number
}

export function rowOf({ id, subjects, reports, ms }: RowParts): FuzzRow {
  const sum = (name: keyof Summed): number => reports.reduce((all, one) => all + one[name], 0)
  const most = (name: 'heapPeakBytes' | 'heapGrownBytes'): number =>
    Math.max(...reports.map((one) => one[name]))
  const faults: Record<string, number> = {}
  for (const [code, count] of reports.flatMap((one) => Object.entries(one.faults))) {
    faults[code] = (faults[code] ?? 0) + count
  }
  return {
    id,
    subjects,
    ms,
    bytes: sum('bytes'),
    conversations: sum('conversations'),
    reads: sum('reads'),
    readsWithoutChecksum: sum('readsWithoutChecksum'),
    readsAltered: sum('readsAltered'),
    readsMoved: sum('readsMoved'),
    goodPlates: sum('goodPlates'),
    replies: sum('replies'),
    faults,
    heapPeakBytes: most('heapPeakBytes'),
    heapGrownBytes: most('heapGrownBytes'),
    failures: reports.reduce((all, { failures }) => all + failures.length, 0),
  }
}

/** The rows as lines for a terminal, the faults of each below it. */
export function fuzzTable(rows: readonly FuzzRow[]): string {
  return rows.map(linesOf).join('\n')
}

function linesOf(row: FuzzRow): string {
  const whole = (value: number): string => value.toLocaleString('en-US')
  const mebi = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MiB`
  const faults = Object.entries(row.faults)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([code, count]) => `${code} ${whole(count)}`)
  const rate = row.conversations / (row.ms / 1000)
  return [
    `${row.failures === 0 ? 'ok    ' : 'FAILED'}  ${row.id} (${row.subjects} readers)`,
    `  ${whole(row.conversations)} conversations, ${whole(row.bytes)} bytes,` +
      ` ${(row.ms / 1000).toFixed(1)} s, ${whole(Math.round(rate))} a second`,
    `  reads accepted ${whole(row.reads)}: without checksum ${whole(row.readsWithoutChecksum)},` +
      ` altered though every checksum is right ${whole(row.readsAltered)}`,
    `  values moved by several mishaps where nothing can tell: ${whole(row.readsMoved)}`,
    `  good plates read behind them ${whole(row.goodPlates)}, replies ${whole(row.replies)}`,
    `  faults: ${faults.join(', ')}`,
    `  heap: peak ${mebi(row.heapPeakBytes)}, grown by ${mebi(row.heapGrownBytes)}`,
  ].join('\n')
}
