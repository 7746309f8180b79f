import { AssaydError } from '../core/errors.ts'
import type { ExportInput } from '../ports/exporter.ts'
import { dialectOf, type TextDialect } from '../core/text-dialect.ts'
import type { PlateDetail } from '../ports/store.ts'
import type { AddCommand, Tools } from './command.ts'
import { withLibrary } from './library.ts'
import { decimalOption, separatorOption } from './dialect.ts'
import { dataFolderOf, withPlace, type PlaceFlags } from './place.ts'
import { analysisOf } from './stored-plates.ts'

interface ExportFlags extends Partial<TextDialect>, PlaceFlags {
  readonly plate: string
  readonly out: string
  readonly analysis?: string
  readonly json?: true
}

function inputOf(detail: PlateDetail, version: string | undefined): ExportInput {
  const stored = analysisOf(detail, version)
  if (version === undefined && detail.movedReads.includes(stored.readId)) {
    const message = `The read of plate '${detail.record.plate}' was given to another plate.`
    throw new AssaydError('analysis-unknown', message, {
      hint: `Its old results count no more; --analysis ${stored.version} writes them all the same.`,
    })
  }
  const read = detail.reads.find(({ readId }) => readId === stored.readId)
  if (read === undefined) throw new RangeError(`Expected '${stored.analysisId}' to have a read.`)
  return { record: stored.record, read, stored }
}

/**
 * `assayd export`: the files of a plate once more, anywhere. What the daemon still has to export
 * stays as it is.
 */
export const addExport: AddCommand = (program, tools) => {
  withPlace(program.command('export'))
    .description('write the CSV files of a plate into a folder')
    .requiredOption('--plate <id>', 'the plate')
    .requiredOption('--out <folder>', 'where to; it is made when it is not there')
    .option('--analysis <version>', 'another analysis than the newest')
    .addOption(separatorOption())
    .addOption(decimalOption())
    .option('--json', 'the analysis and its files as JSON')
    .action((flags: ExportFlags) => writePlate(flags, tools))
}

async function writePlate(flags: ExportFlags, tools: Tools): Promise<void> {
  const dialect = dialectOf(() => tools.settings(flags.config).load().csv, flags)
  const data = dataFolderOf(tools, flags)
  const detail = await withLibrary(tools, data, (library) => library.plate(flags.plate))
  const input = inputOf(detail, flags.analysis)
  const { analysisId, plate } = input.stored
  const files: string[] = []
  for (const exporter of tools.exporters(dialect)) {
    for (const file of await exporter.write(input, flags.out)) {
      files.push(file)
      if (flags.json !== true) tools.print(file)
    }
  }
  if (flags.json === true) tools.print(JSON.stringify({ plate, analysis_id: analysisId, files }))
}
