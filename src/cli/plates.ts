import type { PlateSummary } from '../ports/store.ts'
import type { AddCommand } from './command.ts'
import { DEFAULT_CONFIG } from './default-config.ts'
import { withLibrary } from './library.ts'
import { textTable } from './text-table.ts'

interface PlatesFlags {
  readonly config: string
  readonly json?: true
}

const HEADER = ['plate', 'read at', 'reader', 'layout', 'bound by', 'analysis', 'verdict', 'flags']

function flagsText({ warnings, blocks }: PlateSummary): string {
  const counts = [blocks > 0 ? `${blocks} block` : '', warnings > 0 ? `${warnings} warn` : '']
  return counts.filter((count) => count !== '').join(', ')
}

function rowOf(summary: PlateSummary): readonly string[] {
  const { plate, receivedAt, readerId, layoutId, binding, version } = summary
  const readAt = receivedAt.slice(0, 19).replace('T', ' ')
  const analysis = version === 0 ? 'none' : String(version)
  const bound = summary.isEmptied ? 'given away' : binding
  const verdict = summary.verdict ?? ''
  return [plate, readAt, readerId, layoutId, bound, analysis, verdict, flagsText(summary)]
}

/** `assayd plates`: one line a plate, the newest last. */
export const addPlates: AddCommand = (program, tools) => {
  program
    .command('plates')
    .description('list every plate that was read, the newest last')
    .option('--config <file>', 'configuration', DEFAULT_CONFIG)
    .option('--json', 'as a JSON array')
    .action(async ({ config, json }: PlatesFlags) => {
      const plates = await withLibrary(tools, config, (library) => library.plates())
      if (json === true) return tools.print(JSON.stringify(plates))
      if (plates.length === 0) return tools.print('No plate is stored yet.')
      for (const line of textTable(HEADER, plates.map(rowOf))) tools.print(line)
    })
}
