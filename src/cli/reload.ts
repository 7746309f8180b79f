import type { AddCommand } from './command.ts'
import { daemonOn } from './daemon-client.ts'
import { DEFAULT_CONFIG } from './default-config.ts'
import { fieldsOf, listOf, textOf } from './told.ts'

interface ReloadFlags {
  readonly config: string
  readonly json?: true
}

/** `assayd reload`: has the running daemon take its configuration files as they are now. */
export const addReload: AddCommand = (program, tools) => {
  program
    .command('reload')
    .description(
      'have the running daemon take the configuration as it is now, or say what is wrong',
    )
    .option('--config <file>', 'configuration', DEFAULT_CONFIG)
    .option('--json', 'as JSON')
    .action(async ({ config, json }: ReloadFlags) => {
      const daemon = daemonOn(tools.settings(config).dataFolder())
      const answer = fieldsOf(await daemon.ask('POST', '/api/v1/config/reload'))
      if (json === true) return tools.print(JSON.stringify(answer))
      const hash = textOf(fieldsOf(answer['config'])['hash']) ?? ''
      const changes = listOf(answer['changes']).map(fieldsOf)
      for (const { name, kind } of changes) tools.print(`${textOf(name)} ${textOf(kind)}`)
      tools.print(`${changes.length === 0 ? 'still' : 'now'} in force: ${hash.slice(0, 12)}`)
    })
}
