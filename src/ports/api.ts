import type { Clock } from './clock.ts'
import type { ConfigDesk } from './config-desk.ts'
import type { Desk } from './desk.ts'
import type { Office } from './office.ts'
import type { StoreView } from './store.ts'
import type { Settings } from './settings.ts'

/** What the daemon shows to people and programs of this machine. */
export interface ApiOptions {
  readonly desk: Desk
  readonly config: ConfigDesk
  readonly store: StoreView
  readonly office: Office
  readonly clock: Clock
  readonly settings: Settings
  readonly codeVersion: string
  /** The user of the operating system that the daemon runs as. */
  readonly localUser: string
}

/** A listening API. */
export interface ServedApi {
  /** `http://127.0.0.1:7437`. */
  readonly url: string
  close(): Promise<void>
}

/** How a command of this machine finds the daemon that runs on a data folder. */
export interface ApiAddress {
  readonly url: string
  /** Proves that the caller may read the data folder. */
  readonly token: string
  readonly pid: number
}
