import type { Bench } from '../bench.ts'
import type { Beside } from '../companions.ts'
import { AssaydError } from '../core/errors.ts'
import { syntheticVerdict, type SyntheticVerdict } from '../core/synthetic/compare.ts'
import { syntheticPlate, type SyntheticPlate } from '../core/synthetic/plate.ts'
import { isoFromInstant } from '../ports/clock.ts'
import type { ProgramEnd } from '../ports/program.ts'
import type { Settings } from '../ports/settings.ts'
import type { SyntheticEnd, SyntheticPlan } from '../ports/synthetic.ts'

const MINUTE_MS = 60_000
/** So many wrong numbers are told in words; the files have all. */
const TOLD_MAX = 3
const SAID_LINES_MAX = 20

/** What a run needs of the daemon. */
export interface RunParts extends Pick<Beside, 'quarantine' | 'runProgram' | 'log'> {
  readonly bench: Pick<Bench, 'clock' | 'codeVersion' | 'settings'>
}

/**
 * One synthetic plate from end to end: prepared, run by `assayd run --once` in a process that is
 * killed when it hangs, compared and logged. Null when the daemon ends meanwhile.
 */
export async function syntheticRun(
  parts: RunParts,
  over: AbortSignal,
): Promise<SyntheticEnd | null> {
  const { bench, log } = parts
  const { clock, codeVersion } = bench
  const beganMs = clock.monotonicMs()
  let message = ''
  try {
    const { concentrations, responses, worstPercent } = await gone(parts, over)
    const tookMs = Math.round(clock.monotonicMs() - beganMs)
    log.info('synthetic plate is right', { concentrations, responses, worstPercent, tookMs })
  } catch (error) {
    if (!(error instanceof AssaydError)) throw error
    if (over.aborted) return null
    message = error.message
    log.error(message, { code: error.code, hint: error.hint, cause: error.cause })
  }
  return { at: isoFromInstant(clock.now()), passed: message === '', message, codeVersion }
}

/** The verdict on a plate that came out right. Rejects with `synthetic-failed` otherwise. */
async function gone(parts: RunParts, over: AbortSignal): Promise<SyntheticVerdict> {
  const { bench, quarantine } = parts
  const { settings } = bench
  const plan = settings.synthetic
  if (plan === null) throw new TypeError('Expected a plan for synthetic plates.')
  const plate = plateOf(settings, plan)
  const config = await quarantine.prepare({ settings, plan, plate })
  await hasRun(parts, { config, plan, over })
  const found = await quarantine.results(settings.folders.data)
  const verdict = syntheticVerdict(plate, found, plan.tolerancePercent)
  if (verdict.wrong.length > 0) throw differs(verdict)
  return verdict
}

function plateOf({ layouts, assays }: Settings, { layout: id }: SyntheticPlan): SyntheticPlate {
  const layout = layouts.get(id)?.value
  const assay = assays.get(layout?.assay ?? '')?.value
  if (layout === undefined || assay === undefined)
    throw new TypeError(`Expected a checked configuration with the layout '${id}'.`)
  return syntheticPlate(layout, assay)
}

interface Run {
  readonly config: string
  readonly plan: SyntheticPlan
  readonly over: AbortSignal
}

/** Rejects with `synthetic-failed` when it fails, or hangs and is killed. */
async function hasRun({ bench, runProgram }: RunParts, { config, plan, over }: Run): Promise<void> {
  const limit = new AbortController()
  const callOff = bench.clock.after(plan.withinMin * MINUTE_MS, () => limit.abort())
  const either = AbortSignal.any([over, limit.signal])
  const args = ['run', '--once', '--config', config]
  const end = await runProgram(args, { over: either, isPatient: true })
  callOff()
  if (limit.signal.aborted)
    throw failed(`It hung, and was killed after ${plan.withinMin} minutes.`, saidBy(end))
  if (end.error === null) return
  const [first = ''] = end.stderr.trim().split('\n')
  const why = first.replace(/^assayd: /, '') || `It ended early: ${end.error.message}.`
  throw failed(why, saidBy(end))
}

/** The last lines of both outputs. */
function saidBy({ stdout, stderr }: ProgramEnd): string {
  return `${stdout}${stderr}`.trim().split('\n').slice(-SAID_LINES_MAX).join('\n')
}

function differs({ wrong, concentrations, responses }: SyntheticVerdict): AssaydError {
  const told = wrong.slice(0, TOLD_MAX).join(' ')
  const message = `${wrong.length} of ${concentrations + responses} numbers are wrong: ${told}`
  return failed(message, wrong.join('\n'))
}

function failed(message: string, cause: string): AssaydError {
  const hint = "Look at 'synthetic' in the data folder: truth.csv, the exports and the log."
  return new AssaydError('synthetic-failed', message, { hint, cause })
}
