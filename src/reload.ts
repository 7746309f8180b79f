import { Observable } from 'rxjs'

import { changedFiles, type FileChange } from './core/changed-files.ts'
import { AssaydError } from './core/errors.ts'
import type { InForce } from './in-force.ts'
import { isoFromInstant, type Clock } from './ports/clock.ts'
import type { ConfigDesk, ConfigReport } from './ports/config-desk.ts'
import type { News } from './ports/news.ts'
import type { SettingsSource } from './ports/settings.ts'
import type { Store } from './ports/store.ts'
import type { Roster } from './readers/roster.ts'

const LOOK_EVERY_MS = 1_000
/**
 * Files that an edit names may come after it, and are not looked at before: what was refused is
 * tried again.
 */
const REFUSED_AGAIN_AFTER_LOOKS = 5

/** What is behind the configuration in force. */
export interface ReloadParts {
  readonly clock: Clock
  readonly source: SettingsSource
  readonly store: Pick<Store, 'saveConfiguration'>
  readonly inForce: InForce
  readonly roster: Pick<Roster, 'check' | 'want'>
  readonly codeVersion: string
  readonly tell: (news: News) => void
}

/**
 * Takes edits of the configuration into force while the daemon runs: read and checked whole, kept
 * in the store, and only then in force, at one moment. An edit with a mistake changes nothing, and
 * is told once.
 */
export class Reloading implements ConfigDesk {
  readonly #parts: ReloadParts
  #takenAt: string
  #refused: ConfigReport['refused'] = null

  /** Keeps what is in force at the start. */
  constructor(parts: ReloadParts) {
    this.#parts = parts
    this.#takenAt = this.#now()
    this.#keep()
  }

  report(): ConfigReport {
    const { file, version } = this.#parts.inForce.settings
    return { file, version, takenAt: this.#takenAt, refused: this.#refused }
  }

  reload(): readonly FileChange[] {
    try {
      return this.#take()
    } catch (error) {
      if (error instanceof AssaydError) this.#refuse(error)
      throw error
    }
  }

  /** Reloads, and leaves it at having told what is wrong. */
  try(): void {
    try {
      this.reload()
    } catch (error) {
      if (!(error instanceof AssaydError)) throw error
    }
  }

  /** Takes edits once the files stay as they are from one look to the next. */
  readonly watch$ = new Observable<never>((watching) => {
    const { clock, source, inForce } = this.#parts
    const sight = { seen: '', tried: '', looks: 0 }
    let callOff = (): void => {}
    const look = async (): Promise<void> => {
      const now = await source.look(inForce.settings.version)
      if (watching.closed) return
      const isStill = now === sight.seen
      sight.seen = now
      sight.looks += 1
      const again = this.#refused !== null && sight.looks >= REFUSED_AGAIN_AFTER_LOOKS
      if (isStill && (now !== sight.tried || again)) {
        sight.tried = now
        sight.looks = 0
        this.try()
      }
      callOff = clock.after(LOOK_EVERY_MS, start)
    }
    const start = (): void => void look().catch((error: unknown) => watching.error(error))
    start()
    return () => callOff()
  })

  #take(): readonly FileChange[] {
    const { source, inForce, roster, tell } = this.#parts
    const before = inForce.settings
    const settings = source.load(before)
    const isMended = this.#refused !== null
    const isSame = settings.version.hash === before.version.hash
    const changes = changedFiles(before.version.files, settings.version.files)
    if (!isSame) {
      roster.check(settings.readers)
      this.#keep(settings)
      inForce.replace(settings)
      roster.want(settings.readers)
      this.#takenAt = this.#now()
    }
    this.#refused = null
    if (!isSame || isMended) {
      tell({ kind: 'configured', part: 'configuration', hash: settings.version.hash, changes })
    }
    return changes
  }

  #refuse(error: AssaydError): void {
    const isTold = this.#refused?.error.message === error.message
    if (isTold) return
    this.#refused = { at: this.#now(), error }
    this.#parts.tell({ kind: 'config-refused', part: 'configuration', error })
  }

  #keep({ version } = this.#parts.inForce.settings): void {
    const { store, codeVersion } = this.#parts
    store.saveConfiguration({ version, takenAt: this.#now(), codeVersion })
  }

  #now(): string {
    return isoFromInstant(this.#parts.clock.now())
  }
}
