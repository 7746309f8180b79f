import { filter, firstValueFrom, map } from 'rxjs'

import type { ApiOptions, ServedApi } from '../../src/ports/api.ts'
import type { Desk, ReaderReport } from '../../src/ports/desk.ts'
import type { ReadTrigger } from '../../src/ports/settings.ts'
import { scene, type Scene } from './daemon-scene.ts'

/** A running daemon in simulated time, with its desk in the test's hands. */
export interface StaffedScene {
  readonly set: Scene
  readonly desk: Desk
  /** What the daemon gives to its API. */
  readonly shown: ApiOptions
  /** Lets time run until the reader's report is so; what it is already counts. */
  readonly until: (isSo: (reader: ReaderReport) => boolean) => Promise<ReaderReport>
  readonly end: () => Promise<void>
}

/** Starts a daemon with one ELx and waits until it answered. */
export async function atDesk(setting: {
  readonly trigger: ReadTrigger
  readonly understands?: () => boolean
}): Promise<StaffedScene> {
  const opened = Promise.withResolvers<ApiOptions>()
  const serveApi = async (options: ApiOptions): Promise<ServedApi> => {
    opened.resolve(options)
    return { url: 'none', network: null, close: async () => {} }
  }
  const set = scene({ ...setting, world: { serveApi } })
  const run = set.bench.run({ once: false, stop: set.stop.signal })
  const shown = await set.clock.runUntil(opened.promise)
  const { desk } = shown
  const until = async (isSo: (reader: ReaderReport) => boolean): Promise<ReaderReport> => {
    const now = desk.reader('elx')
    if (isSo(now)) return now
    const later = desk.changes().pipe(
      map(({ reader }) => reader),
      filter(isSo),
    )
    return set.clock.runUntil(firstValueFrom(later))
  }
  await until(({ state }) => state === 'idle')
  return {
    set,
    desk,
    shown,
    until,
    end: async () => {
      set.stop.abort()
      await set.clock.runUntil(run)
    },
  }
}
