import { AssaydError } from '../core/errors.ts'
import { changeLines, changeOf } from './change-lines.ts'
import type { AddCommand } from './command.ts'
import { daemonOn } from './daemon-client.ts'
import { DEFAULT_CONFIG } from './default-config.ts'
import { fieldsOf, listOf, textOf } from './told.ts'

interface AssignFlags {
  readonly sheet?: string
  readonly layout?: string
  readonly reason: string
  readonly force?: true
  readonly config: string
  readonly json?: true
}

/** `assayd assign PLATE --sheet FILE`: says which plate a read is really of. */
export const addAssign: AddCommand = (program, tools) => {
  program
    .command('assign')
    .description('give a read to the plate that it is really of, and compute it')
    .argument('<plate>', 'the plate as it is stored now, or the number of a read')
    .option('--sheet <file>', 'the run sheet of the real plate')
    .option('--layout <id>', 'instead of a sheet: the layout alone, with placeholders')
    .requiredOption('--reason <text>', 'why; it is kept in the audit trail')
    .option('--force', 'although something speaks against it')
    .option('--config <file>', 'configuration', DEFAULT_CONFIG)
    .option('--json', 'what became of it, as JSON')
    .action(async (target: string, flags: AssignFlags) => {
      const { sheet, layout, reason } = flags
      if ((sheet === undefined) === (layout === undefined)) {
        throw new AssaydError('option-unsuited', 'Expected either --sheet or --layout.', {
          hint: 'A run sheet names the specimens; a layout alone leaves placeholders.',
        })
      }
      const data = tools.settings(flags.config).dataFolder()
      const answer = await daemonOn(data).ask('POST', '/api/v1/assignments', {
        target,
        sheet: sheet === undefined ? null : tools.sheets.read(sheet),
        layout: layout ?? null,
        force: flags.force === true,
        reason,
      })
      const lines = flags.json === true ? [JSON.stringify(answer)] : assignLines(fieldsOf(answer))
      for (const line of lines) tools.print(line)
    })
}

function assignLines(report: ReturnType<typeof fieldsOf>): readonly string[] {
  const text = (key: string): string => textOf(report[key]) ?? ''
  const [from, plate] = [text('from'), text('plate')]
  const texts = (key: string): readonly string[] =>
    listOf(report[key]).flatMap((one) => textOf(one) ?? [])
  const carried = texts('masks_carried')
  return [
    ...texts('against').map((what) => `against: ${what}`),
    from === plate
      ? `Read ${String(report['read_id'])} stays with plate ${plate}, by what was said of it now.`
      : `Read ${String(report['read_id'])} is of plate ${plate} now, not of ${from}.`,
    ...(carried.length === 0 ? [] : [`Masked as before: ${carried.join(' ')}.`]),
    ...(report['from_emptied'] === true && from !== plate
      ? [`What was exported of ${from} holds no longer; ${from}_withdrawn.txt says so there.`]
      : []),
    '',
    ...changeLines(changeOf(report['change'])),
    ...(report['from_change'] === null
      ? []
      : ['', `${from} by its read before:`, ...changeLines(changeOf(report['from_change']))]),
  ]
}
