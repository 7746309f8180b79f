import { counted } from '../core/counted.ts'
import { AssaydError, oneLine } from '../core/errors.ts'
import type { AddCommand, Tools } from './command.ts'
import { changeOf, type ChangeSeen } from './change-lines.ts'
import { daemonOn, type DaemonClient } from './daemon-client.ts'
import { DEFAULT_CONFIG } from './default-config.ts'
import { changeTable, reanalysisLines } from './reanalysis-lines.ts'
import { fieldsOf, listOf, numberOf, textOf } from './told.ts'

interface ReanalyseFlags {
  readonly plate?: string
  readonly since?: string
  readonly until?: string
  readonly kitLot?: string
  readonly assay?: string
  readonly layout?: string
  readonly reason: string
  readonly dryRun?: true
  readonly out?: string
  readonly config: string
  readonly json?: true
}

const ASK_EVERY_MS = 200
const PROGRESS_EVERY_MS = 2000

/** `assayd reanalyse`: stored plates computed again by what is configured now. */
export const addReanalyse: AddCommand = (program, tools) => {
  program
    .command('reanalyse')
    .description('compute stored plates again; a version that differs is stored beside the old one')
    .option('--plate <id>', 'one plate')
    .option('--since <day>', 'plates read on this day or later, as 2026-11-23')
    .option('--until <day>', 'plates read on this day or earlier')
    .option('--kit-lot <lot>', 'plates of this kit lot')
    .option('--assay <id>', 'of these, those of one assay')
    .option('--layout <id>', 'of these, those of one layout')
    .requiredOption('--reason <text>', 'why; it is kept in the audit trail')
    .option('--dry-run', 'tell what would change and store nothing')
    .option('--out <file>', 'every changed input and result as CSV')
    .option('--config <file>', 'configuration', DEFAULT_CONFIG)
    .option('--json', 'one JSON object a plate, and one with the totals')
    .action(async (flags: ReanalyseFlags) => {
      const source = tools.settings(flags.config)
      const dialect = flags.out === undefined ? undefined : source.load().csv
      const run = { daemon: daemonOn(source.dataFolder()), tools, isJson: flags.json === true }
      const end = await followed(run, bodyOf(flags))
      if (flags.out !== undefined && dialect !== undefined) {
        await tools.writeTable({ file: flags.out, ...changeTable(end.changes), dialect })
        if (!run.isJson) tools.print(flags.out)
      }
      insistOnEnd(end.report)
    })
}

function bodyOf(flags: ReanalyseFlags): Readonly<Record<string, unknown>> {
  const { plate, since, until, kitLot, assay, layout, reason, dryRun } = flags
  const scope = { plate, since, until, kit_lot: kitLot, assay, layout }
  if ([plate, since, until, kitLot].every((one) => one === undefined)) {
    throw new AssaydError('option-unsuited', 'Nothing says which plates are computed again.', {
      hint: 'Name them by --plate, --kit-lot, --since or --until; --dry-run only tells.',
    })
  }
  const given = Object.entries(scope).filter(([, value]) => value !== undefined)
  return { ...Object.fromEntries(given), reason, dry_run: dryRun === true }
}

type Told = ReturnType<typeof fieldsOf>

interface Run {
  readonly daemon: DaemonClient
  readonly tools: Tools
  readonly isJson: boolean
}

interface End {
  readonly report: Told
  readonly changes: readonly ChangeSeen[]
}

/** Follows it to its end, fetching the plates as they are done; Ctrl-C ends it. */
async function followed(run: Run, body: unknown): Promise<End> {
  const { daemon, tools } = run
  let report = fieldsOf(await daemon.ask('POST', '/api/v1/reanalyses', body))
  const path = `/api/v1/reanalyses/${numberOf(report['id']) ?? 0}`
  const unhook = cancelOnSignal(run, path)
  const changes: ChangeSeen[] = []
  let toldMs = tools.clock.monotonicMs()
  try {
    for (;;) {
      // Asked before the plates, so that at the end none is missing.
      report = fieldsOf(await daemon.ask('GET', path))
      await fetchPlates(run, path, changes)
      if (report['state'] !== 'running') break
      const nowMs = tools.clock.monotonicMs()
      if (!run.isJson && nowMs - toldMs >= PROGRESS_EVERY_MS) {
        toldMs = nowMs
        tools.print(`${changes.length} of ${numberOf(report['total']) ?? 0} plates`)
      }
      await new Promise<void>((resolve) => void tools.clock.after(ASK_EVERY_MS, resolve))
    }
  } finally {
    unhook()
  }
  const lines = run.isJson ? [JSON.stringify(report)] : reanalysisLines(report, changes)
  for (const line of lines) tools.print(line)
  return { report, changes }
}

async function fetchPlates(run: Run, path: string, changes: ChangeSeen[]): Promise<void> {
  for (;;) {
    const page = fieldsOf(await run.daemon.ask('GET', `${path}/plates?from=${changes.length}`))
    const plates = listOf(page['plates'])
    if (run.isJson) for (const plate of plates) run.tools.print(JSON.stringify(plate))
    changes.push(...plates.map(changeOf))
    if (plates.length === 0) return
  }
}

function cancelOnSignal({ daemon, tools }: Run, path: string): () => void {
  const cancel = (): void => {
    daemon.ask('DELETE', path).catch((error: unknown) => {
      tools.warn(oneLine(error))
    })
  }
  process.once('SIGINT', cancel)
  return () => void process.off('SIGINT', cancel)
}

/** Whatever was not done is a failure of the command. */
function insistOnEnd(report: Told): void {
  const failed = numberOf(report['failed']) ?? 0
  const problem = fieldsOf(report['problem'])
  const message = textOf(problem['message'])
  if (message !== null) {
    throw new AssaydError('reanalysis-over', `The reanalysis ended early: ${message}`, {
      hint: textOf(problem['hint']) ?? '',
    })
  }
  if (report['state'] === 'cancelled') {
    throw new AssaydError('reanalysis-over', 'The reanalysis was cancelled.', {
      hint: 'What is stored stays; the same command again does the rest.',
    })
  }
  if (failed > 0) {
    throw new AssaydError(
      'reanalysis-failed',
      `${counted(failed, 'plate')} could not be computed again.`,
      {
        hint: 'Their analyses stay as they were; each line says why.',
      },
    )
  }
}
