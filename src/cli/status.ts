import { AssaydError } from '../core/errors.ts'
import type { SettingsSource } from '../ports/settings.ts'
import type { AddCommand, Tools } from './command.ts'
import { daemonOn } from './daemon-client.ts'
import { DEFAULT_CONFIG } from './default-config.ts'
import { EXIT } from './exit-codes.ts'
import { moment } from './number-format.ts'
import { merged, statusAtRest, type Status } from './status-at-rest.ts'
import { statusLines } from './status-lines.ts'
import { fieldsOf, listOf, textOf } from './told.ts'

interface StatusFlags {
  readonly config: string
  readonly json?: true
}

const EXIT_OF = { ok: EXIT.ok, degraded: EXIT.degraded, failed: EXIT.failed } as const

/** `assayd status`: how the daemon, its readers, disks and database are, and what is not well. */
export const addStatus: AddCommand = (program, tools) => {
  program
    .command('status')
    .description('show how the daemon and every reader is; exits 0 ok, 1 degraded, 2 failed')
    .option('--config <file>', 'configuration', DEFAULT_CONFIG)
    .option('--json', 'as JSON')
    .action(async ({ config, json }: StatusFlags) => {
      const status = await statusOf(tools, tools.settings(config))
      if (json === true) tools.print(JSON.stringify(status))
      else for (const line of linesOf(status)) tools.print(line)
      tools.exitWith(EXIT_OF[stateOf(status)])
    })
}

/** What the daemon tells; without one, what the database and the disks tell. */
async function statusOf(tools: Tools, source: SettingsSource): Promise<Status> {
  try {
    const daemon = daemonOn(source.dataFolder())
    const health = fieldsOf(await daemon.ask('GET', '/api/v1/health'))
    const { readers } = fieldsOf(await daemon.ask('GET', '/api/v1/readers'))
    const config = await daemon.ask('GET', '/api/v1/config')
    const all = merged(listOf(health['readers']), listOf(readers))
    return { ...health, config, network: daemon.network, readers: all }
  } catch (error) {
    if (!(error instanceof AssaydError) || error.code !== 'daemon-away') throw error
    return statusAtRest(tools, source)
  }
}

function linesOf(status: Status): readonly string[] {
  return [...refusalLines(fieldsOf(status['config'])), ...statusLines(status)]
}

/** Why the configuration files as they are now are not in force; nothing when they are. */
function refusalLines({ refused: told, taken_at: takenAt }: Status): readonly string[] {
  const refused = fieldsOf(told)
  const message = textOf(fieldsOf(refused['problem'])['message'])
  if (message === null) return []
  const since = moment(textOf(refused['at']) ?? '')
  const holds = moment(textOf(takenAt) ?? '')
  const first = `configuration refused since ${since}; the one of ${holds} is in force:`
  return [first, ...message.split('\n').map((line) => `  ${line}`), '']
}

function stateOf(status: Status): keyof typeof EXIT_OF {
  const state = status['state']
  return state === 'ok' || state === 'degraded' ? state : 'failed'
}
