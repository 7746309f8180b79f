import { Option } from 'commander'

import { AssaydError } from '../core/errors.ts'
import { compileStudy } from '../core/study/compile-study.ts'
import type { Study, Substitution } from '../core/study/study.ts'
import { dialectOf, type TextDialect } from '../core/text-dialect.ts'
import { adjustmentFrom } from '../core/study/adjust/said-adjustment.ts'
import type { AddCommand, Tools } from './command.ts'
import { DEFAULT_CONFIG } from './default-config.ts'
import { decimalOption, separatorOption } from './dialect.ts'
import { withLibrary } from './library.ts'
import { studyJson, studyReport } from './study-report.ts'

interface StudyFlags extends Partial<TextDialect> {
  readonly adjust?: string
  readonly adjustReference?: string
  readonly out?: string
  readonly organism?: string
  readonly withoutBlocked?: true
  readonly acceptedOnly?: true
  readonly substitute?: Substitution
  readonly json?: true
  readonly config: string
}

/** `assayd study export`: one row a specimen and organism over all plates, for R. */
export const addStudy: AddCommand = (program, tools) => {
  program
    .command('study')
    .description('all plates and visits together')
    .command('export')
    .description('write one row a specimen and organism over all plates, ready for R')
    .option('--out <folder>', 'where to; it is made when it is not there')
    .option('--organism <id>', 'the rows of one organism')
    .option('--without-blocked', 'leave out plates with a blocking flag')
    .option('--accepted-only', 'leave out plates that no reviewer has accepted')
    .addOption(
      new Option(
        '--substitute <rule>',
        'write numbers for concentrations below the range, and columns that say so',
      ).choices(['lod/2', 'lod/sqrt2']),
    )
    .option(
      '--adjust <way>',
      'bring plates to one scale in columns of their own, by bridging-control=NAME or curve-shift',
    )
    .option('--adjust-reference <plate>', 'the plate the others are brought to; else the oldest')
    .addOption(separatorOption())
    .addOption(decimalOption())
    .option('--config <file>', 'configuration', DEFAULT_CONFIG)
    .option('--json', 'print the rows and what was left out as one JSON object')
    .action(async (flags: StudyFlags) => exportStudy(flags, tools))
}

async function exportStudy(flags: StudyFlags, tools: Tools): Promise<void> {
  const { out, json } = flags
  if (out === undefined && json === undefined) {
    throw new AssaydError('option-unsuited', 'Nothing says where the study goes.', {
      hint: 'Name a folder by --out, or print it by --json.',
    })
  }
  const adjustment = adjustmentFrom(flags)
  const { folders, csv, organisms } = tools.settings(flags.config).load()
  const dialect = dialectOf(() => csv, flags)
  const measured = await withLibrary(tools, folders.data, (library) => library.measured())
  const study = compileStudy(measured, {
    organisms: organisms.value,
    organism: flags.organism ?? null,
    isWithoutBlocked: flags.withoutBlocked === true,
    isAcceptedOnly: flags.acceptedOnly === true,
    substitution: flags.substitute ?? null,
    adjustment,
  })
  const files = await written(study, { out, dialect }, tools)
  const lines = json === true ? [studyJson(study, files)] : [...files, ...studyReport(study)]
  for (const line of lines) tools.print(line)
}

async function written(
  study: Study,
  { out, dialect }: { readonly out: string | undefined; readonly dialect: TextDialect },
  { writeStudy }: Tools,
): Promise<readonly string[]> {
  return out === undefined ? [] : writeStudy(study, { folder: out, dialect })
}
