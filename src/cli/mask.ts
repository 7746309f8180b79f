import type { AddCommand, Tools } from './command.ts'
import { changeLines, changeOf } from './change-lines.ts'
import { daemonOn } from './daemon-client.ts'
import { DEFAULT_CONFIG } from './default-config.ts'
import { moment } from './number-format.ts'
import { textTable } from './text-table.ts'
import { fieldsOf, listOf, textOf } from './told.ts'

interface MaskFlags {
  readonly reason: string
  readonly config: string
  readonly json?: true
}

/** `assayd mask PLATE WELL…`: wells that shall not count, each with the reason. */
export const addMask: AddCommand = (program, tools) => {
  program
    .command('mask')
    .description('take wells out of a plate’s computation and make its next analysis')
    .argument('<plate>', 'the plate')
    .argument('<wells...>', 'the wells, as in B3 B4')
    .requiredOption('--reason <text>', 'why; it is kept with the analysis')
    .option('--config <file>', 'configuration', DEFAULT_CONFIG)
    .option('--json', 'what changed, as JSON')
    .action(async (plate: string, wells: readonly string[], flags: MaskFlags) =>
      masked(tools, { plate, wells, isMasked: true }, flags),
    )
}

/** `assayd unmask PLATE WELL…`: takes the masks off again. */
export const addUnmask: AddCommand = (program, tools) => {
  program
    .command('unmask')
    .description('let masked wells of a plate count again and make its next analysis')
    .argument('<plate>', 'the plate')
    .argument('<wells...>', 'the wells, as in B3 B4')
    .requiredOption('--reason <text>', 'why; it is kept in the audit trail')
    .option('--config <file>', 'configuration', DEFAULT_CONFIG)
    .option('--json', 'what changed, as JSON')
    .action(async (plate: string, wells: readonly string[], flags: MaskFlags) =>
      masked(tools, { plate, wells, isMasked: false }, flags),
    )
}

interface Wish {
  readonly plate: string
  readonly wells: readonly string[]
  readonly isMasked: boolean
}

async function masked(tools: Tools, wish: Wish, flags: MaskFlags): Promise<void> {
  const { plate, isMasked } = wish
  const data = tools.settings(flags.config).dataFolder()
  const wells = wish.wells.flatMap((text) => text.split(',')).filter((text) => text !== '')
  const path = `/api/v1/plates/${encodeURIComponent(plate)}/masks`
  const body = { wells, masked: isMasked, reason: flags.reason }
  const answer = await daemonOn(data).ask('POST', path, body)
  const lines =
    flags.json === true ? [JSON.stringify(answer)] : maskLines(fieldsOf(answer), isMasked)
  for (const line of lines) tools.print(line)
}

function nothingLine(isMasked: boolean): string {
  const state = isMasked ? 'masked already' : 'not masked'
  return `What you named is ${state}; nothing was changed.`
}

function maskLines(report: ReturnType<typeof fieldsOf>, isMasked: boolean): readonly string[] {
  const { change } = report
  const isNothing = listOf(report['changed']).length === 0 && change === null
  const masks = listOf(report['masks']).map(fieldsOf)
  const rows = masks.map((mask) => {
    const of = (key: string): string => textOf(mask[key]) ?? ''
    return [of('well'), of('who'), moment(of('at')), of('reason')]
  })
  const computed = change === null ? ['Nothing was computed.'] : changeLines(changeOf(change))
  return [
    ...(isNothing ? [nothingLine(isMasked)] : computed),
    '',
    ...(rows.length === 0
      ? ['No well is masked.']
      : textTable(['masked', 'by', 'at', 'reason'], rows)),
  ]
}
