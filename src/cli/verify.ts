import { counted } from '../core/counted.ts'
import { AssaydError } from '../core/errors.ts'
import { addTo, noTotals, type VerifyTotals } from '../core/verify/totals.ts'
import type { Verified, VerifyScope } from '../ports/verify.ts'
import type { AddCommand, Tools } from './command.ts'
import { dayOf } from './day-option.ts'
import { dataFolderOf, withPlace, type PlaceFlags } from './place.ts'
import { progress } from './progress.ts'
import { plateNamed, withView } from './stored-plates.ts'
import { findingLines, totalsLines } from './verify-report.ts'

interface VerifyFlags extends PlaceFlags {
  readonly since?: string
  readonly until?: string
  readonly json?: true
}

/** `assayd verify [PLATE]`: computes again whatever is stored, and tells what does not agree. */
export const addVerify: AddCommand = (program, tools) => {
  withPlace(program.command('verify [plate]'))
    .description('compute everything again from the captured bytes and tell every difference')
    .option('--since <day>', 'only plates read on this day or later, as 2026-11-23')
    .option('--until <day>', 'only plates read on this day or earlier')
    .option('--json', 'one JSON object a finding, and one with the totals')
    .action(async (plate: string | undefined, flags: VerifyFlags) => {
      const scope = scopeOf(plate, flags)
      const dataFolder = dataFolderOf(tools, flags)
      const totals = await withView(tools, dataFolder, (store) => {
        if (plate !== undefined) plateNamed(store, plate)
        const from = { store, dataFolder }
        const steps =
          plate === undefined ? tools.verifyAtOnce(from, scope) : tools.verify(from, scope)
        return walked(tools, steps, flags.json === true)
      })
      if (totals.findings > 0) throw failed(totals)
    })
}

function scopeOf(plate: string | undefined, { since, until }: VerifyFlags): VerifyScope {
  const days = { since: dayOf('since', since), until: dayOf('until', until) }
  return { plate: plate ?? null, ...days, newestMax: null }
}

async function walked(
  tools: Tools,
  steps: Iterable<Verified> | AsyncIterable<Verified>,
  asJson: boolean,
): Promise<VerifyTotals> {
  const totals = noTotals()
  const startMs = tools.clock.monotonicMs()
  const tell = {
    plates: progress(tools, 'plates'),
    evidence: progress(tools, 'audit entries and rows'),
  }
  for await (const step of steps) {
    addTo(totals, step)
    for (const finding of step.findings) {
      const lines = asJson ? [JSON.stringify(finding)] : findingLines(finding)
      for (const line of lines) tools.print(line)
    }
    if (!asJson) tell[step.phase](step)
  }
  const elapsedMs = tools.clock.monotonicMs() - startMs
  const end = asJson ? [totalsJson(totals, elapsedMs)] : totalsLines(totals, elapsedMs)
  for (const line of end) tools.print(line)
  return totals
}

function totalsJson({ versions, ...totals }: VerifyTotals, elapsedMs: number): string {
  const elapsedS = Math.round(elapsedMs) / 1000
  return JSON.stringify({
    kind: 'totals',
    ...totals,
    elapsedS,
    versions: Object.fromEntries(versions),
  })
}

function failed({ findings }: VerifyTotals): AssaydError {
  return new AssaydError(
    'verify-differs',
    `The verification found ${counted(findings, 'difference')}.`,
    {
      hint: 'Each says above what was stored, what comes out, and what to do.',
    },
  )
}
