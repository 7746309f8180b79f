import type { Bench } from '../bench.ts'
import type { Beside, Companion } from '../companions.ts'
import { AssaydError } from '../core/errors.ts'
import { unplanned } from './backup-desk.ts'
import { isBackupDue } from './backup-due.ts'
import { grownMs } from '../flow/growing-wait.ts'
import type { BackupPlan, Keeper, KnownBackup } from '../ports/keeping.ts'
import { untilOver } from '../flow/until-over.ts'
import { wait } from '../flow/wait.ts'

/** How often it is looked whether a backup is due. */
const LOOK_EVERY_MS = 60_000
const AGAIN = { firstMs: 5 * 60_000, maxMs: 6 * 3_600_000 }

/**
 * Makes the backups that the configuration asks for, and those that people order, each in a process
 * of its own. One that fails is told of and tried again after growing waits; old ones go only when
 * a newer one was found good.
 */
export const backingUp: Companion = (beside) =>
  untilOver(async (over) => {
    const { backups } = beside
    const unsound: KnownBackup[] = []
    for (let failures = 0; !over.aborted;) {
      const end = await backedUpIfDue(beside, { over, unsound })
      failures = end === 'failed' ? failures + 1 : 0
      const againMs = end === 'failed' ? grownMs(AGAIN, failures - 1) : null
      backups.waitsFor(againMs)
      await waitOrOrder(beside, againMs ?? LOOK_EVERY_MS, over)
    }
  })

/** An order is not kept waiting for the next look. */
async function waitOrOrder(
  { bench, backups }: Pick<Beside, 'bench' | 'backups'>,
  ms: number,
  over: AbortSignal,
): Promise<void> {
  const ordered = new AbortController()
  const either = AbortSignal.any([over, ordered.signal])
  await Promise.race([wait(bench.clock, ms, either), backups.ordered()])
  ordered.abort()
}

interface Under {
  readonly over: AbortSignal
  /** Copies of ours in which something was found wrong; only the last one stays. */
  readonly unsound: KnownBackup[]
}

async function backedUpIfDue(
  beside: Pick<Beside, 'bench' | 'keeper' | 'backups'>,
  under: Under,
): Promise<'made' | 'not-due' | 'failed'> {
  const { bench, keeper, backups } = beside
  const plan = bench.settings.keeping.backup
  if (plan === null) {
    // It was ordered when there was a plan still.
    backups.end({ backup: null, error: unplanned() })
    return 'not-due'
  }
  try {
    const good = (await keeper.backups(plan.folder)).filter(({ isGood }) => isGood)
    bench.lastBackup.is(good.at(-1) ?? null)
    if (!backups.isOrdered() && !isBackupDue(plan, good, bench.clock.now())) return 'not-due'
    return await backedUp(beside, plan, under)
  } catch (error) {
    if (!(error instanceof AssaydError)) throw error
    bench.troubles.begin('backup', error)
    backups.end({ backup: null, error })
    return 'failed'
  }
}

/** Throws AssaydError with what is wrong with it. */
async function backedUp(
  { bench, keeper, backups }: Pick<Beside, 'bench' | 'keeper' | 'backups'>,
  plan: BackupPlan,
  { over, unsound }: Under,
): Promise<'made' | 'not-due'> {
  backups.begin()
  const { data: dataFolder } = bench.settings.folders
  const { backup, error } = await keeper.backUp({ dataFolder, folder: plan.folder, over })
  if (over.aborted) return 'not-due'
  for (const old of unsound.splice(0)) await keeper.removeBackup(old)
  if (backup !== null && error !== null) unsound.push(backup)
  backups.end({ backup, error })
  if (error !== null) throw error
  if (backup !== null) await made(bench, keeper, { plan, backup })
  return 'made'
}

/** A new backup is good: it is told, and the oldest make room for it. */
async function made(
  bench: Bench,
  keeper: Keeper,
  { plan, backup }: { readonly plan: BackupPlan; readonly backup: KnownBackup },
): Promise<void> {
  bench.lastBackup.is(backup)
  const { folder, madeAt } = backup
  bench.tell({ kind: 'backed-up', folder, madeAt })
  bench.troubles.end('backup', 'Backups are made again.')
  const all = await keeper.backups(plan.folder)
  const others = all.filter((one) => one.isGood && one.folder !== folder)
  for (const old of others.slice(0, Math.max(0, others.length + 1 - plan.keep))) {
    await keeper.removeBackup(old)
  }
}
