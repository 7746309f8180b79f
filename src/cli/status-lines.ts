import { styleText } from 'node:util'

import { duration } from '../core/health/duration.ts'
import { textTable } from './text-table.ts'
import { fieldsOf, listOf, numberOf, textOf } from './told.ts'

type Told = Readonly<Record<string, unknown>>

const HEADER = ['reader', 'state', 'for', 'instrument', 'port', 'last byte', 'last plate', 'ago']
const MEBIBYTE = 1024 * 1024

/** How the daemon is, for a terminal: the readers, what waits, the disks, and what is not well. */
export function statusLines(status: Told): readonly string[] {
  const state = textOf(status['state']) ?? 'unknown'
  const at = moment(textOf(status['at']))
  const head = status['running'] === true ? `assayd is ${coloured(state)}` : NOT_RUNNING
  const readers = listOf(status['readers']).map(fieldsOf)
  return [
    `${head} (${at})`,
    '',
    ...(readers.length === 0 ? ['no reader'] : textTable(HEADER, readers.map(rowOf))),
    '',
    ...storageLines(status),
    ...listOf(status['findings']).map(fieldsOf).flatMap(findingLines),
  ]
}

const NOT_RUNNING = `assayd is ${styleText('red', 'not running')}; this is what is stored`

function coloured(state: string): string {
  const colour = state === 'ok' ? 'green' : state === 'degraded' ? 'yellow' : 'red'
  return styleText(colour, state)
}

function moment(at: string | null): string {
  return (at ?? '').slice(0, 19).replace('T', ' ')
}

function ago(seconds: unknown): string {
  const age = numberOf(seconds)
  return age === null ? '' : duration(Math.max(0, age))
}

function rowOf(reader: Told): readonly string[] {
  const of = (key: string): string => textOf(reader[key]) ?? ''
  return [
    of('id'),
    of('state'),
    ago(reader['in_state_s']),
    `${of('model')} ${of('version')}`.trim(),
    of('port'),
    ago(reader['last_byte_age_s']),
    of('last_plate'),
    ago(reader['last_plate_age_s']),
  ]
}

function sized(bytes: unknown): string {
  const count = numberOf(bytes)
  if (count === null) return 'unknown'
  const mebibytes = count / MEBIBYTE
  return mebibytes < 1024
    ? `${Number(mebibytes.toPrecision(3))} MiB`
    : `${Number((mebibytes / 1024).toPrecision(3))} GiB`
}

function storageLines(status: Told): readonly string[] {
  const work = fieldsOf(status['waiting'])
  const database = fieldsOf(status['database'])
  const count = (key: string): string => String(numberOf(work[key]) ?? 'unknown')
  const disks = listOf(status['disks']).map(fieldsOf)
  const free = disks.map((disk) => `${textOf(disk['what']) ?? ''} ${sized(disk['free_bytes'])}`)
  const backup = fieldsOf(status['backup'])
  const synthetic = fieldsOf(status['synthetic'])
  const waiting = `${count('exports')} exports, ${count('unassigned')} plates without a layout`
  return [
    row('waiting', `${waiting}, ${count('captures')} open captures`),
    row('database', `${textOf(database['state']) ?? ''}, ${sized(database['bytes'])}`),
    row('disk free', free.join(' · ')),
    ...(status['backup'] === null ? [] : [row('backup', `${ago(backup['last_good_age_s'])} old`)]),
    ...(status['synthetic'] === null
      ? []
      : [
          row(
            'synthetic',
            `${synthetic['passed'] === true ? 'right' : 'wrong'}, ${ago(synthetic['age_s'])} ago`,
          ),
        ]),
  ]
}

function row(name: string, text: string): string {
  return `${name.padEnd(11)}${text}`
}

function findingLines(finding: Told): readonly string[] {
  const state = textOf(finding['state']) ?? ''
  const about = textOf(finding['reader']) ?? textOf(finding['what']) ?? ''
  const hint = textOf(finding['hint']) ?? ''
  const first = `${coloured(state.padEnd(11))}${about}: ${textOf(finding['message']) ?? ''}`
  return ['', first, ...(hint === '' ? [] : [row('', hint)])]
}
