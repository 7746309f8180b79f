import type { Command } from 'commander'

import { lineDiff } from '../core/line-diff.ts'
import type { ConfigMigration } from '../ports/settings.ts'
import type { Tools } from './command.ts'
import { DEFAULT_CONFIG } from './default-config.ts'
import { tellResult, type JsonFlag } from './tell-result.ts'

interface MigrateFlags extends JsonFlag {
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
    .option('--json', 'every file before and after as one JSON object')
    .action(({ config: file, dryRun = false, ...flags }: MigrateFlags) => {
      const migration = tools.migrateConfig(file, { dryRun })
      const lines = migrationLines(migration, dryRun)
      tellResult(tools, flags, { value: { done: !dryRun, ...migration }, lines })
    })
}

function migrationLines({ from, to, files }: ConfigMigration, dryRun: boolean): readonly string[] {
  const told = files.flatMap(({ name, before, after }) => [
    dryRun ? name : `${name} (before: ${name}.form-${from}.bak)`,
    ...lineDiff(before, after).map(
      ({ sign, number, text }) => `  ${sign}${String(number).padStart(5)}  ${text}`,
    ),
  ])
  const end = from === to ? `form ${to} already, the newest` : `form ${from} to form ${to}`
  return [...told, end]
}
