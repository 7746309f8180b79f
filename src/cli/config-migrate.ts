import type { Command } from 'commander'

import { lineDiff } from '../core/line-diff.ts'
import type { Tools } from './command.ts'
import { DEFAULT_CONFIG } from './default-config.ts'

interface MigrateFlags {
  readonly config: string
  readonly dryRun?: boolean
}

/** `assayd config migrate`: the configuration in the form that this program reads. */
export function addConfigMigrate(config: Command, tools: Pick<Tools, 'migrateConfig' | 'print'>) {
  config
    .command('migrate')
    .description('rewrite the configuration in the newest form, with a copy beside each file')
    .option('--config <file>', 'configuration', DEFAULT_CONFIG)
    .option('--dry-run', 'only show what would change')
    .action(({ config: file, dryRun = false }: MigrateFlags) => {
      const { from, to, files } = tools.migrateConfig(file, { dryRun })
      for (const { name, before, after } of files) {
        tools.print(dryRun ? name : `${name} (before: ${name}.form-${from}.bak)`)
        for (const { sign, number, text } of lineDiff(before, after))
          tools.print(`  ${sign}${String(number).padStart(5)}  ${text}`)
      }
      tools.print(from === to ? `form ${to} already, the newest` : `form ${from} to form ${to}`)
    })
}
