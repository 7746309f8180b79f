import { styleText } from 'node:util'

import { counted } from '../core/counted.ts'
import { duration } from '../core/health/duration.ts'
import { hanging } from './hanging.ts'
import { moment } from './number-format.ts'
import { textTable } from './text-table.ts'
import { fieldsOf, listOf, numberOf, textOf } from './told.ts'

type Told = Readonly<Record<string, unknown>>

const READERS = ['reader', 'state', 'for', 'last byte', 'last plate', 'read']
const INSTRUMENTS = ['reader', 'instrument', 'port']
const MEBIBYTE = 1024 * 1024
/** What is said stands behind its name. */
const INDENT = 11

/** How the daemon is, for a terminal: the readers, what waits, the disks, and what is not well. */
export function statusLines(status: Told): readonly string[] {
  const state = textOf(status['state']) ?? 'unknown'
  const at = moment(textOf(status['at']) ?? '')
  const head = status['running'] === true ? `assayd is ${coloured(state)}` : NOT_RUNNING
  const readers = listOf(status['readers']).map(fieldsOf)
  return [
    `${head} (${at})`,
    '',
    ...(readers.length === 0
      ? [status['readers'] === null ? 'readers    unknown' : 'no reader']
      : [
          ...textTable(READERS, readers.map(rowOf)),
          '',
          ...textTable(INSTRUMENTS, readers.map(instrumentOf)),
        ]),
    '',
    ...storageLines(status),
    ...networkLines(fieldsOf(status['network'])),
    ...listOf(status['findings']).map(fieldsOf).flatMap(findingLines),
  ]
}

const NOT_RUNNING = `assayd is ${styleText('red', 'not running')}; this is what is stored`

function coloured(state: string): string {
  const colour = state === 'ok' ? 'green' : state === 'degraded' ? 'yellow' : 'red'
  return styleText(colour, state)
}

function lasting(seconds: unknown): string {
  const age = numberOf(seconds)
  return age === null ? '' : duration(Math.max(0, age))
}

function ago(seconds: unknown): string {
  const age = lasting(seconds)
  return age === '' ? '' : `${age} ago`
}

function rowOf(reader: Told): readonly string[] {
  const of = (key: string): string => textOf(reader[key]) ?? ''
  return [
    of('id'),
    of('state'),
    lasting(reader['in_state_s']),
    ago(reader['last_byte_age_s']),
    of('last_plate'),
    ago(reader['last_plate_age_s']),
  ]
}

function instrumentOf(reader: Told): readonly string[] {
  const of = (key: string): string => textOf(reader[key]) ?? ''
  const who = `${of('model')} ${of('version')}`.replaceAll(/ +/g, ' ').trim()
  return [of('id'), who === '' ? '–' : who, of('port')]
}

function sized(bytes: unknown): string {
  const count = numberOf(bytes)
  if (count === null) return 'unknown'
  const mebibytes = count / MEBIBYTE
  return mebibytes < 1024
    ? `${Number(mebibytes.toPrecision(3))} MiB`
    : `${Number((mebibytes / 1024).toPrecision(3))} GiB`
}

/** So many bytes of a fingerprint fit a line beside its name. */
const BYTES_PER_LINE = 16

/** Where other machines reach the daemon, and what their browsers must show of its certificate. */
function networkLines({ url, fingerprint }: Told): readonly string[] {
  const address = textOf(url)
  if (address === null) return []
  const bytes = (textOf(fingerprint) ?? '').split(':')
  const rows = [bytes.slice(0, BYTES_PER_LINE), bytes.slice(BYTES_PER_LINE)]
  const [first = '', second = ''] = rows.map((each) => each.join(':'))
  return [row('network', address), row('SHA-256', `${first}:`), row('', second)]
}

function storageLines(status: Told): readonly string[] {
  const work = fieldsOf(status['waiting'])
  const database = fieldsOf(status['database'])
  const count = (key: string, one: string, many?: string): string => {
    const known = numberOf(work[key])
    return known === null ? `unknown ${many ?? `${one}s`}` : counted(known, one, many)
  }
  const disks = listOf(status['disks']).map(fieldsOf)
  const free = disks.map((disk) => `${textOf(disk['what']) ?? ''} ${sized(disk['free_bytes'])}`)
  const backup = fieldsOf(status['backup'])
  const synthetic = fieldsOf(status['synthetic'])
  const waiting = [
    count('exports', 'export'),
    count('unassigned', 'plate without a layout', 'plates without a layout'),
    count('captures', 'open capture'),
  ]
  const isKnown = status['waiting'] !== null
  return [
    row('waiting', isKnown ? waiting.join(', ') : 'unknown: the database cannot be read'),
    row('database', databaseText(database)),
    row('disk free', free.join(' · ')),
    ...(status['backup'] === null ? [] : [row('backup', `made ${ago(backup['last_good_age_s'])}`)]),
    ...(status['synthetic'] === null
      ? []
      : [
          row(
            'synthetic',
            `${synthetic['passed'] === true ? 'right' : 'wrong'}, ${ago(synthetic['age_s'])}`,
          ),
        ]),
  ]
}

function databaseText({ state, bytes }: Told): string {
  if (state === 'unasked') return 'not asked, no daemon runs'
  return `${textOf(state) ?? ''}, ${sized(bytes)}`
}

function row(name: string, text: string): string {
  return `${name.padEnd(INDENT)}${text}`
}

function findingLines(finding: Told): readonly string[] {
  const state = textOf(finding['state']) ?? ''
  const about = textOf(finding['reader']) ?? textOf(finding['what']) ?? ''
  const hint = textOf(finding['hint']) ?? ''
  const [first = '', ...more] = (textOf(finding['message']) ?? '').split('\n')
  const texts = [...more, ...(hint === '' ? [] : [hint])].map((text) => row('', text))
  const head = `${coloured(state.padEnd(INDENT))}${about}: ${first}`
  return ['', ...[head, ...texts].flatMap((line) => hanging(line, INDENT))]
}
