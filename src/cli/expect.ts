import type { AddCommand } from './command.ts'
import { daemonOn } from './daemon-client.ts'
import { DEFAULT_CONFIG } from './default-config.ts'
import { fieldsOf, textOf } from './told.ts'

interface ExpectFlags {
  readonly sheet: string
  readonly config: string
  readonly json?: true
}

/** `assayd expect READER --sheet FILE`: which plate the reader measures next. */
export const addExpect: AddCommand = (program, tools) => {
  program
    .command('expect')
    .description('check a run sheet and put it where the next plate of a reader finds it')
    .argument('<reader>', 'the id of the reader in the configuration')
    .requiredOption('--sheet <file>', 'the run sheet')
    .option('--config <file>', 'configuration', DEFAULT_CONFIG)
    .option('--json', 'which plate the reader waits for, as JSON')
    .action(async (reader: string, flags: ExpectFlags) => {
      const data = tools.settings(flags.config).dataFolder()
      const path = `/api/v1/readers/${encodeURIComponent(reader)}/expectation`
      const body = { sheet: tools.sheets.read(flags.sheet) }
      const answer = await daemonOn(data).ask('POST', path, body)
      if (flags.json === true) return tools.print(JSON.stringify(answer))
      const text = (key: string): string => textOf(fieldsOf(answer)[key]) ?? ''
      const lot = `kit lot ${text('kit_lot')}`
      tools.print(`Reader ${reader} waits for plate ${text('plate')} (${text('layout')}, ${lot}).`)
      tools.print(text('file'))
    })
}
