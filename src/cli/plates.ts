import type { PlateQuery } from '../ports/queries.ts'
import type { PlateSummary } from '../ports/queries.ts'
import type { AddCommand } from './command.ts'
import { countOf } from './count-option.ts'
import { dayOf } from './day-option.ts'
import { withLibrary } from './library.ts'
import { minute } from './number-format.ts'
import { dataFolderOf, withPlace, type PlaceFlags } from './place.ts'
import { textTable } from './text-table.ts'

/** Which plates are meant. */
interface Limits {
  readonly reader?: string
  readonly since?: string
  readonly until?: string
}

interface PlatesFlags extends Limits, PlaceFlags {
  readonly last?: string
  readonly json?: true
}

/** A terminal shows about so many lines; years of plates would only scroll by. */
const LISTED_MAX = 50

const HEADER = ['plate', 'read at', 'reader', 'layout', 'bound by', 'analysis', 'verdict', 'flags']

function flagsText({ warnings, blocks }: PlateSummary): string {
  const counts = [blocks > 0 ? `${blocks} block` : '', warnings > 0 ? `${warnings} warn` : '']
  return counts.filter((count) => count !== '').join(', ')
}

/** What was signed of an analysis that stands no longer is no verdict. */
function dueText({ lapsed, isEmptied }: PlateSummary): string {
  if (lapsed === null) return ''
  const of = `${lapsed.version} ${lapsed.verdict}`
  return isEmptied ? `(${of})` : `review again (${of})`
}

function rowOf(summary: PlateSummary): readonly string[] {
  const { plate, receivedAt, readerId, layoutId, binding, version } = summary
  const readAt = minute(receivedAt)
  const analysis = version === 0 ? 'none' : String(version)
  const bound = summary.isEmptied ? 'given away' : binding
  const verdict = summary.verdict ?? dueText(summary)
  return [plate, readAt, readerId, layoutId, bound, analysis, verdict, flagsText(summary)]
}

/** `assayd plates`: one line a plate, the newest last. */
export const addPlates: AddCommand = (program, tools) => {
  withPlace(program.command('plates'))
    .description('list the plates that were read, the newest last')
    .option('--last <n>', `how many of the newest; usually ${LISTED_MAX}, or 'all'`)
    .option('--reader <id>', 'only plates of this reader')
    .option('--since <day>', 'only plates read on this day or later, as 2026-11-23')
    .option('--until <day>', 'only plates read on this day or earlier')
    .option('--json', 'as a JSON array; all of them without --last')
    .action(async ({ config, data, json, last, ...limits }: PlatesFlags) => {
      const listedMax = countOf(last ?? (json === true ? 'all' : String(LISTED_MAX)))
      const query = queryFrom(limits, listedMax)
      const folder = dataFolderOf(tools, { config, data })
      const found = await withLibrary(tools, folder, (library) => library.plates(query))
      const plates = found.slice(-listedMax)
      if (json === true) return tools.print(JSON.stringify(plates))
      for (const line of linesOf(plates, limits)) tools.print(line)
      if (plates.length === found.length) return
      tools.print(`There are more plates than these; see --last, --since, --reader.`)
    })
}

/** One more than is listed tells whether there are more. */
function queryFrom({ reader, since, until }: Limits, listedMax: number): PlateQuery {
  const days = { since: dayOf('since', since), until: dayOf('until', until) }
  return {
    ...(listedMax === Infinity ? {} : { newestMax: listedMax + 1 }),
    ...(reader === undefined ? {} : { readerId: reader }),
    ...(days.since === null ? {} : { since: days.since }),
    ...(days.until === null ? {} : { until: days.until }),
  }
}

function linesOf(plates: readonly PlateSummary[], limits: Limits): readonly string[] {
  if (plates.length > 0) return textTable(HEADER, plates.map(rowOf))
  const isLimited = Object.keys(limits).length > 0
  return [isLimited ? 'No plate is like that.' : 'No plate is stored yet.']
}
