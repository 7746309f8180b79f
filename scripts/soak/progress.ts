import { quantile, type Sample } from './process-facts.ts'

/** A plate whose files are written, and how long after its last byte. */
export interface Exported {
  readonly reader: string
  readonly atMs: number
  readonly latencyMs: number
}

const HEADER = [
  '   min',
  ' plates',
  'RSS MiB (median, worst)',
  'descriptors',
  'WAL MiB',
  'database MiB',
  'last byte -> files p50, p99, worst ms',
]

export function progressHeader(): string {
  return HEADER.join('  ')
}

/** What happened since the line before; latencies are of the readers whose plates say their end. */
export function progressLine(
  samples: readonly Sample[],
  exported: readonly Exported[],
  plates: number,
): string {
  const last = samples.at(-1)
  const rss = samples.map((one) => one.rssMb)
  const worst = (of: (one: Sample) => number): number => Math.max(...samples.map(of))
  const ms = exported.map(({ latencyMs }) => latencyMs)
  const cells = [
    ((last?.atMs ?? 0) / 60_000).toFixed(1),
    String(plates),
    `${quantile(rss, 0.5).toFixed(0)}, ${quantile(rss, 1).toFixed(0)}`,
    `${worst((one) => one.descriptors)}`,
    worst((one) => one.walMb).toFixed(1),
    (last?.databaseMb ?? 0).toFixed(0),
    [0.5, 0.99, 1].map((share) => quantile(ms, share).toFixed(0)).join(', '),
  ]
  return cells.map((cell, at) => cell.padStart(HEADER[at]?.length ?? 0)).join('  ')
}
