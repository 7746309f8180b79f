import type { Beside, Companion } from '../companions.ts'
import { isSyntheticDue } from './synthetic-due.ts'
import { syntheticRun } from './synthetic-run.ts'
import { AssaydError } from '../core/errors.ts'
import type { SyntheticEnd } from '../ports/synthetic.ts'
import { untilOver } from '../flow/until-over.ts'
import { wait } from '../flow/wait.ts'

/** How often it is looked whether a synthetic plate is due. */
const LOOK_EVERY_MS = 60_000

/**
 * Sends a synthetic plate the whole way at the intervals of the configuration, in a process and a
 * folder of its own, and tells whether it came out as it was made.
 */
export const checkingTheWay: Companion = (beside) =>
  untilOver(async (over) => {
    const { bench, quarantine } = beside
    const log = beside.log.child({ area: 'synthetic' })
    let last = await quarantine.lastEnd(bench.settings.folders.data)
    await noted(beside, last, over)
    while (!over.aborted) {
      const plan = bench.settings.synthetic
      if (isSyntheticDue({ plan, last, codeVersion: bench.codeVersion }, bench.clock.now())) {
        last = (await syntheticRun({ ...beside, log }, over)) ?? last
        if (!over.aborted && last !== null) await kept({ ...beside, log }, last)
      }
      await noted(beside, last, over)
      await wait(bench.clock, LOOK_EVERY_MS, over)
    }
  })

/** Health knows it at once; without a plan nobody is told of earlier plates. */
async function noted(
  { bench, health }: Beside,
  last: SyntheticEnd | null,
  over: AbortSignal,
): Promise<void> {
  if (over.aborted || !health.noteSynthetic(bench.settings.synthetic && last)) return
  await health.refresh()
}

/** A plate whose end cannot be kept is made again after the next start. */
async function kept({ bench, quarantine, log }: Beside, end: SyntheticEnd): Promise<void> {
  try {
    await quarantine.keepEnd(bench.settings.folders.data, end)
  } catch (error) {
    if (!(error instanceof AssaydError)) throw error
    log.warn(error.message, { code: error.code, hint: error.hint })
  }
}
