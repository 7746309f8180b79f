import type { AddCommand } from './command.ts'
import { daemonOn } from './daemon-client.ts'
import { DEFAULT_CONFIG } from './default-config.ts'
import { fieldsOf, listOf, textOf } from './told.ts'
import { textTable } from './text-table.ts'

interface StatusFlags {
  readonly config: string
  readonly json?: true
}

const HEADER = ['reader', 'state', 'since', 'instrument', 'port', 'last plate', 'read at']

/** `assayd status`: every reader of the running daemon, and what troubles it. */
export const addStatus: AddCommand = (program, tools) => {
  program
    .command('status')
    .description('show every reader of the running daemon, and what troubles it')
    .option('--config <file>', 'configuration', DEFAULT_CONFIG)
    .option('--json', 'as JSON')
    .action(async ({ config, json }: StatusFlags) => {
      const daemon = daemonOn(tools.settings(config).dataFolder())
      const answer = fieldsOf(await daemon.ask('GET', '/api/v1/readers'))
      const readers = listOf(answer['readers']).map(fieldsOf)
      if (json === true) return tools.print(JSON.stringify(answer['readers']))
      const refused = refusalLines(fieldsOf(await daemon.ask('GET', '/api/v1/config')))
      for (const line of refused) tools.print(line)
      if (readers.length === 0) return tools.print('The daemon has no reader.')
      for (const line of textTable(HEADER, readers.map(rowOf))) tools.print(line)
      for (const reader of readers) for (const line of troubleOf(reader)) tools.print(line)
    })
}

type Told = ReturnType<typeof fieldsOf>

function rowOf(reader: Told): readonly string[] {
  const of = (key: string): string => textOf(reader[key]) ?? ''
  const moment = (key: string): string => of(key).slice(0, 19).replace('T', ' ')
  return [
    of('id'),
    of('state'),
    moment('since'),
    `${of('model')} ${of('version')}`.trim(),
    of('port'),
    of('last_plate'),
    moment('last_read_at'),
  ]
}

/** Why the configuration files as they are now are not in force; nothing when they are. */
function refusalLines({ refused: told, taken_at: takenAt }: Told): readonly string[] {
  const refused = fieldsOf(told)
  const message = textOf(fieldsOf(refused['problem'])['message'])
  if (message === null) return []
  const since = (textOf(refused['at']) ?? '').slice(0, 19).replace('T', ' ')
  const holds = (textOf(takenAt) ?? '').slice(0, 19).replace('T', ' ')
  const first = `configuration refused since ${since}; the one of ${holds} is in force:`
  return [first, ...message.split('\n').map((line) => `  ${line}`), '']
}

function troubleOf(reader: Told): readonly string[] {
  const trouble = fieldsOf(reader['trouble'])
  const message = textOf(trouble['message'])
  if (message === null) return []
  const hint = textOf(trouble['hint']) ?? ''
  const id = textOf(reader['id']) ?? ''
  return [`${id}: ${message}`, ...(hint === '' ? [] : [`  ${hint}`])]
}
