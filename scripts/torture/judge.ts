import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

import type { BackupAccount } from './backups.ts'
import type { TortureBench } from './bench.ts'
import { capturedPlates } from './captured.ts'
import { assayd } from './daemon-process.ts'
import { count, looking, storedReads, workLeft, WORKS } from './database.ts'

/** Counts that are summed over all rounds. */
export const COUNTS = [
  'plates measured by the readers',
  'plates whose last byte was captured',
  'reads stored',
  'captured, not stored',
  'stored, all wells captured but not its last byte',
  'stored twice',
  'analyses',
  'sets of files',
  'backups finished',
  'backups killed',
  'backups of the daemon itself',
] as const

export type CountName = (typeof COUNTS)[number]

export interface Judged {
  readonly counts: Readonly<Record<CountName, number>>
  readonly claims: readonly (readonly [claim: string, holds: boolean, why: string])[]
}

export interface JudgeParts {
  readonly bench: TortureBench
  readonly lastCode: number | null
  /** What daemons said that ended before they were killed. */
  readonly selfEnded: readonly string[]
  readonly backups: BackupAccount
}

/** Everything that must hold of a folder after its last daemon was stopped in good order. */
export async function judged(parts: JudgeParts): Promise<Judged> {
  const { bench, lastCode, selfEnded, backups } = parts
  const data = join(bench.folder, 'data')
  const plates = platesOf(bench, data)
  const files = filesOf(bench, data)
  const undone = workLeft(data).map((left, at) => `${left} ${WORKS[at]?.name}`)
  const troubles = troublesOf(data)
  const verify = await assayd('verify', '--config', bench.config).ended
  const audit = await assayd('audit', 'verify', '--config', bench.config).ended
  const { missing, unsaid, twice } = plates
  return {
    counts: { ...plates.counts, ...files.counts, ...backupCounts(backups) },
    claims: [
      ['plates were captured', plates.counts['plates whose last byte was captured'] > 0, ''],
      ['every captured plate is stored', missing.length === 0, missing.join(', ')],
      [
        'every stored read is what one plate was said to be',
        unsaid.length === 0,
        unsaid.join(', '),
      ],
      ['none is stored twice', twice === 0, `${twice}`],
      ['every read has one plate and one analysis', files.isEven, JSON.stringify(files.counts)],
      ['every analysis has its files', files.lost.length === 0, files.lost.join(', ')],
      ['nothing is left undone', workLeft(data).every((left) => left === 0), undone.join(', ')],
      ['the backups are whole', backups.wrong.length === 0, backups.wrong.join('; ')],
      ['no daemon ended by itself', selfEnded.length === 0, selfEnded.join('; ')],
      ['the last daemon stopped in good order', lastCode === 0, `exit ${lastCode}`],
      ['SQLite finds the database sound', troubles.length === 0, troubles.join('; ')],
      ['verify finds no difference', verify.code === 0, verify.lines.slice(-20).join('\n')],
      ['the audit trail is whole', audit.code === 0, audit.lines.slice(-20).join('\n')],
    ],
  }
}

/** Plates as the readers said them, as they were captured, and as they are stored. */
function platesOf({ said }: TortureBench, data: string) {
  const captured = capturedPlates(data, said)
  const stored = Map.groupBy(storedReads(data), ({ reader }) => reader)
  const all = [...captured].map(([reader, plates]) => {
    const reads = (stored.get(reader) ?? []).map(({ bytes }) => bytes)
    const isOf = (plate: Buffer) => reads.filter((bytes) => plate.includes(bytes)).length
    const within = (some: readonly Buffer[], bytes: Buffer): boolean =>
      some.some((plate) => plate.includes(bytes))
    const spoken = said.get(reader) ?? []
    return {
      reader,
      captured: plates.length,
      stored: reads.length,
      missing: plates.filter((plate) => isOf(plate) === 0).length,
      early: reads.filter((bytes) => !within(plates, bytes)).length,
      unsaid: reads.filter((bytes) => !within(spoken, bytes)).length,
      twice: reads.length - new Set(reads.map((bytes) => bytes.toString('hex'))).size,
    }
  })
  const sum = (of: (one: (typeof all)[number]) => number): number =>
    all.reduce((total, one) => total + of(one), 0)
  const named = (of: 'missing' | 'unsaid'): readonly string[] =>
    all.filter((one) => one[of] > 0).map((one) => `${one[of]} of ${one.reader}`)
  const twice = sum((one) => one.twice)
  return {
    missing: named('missing'),
    unsaid: named('unsaid'),
    twice,
    counts: {
      'plates measured by the readers': [...said.values()].flat().length,
      'plates whose last byte was captured': sum((one) => one.captured),
      'reads stored': sum((one) => one.stored),
      'captured, not stored': sum((one) => one.missing),
      'stored, all wells captured but not its last byte': sum((one) => one.early - one.unsaid),
      'stored twice': twice,
    },
  }
}

const UNEVEN = `
  SELECT count(*) FROM reads WHERE
    (SELECT count(*) FROM plate_reads WHERE plate_reads.read_id = reads.read_id) <> 1 OR
    (SELECT count(*) FROM analyses WHERE analyses.read_id = reads.read_id) <> 1`
const FILES = 'SELECT analysis_id, files_json FROM exports'

/** Whether every read has one analysis, and each analysis its files on the disk. */
function filesOf({ folder }: TortureBench, data: string) {
  const found = looking(data, (rows) => ({
    isEven: count(rows, UNEVEN) === 0,
    analyses: count(rows, 'SELECT count(*) FROM analyses'),
    lost: rows(`SELECT analysis_id FROM analyses
      WHERE analysis_id NOT IN (SELECT analysis_id FROM exports)`),
    named: rows(FILES).flatMap(({ files_json: text }) => namesIn(String(text))),
  }))
  if (found === undefined) throw new TypeError('There is no database.')
  const { isEven, analyses, lost, named } = found
  const sets = readdirSync(join(folder, 'exports')).filter((name) => name.endsWith('_wells.csv'))
  const gone = named.filter((file) => !existsSync(file))
  const uneven = sets.length === analyses ? [] : [`${sets.length} sets for ${analyses} analyses`]
  return {
    isEven,
    lost: [...lost.map((row) => String(row['analysis_id'])), ...gone, ...uneven],
    counts: { analyses, 'sets of files': sets.length },
  }
}

function namesIn(json: string): readonly string[] {
  const names: unknown = JSON.parse(json)
  return Array.isArray(names) ? names.map(String) : []
}

function troublesOf(data: string): readonly string[] {
  const found = looking(data, (rows) => [
    ...rows('PRAGMA integrity_check').map((row) => String(row['integrity_check'])),
    ...rows('PRAGMA foreign_key_check').map((row) => `a row of ${String(row['table'])}`),
  ])
  return (found ?? ['it is gone']).filter((text) => text !== 'ok')
}

function backupCounts({ whole, killed, own }: BackupAccount) {
  return {
    'backups finished': whole,
    'backups killed': killed,
    'backups of the daemon itself': own,
  }
}
