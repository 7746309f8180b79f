import { openBell } from '../flow/bell.ts'
import type { Bench } from '../bench.ts'
import { AssaydError } from '../core/errors.ts'
import { grownMs } from '../flow/growing-wait.ts'
import type { ExportInput } from '../ports/exporter.ts'
import { writeExports } from './write-exports.ts'

/** Waits between tries at an export folder that does not take the files. */
const AGAIN = { firstMs: 2_000, maxMs: 5 * 60_000 }
/** A folder that has not answered for so long is told of. */
const SLOW_MS = 30_000
/** After so many refusals in a row it is the folder and no single file. */
const REFUSALS_MAX = 3

/** Where analyses wait until their files are written. */
export interface Outbox {
  /** Something waits now. */
  wake(): void
  /** Writes what waits, in the order it was analysed, until the signal; tries again what failed. */
  work(over: AbortSignal): Promise<void>
  /** Resolves when nothing waits that could be written now, or after so long. */
  emptied(limitMs: number): Promise<void>
}

export type OutboxParts = Pick<
  Bench,
  'clock' | 'store' | 'settings' | 'exporters' | 'tell' | 'troubles'
>

/**
 * The way out for results, apart from the readers: what waits stands in the store, one analysis is
 * written at a time, and none is begun while the one before hangs. A folder that is gone or full is
 * told of once, tried again after growing waits and with every new result, and told of once more
 * when all is written.
 */
export function openOutbox(bench: OutboxParts): Outbox {
  const bell = openBell()
  const idlers = new Set<() => void>()
  let isIdle = false
  let failures = 0
  const rest = async (isDone: boolean): Promise<void> => {
    const againMs = grownMs(AGAIN, failures)
    failures = isDone ? 0 : failures + 1
    const callOff = isDone ? () => {} : bench.clock.after(againMs, bell.ring)
    isIdle = !bell.isRinging()
    if (isIdle) for (const idler of idlers) idler()
    await bell.rung()
    isIdle = false
    callOff()
  }
  return {
    wake: bell.ring,
    work: async (over) => {
      over.addEventListener('abort', bell.ring, { once: true })
      while (!over.aborted) await rest(await writeAll(bench, over))
    },
    emptied: (limitMs) =>
      new Promise((resolve) => {
        const end = (): void => {
          callOff()
          idlers.delete(end)
          resolve()
        }
        const callOff = bench.clock.after(limitMs, end)
        idlers.add(end)
        if (isIdle && !bell.isRinging()) end()
      }),
  }
}

/** Goes once through what waits; true when nothing is left. */
async function writeAll(bench: OutboxParts, over: AbortSignal): Promise<boolean> {
  const refused = new Set<string>()
  let refusals = 0
  const isTold = (): boolean => bench.troubles.now().some(({ part }) => part === 'exports')
  const wasTold = isTold()
  try {
    for (const id of bench.store.exportsWaiting()) {
      const input = bench.store.waitingExport(id)
      // An earlier version of a plate is written before a later one, or neither.
      if (input === undefined || refused.has(input.stored.plate)) continue
      const error = await written(bench, input, over)
      if (over.aborted) return true
      refusals = error === undefined ? 0 : refusals + 1
      if (error === undefined) continue
      refused.add(input.stored.plate)
      bench.troubles.begin('exports', error)
      if (refusals === REFUSALS_MAX) return false
    }
    if (refused.size > 0) return false
    // What waited meanwhile is written in the next round, and then all is well.
    if (isTold() && !wasTold) return false
    bench.troubles.end('exports', 'All results are exported again.')
    return true
  } catch (error) {
    if (!(error instanceof AssaydError)) throw error
    bench.troubles.begin('exports', error)
    return false
  }
}

/**
 * Writes one analysis, however long that takes, or until it is over; what the world refused is the
 * answer.
 */
function written(
  bench: OutboxParts,
  input: ExportInput,
  over: AbortSignal,
): Promise<AssaydError | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<AssaydError | undefined>()
  const giveUp = (): void => resolve(undefined)
  const callOff = bench.clock.after(SLOW_MS, () => {
    bench.troubles.begin('exports', slow(bench.settings.folders.exports))
  })
  over.addEventListener('abort', giveUp, { once: true })
  writeExports(bench, input, () => !over.aborted)
    .then(giveUp, (error: unknown) => {
      if (error instanceof AssaydError) resolve(error)
      else reject(error)
    })
    .finally(() => {
      callOff()
      over.removeEventListener('abort', giveUp)
    })
  return promise
}

function slow(folder: string): AssaydError {
  const message = `Writing into '${folder}' has not come back for ${SLOW_MS / 1000} s.`
  return new AssaydError('export-slow', message, {
    hint: 'Check the network and the computer with the share; results are safe in the database.',
  })
}
