import { join } from 'node:path'

import type { Bench } from '../bench.ts'
import type { Companion } from '../companions.ts'
import { AssaydError } from '../core/errors.ts'
import type { CaptureArchive, OldCapture } from '../ports/archive.ts'
import { instantFromIso, isoFromInstant } from '../ports/clock.ts'
import type { Keeper } from '../ports/keeping.ts'
import { untilOver } from '../flow/until-over.ts'
import { wait } from '../flow/wait.ts'

/** Readers are found first. */
const FIRST_LOOK_MS = 5 * 60_000
const LOOK_EVERY_MS = 3_600_000
const DAY_MS = 86_400_000
/** The rest waits for the next look. */
const MOVED_MAX = 200
/** So many damaged files are more than a moment's mistake: somebody must come first. */
const DAMAGED_MAX = 20
/** What speaks against one capture and not against the next. */
const OF_ONE_FILE: ReadonlySet<string> = new Set([
  'backup-damaged',
  'capture-damaged',
  'archive-away',
])
/** The archive, in the folder of backups. */
const ARCHIVE = 'captures'

/**
 * Takes old captures out of the data folder as the configuration says, each only when it stands in
 * the newest good backup and in the archive beside the backups, both read back at that moment.
 */
export const retaining: Companion = ({ bench, keeper }) =>
  untilOver((over) => retained({ bench, keeper, over }))

interface Looking {
  readonly bench: Pick<Bench, 'clock' | 'settings' | 'store' | 'tell' | 'troubles'>
  readonly keeper: Pick<Keeper, 'backups' | 'archive'>
  readonly over: AbortSignal
}

/** Looks once an hour until it is over. */
export async function retained(looking: Looking): Promise<void> {
  const { bench, over } = looking
  await wait(bench.clock, FIRST_LOOK_MS, over)
  while (!over.aborted) {
    await looked(looking)
    await wait(bench.clock, LOOK_EVERY_MS, over)
  }
}

async function looked({ bench, keeper, over }: Looking): Promise<void> {
  const { keeping, folders } = bench.settings
  const { backup: plan, capturesDays } = keeping
  try {
    const damaged: AssaydError[] = []
    if (plan !== null && capturesDays !== null) {
      const backup = (await keeper.backups(plan.folder)).findLast(({ isGood }) => isGood)
      if (backup === undefined) return
      const where = {
        data: folders.data,
        backup: backup.folder,
        archive: join(plan.folder, ARCHIVE),
      }
      const before = bench.clock.now().epochMs - capturesDays * DAY_MS
      const way = { bench, over, where, before, captures: keeper.archive }
      damaged.push(...(await archivedOld(way)))
    }
    if (over.aborted) return
    const [first] = damaged
    if (first === undefined) bench.troubles.end('retention', 'Old captures are archived again.')
    else bench.troubles.begin('retention', together(first, damaged))
  } catch (error) {
    if (!(error instanceof AssaydError)) throw error
    if (!over.aborted) bench.troubles.begin('retention', error)
  }
}

function together({ code, hint }: AssaydError, all: readonly AssaydError[]): AssaydError {
  return new AssaydError(code, all.map(({ message }) => message).join('\n'), { hint })
}

/** One look's way through the old captures. */
interface Way extends Pick<Looking, 'bench' | 'over'> {
  readonly captures: CaptureArchive
  /** Folders, absolute: the newest good backup among them. */
  readonly where: { readonly data: string; readonly backup: string; readonly archive: string }
  /** What began earlier may go; milliseconds since 1970. */
  readonly before: number
}

/** Gives what was found damaged and therefore stays. */
async function archivedOld(way: Way): Promise<readonly AssaydError[]> {
  const { bench, over, where, captures, before } = way
  // Folders are named by local days, wherever that was.
  const untilDay = new Date(before + DAY_MS).toISOString().slice(0, 10)
  const files = await captures.files(where.data, untilDay)
  const damaged: AssaydError[] = []
  let moved = 0
  for (const file of files) {
    if (over.aborted || moved >= MOVED_MAX || damaged.length >= DAMAGED_MAX) break
    try {
      if (await isMoved(way, file)) moved += 1
    } catch (error) {
      if (!isOfOneFile(error)) throw error
      damaged.push(error)
    }
  }
  if (moved > 0) bench.tell({ kind: 'archived', folder: where.archive, captures: moved })
  return damaged
}

function isOfOneFile(error: unknown): error is AssaydError {
  if (!(error instanceof AssaydError)) return false
  return OF_ONE_FILE.has(error.code)
}

/** A stop between the row and the end of the file is made up for by a next look. */
async function isMoved(way: Way, file: string): Promise<boolean> {
  const { bench, over, where, captures } = way
  const known = bench.store.oldCapture(file)
  if (known === undefined || known.seal === null || !isOld(known, way)) return false
  const { captureId, seal, archivedIn } = known
  const archive = archivedIn ?? where.archive
  const from = { dataFolder: where.data, file, seal, archive }
  if (archivedIn === null) {
    const end = await captures.copy({ ...from, backup: where.backup })
    // Who asked the daemon to stop closes the store.
    if (end === 'not-backed-up' || over.aborted) return false
    const at = isoFromInstant(bench.clock.now())
    bench.store.saveArchived({ captureId, folder: archive, sha256: seal.sha256, at })
  }
  await captures.removeOriginal(from)
  return true
}

function isOld({ isSettled, startedAt }: OldCapture, { before }: Way): boolean {
  return isSettled && instantFromIso(startedAt).epochMs < before
}
