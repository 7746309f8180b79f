import type { HealthReport } from '../core/health/report.ts'
import { metricsText, type MetricFamily, type Sample } from '../core/metrics-text.ts'
import { CLASSES_S, type Histogram, type Tally } from './tally.ts'

/** What the metrics are made of. */
export interface MetricParts {
  readonly report: HealthReport
  readonly tally: Tally
  readonly rssBytes: number
  readonly codeVersion: string
}

const STATE_NUMBER = { ok: 0, degraded: 1, failed: 2 } as const

/** Everything that is counted or measured, in the text format of Prometheus. */
export function metricsOf(parts: MetricParts): string {
  return metricsText([...countersOf(parts.tally), ...gaugesOf(parts), ...timesOf(parts.tally)])
}

type Counted = 'plates' | 'analyses' | 'failures' | 'losses'

const COUNTED: readonly (readonly [Counted, string, string])[] = [
  ['plates', 'assayd_plates_total', 'Plates stored.'],
  ['analyses', 'assayd_analyses_total', 'Analyses stored whose files are written.'],
  ['failures', 'assayd_failures_total', 'Plates not computed, or files not written.'],
  ['losses', 'assayd_connections_lost_total', 'Connections to readers that were lost.'],
]

function countersOf({ readers }: Tally): readonly MetricFamily[] {
  const ofEach = (valueOf: (id: string) => number | undefined): readonly Sample[] =>
    [...readers.keys()].map((reader) => ({ labels: { reader }, value: valueOf(reader) ?? 0 }))
  return [
    ...COUNTED.map(([what, name, help]) =>
      counter(
        name,
        help,
        ofEach((id) => readers.get(id)?.[what]),
      ),
    ),
    counter(
      'assayd_bytes_received_total',
      'Bytes from readers.',
      ofEach((id) => readers.get(id)?.received),
    ),
    counter(
      'assayd_bytes_sent_total',
      'Bytes to readers.',
      ofEach((id) => readers.get(id)?.sent),
    ),
    counter(
      'assayd_faults_total',
      'Bytes or events that could not be used.',
      [...readers].flatMap(([reader, { faults }]) =>
        [...faults].map(([code, value]) => ({ labels: { reader, code }, value })),
      ),
    ),
  ]
}

function counter(name: string, help: string, samples: readonly Sample[]): MetricFamily {
  return { name, help, type: 'counter', samples }
}

function gauge(name: string, help: string, samples: readonly (Sample | null)[]): MetricFamily {
  return { name, help, type: 'gauge', samples: samples.filter((sample) => sample !== null) }
}

/** A sample, or none where nothing is known. */
function known(value: number | null | undefined, labels: Sample['labels'] = {}): Sample | null {
  return value === null || value === undefined ? null : { labels, value }
}

function gaugesOf({ report, rssBytes, codeVersion }: MetricParts): readonly MetricFamily[] {
  const { facts, state } = report
  const { readers, waiting, disks, database, synthetic, backup } = facts
  return [
    gauge('assayd_info', 'The version that runs.', [known(1, { version: codeVersion })]),
    gauge('assayd_health', '0 ok, 1 degraded, 2 failed.', [known(STATE_NUMBER[state])]),
    gauge(
      'assayd_reader_connected',
      '1 when the reader answered and is idle or reading.',
      readers.map(({ id, state: at }) =>
        known(at === 'idle' || at === 'reading' ? 1 : 0, { reader: id }),
      ),
    ),
    gauge(
      'assayd_last_byte_age_seconds',
      'Since the last byte of the reader.',
      readers.map(({ id, lastByteAgeS }) => known(lastByteAgeS, { reader: id })),
    ),
    gauge(
      'assayd_last_plate_age_seconds',
      'Since the last plate of the reader.',
      readers.map(({ id, lastPlateAgeS }) => known(lastPlateAgeS, { reader: id })),
    ),
    gauge('assayd_exports_waiting', 'Analyses whose files are not written.', [
      known(waiting?.exports),
    ]),
    gauge('assayd_plates_unassigned', 'Plates that nothing describes.', [
      known(waiting?.unassigned),
    ]),
    gauge('assayd_captures_unsettled', 'Captures that are not settled.', [
      known(waiting?.captures),
    ]),
    gauge('assayd_database_bytes', 'Size of the database.', [known(database.bytes)]),
    gauge('assayd_database_writable', '1 when a write just succeeded.', [
      known(database.state === 'writable' ? 1 : 0),
    ]),
    gauge(
      'assayd_disk_free_bytes',
      'Free space on the disk of a folder.',
      disks.map(({ what, freeBytes }) => known(freeBytes, { folder: what })),
    ),
    gauge('assayd_event_loop_lag_seconds', 'The longest hold-up since the last look.', [
      known(facts.loopLagMs === null ? null : facts.loopLagMs / 1000),
    ]),
    gauge('assayd_resident_memory_bytes', 'Resident memory.', [known(rssBytes)]),
    gauge('assayd_backup_age_seconds', 'Since the last good backup.', [
      known(backup?.lastGoodAgeS),
    ]),
    gauge('assayd_synthetic_passed', '1 when the last synthetic plate was right.', [
      known(synthetic && (synthetic.passed ? 1 : 0)),
    ]),
    gauge('assayd_synthetic_age_seconds', 'Since the last synthetic plate.', [
      known(synthetic?.ageS),
    ]),
  ]
}

function timesOf({ stored, analysed }: Tally): readonly MetricFamily[] {
  return [
    times('assayd_stored_seconds', 'From the last byte of a plate until it was stored.', stored),
    times('assayd_analysed_seconds', 'From the last byte until its files were written.', analysed),
  ]
}

function times(name: string, help: string, { counts, count, sumS }: Histogram): MetricFamily {
  const buckets = CLASSES_S.map((end, index) => ({
    suffix: '_bucket',
    labels: { le: String(end) },
    value: counts[index] ?? 0,
  }))
  const all = { suffix: '_bucket', labels: { le: '+Inf' }, value: count }
  const ends = [all, { suffix: '_sum', value: sumS }, { suffix: '_count', value: count }]
  return { name, help, type: 'histogram', samples: [...buckets, ...ends] }
}
