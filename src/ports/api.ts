import type { BackupDesk } from './backup-desk.ts'
import type { Clock } from './clock.ts'
import type { ConfigDesk } from './config-desk.ts'
import type { Desk } from './desk.ts'
import type { People } from './people.ts'
import type { Office } from './office.ts'
import type { Store, StoreView } from './store.ts'
import type { HealthSource } from './health.ts'
import type { Settings, SettingsSource } from './settings.ts'
import type { Studies } from './studies.ts'
import type { VerifyDesk } from './verify-desk.ts'

/** What the laboratory has defined, as it is in force now. */
export interface Definitions {
  settings(): Settings
  /** Every run sheet in its folder, and the mistakes of those that are not used. */
  runSheets(): ReturnType<SettingsSource['runSheets']>
}

/** What the daemon shows to people and programs of this machine. */
export interface ApiOptions {
  readonly desk: Desk
  readonly config: ConfigDesk
  readonly store: StoreView
  /** Who asked for what leaves no row of its own. */
  readonly note: Store['note']
  readonly definitions: Definitions
  readonly health: HealthSource
  readonly office: Office
  readonly backups: BackupDesk
  readonly verifications: VerifyDesk
  readonly studies: Studies
  readonly clock: Clock
  readonly settings: Settings
  readonly codeVersion: string
  readonly people: People
  /** The user of the operating system that the daemon runs as. */
  readonly localUser: string
}

/** How other machines reach the daemon. */
export interface NetworkAddress {
  /** `https://0.0.0.0:7443`. */
  readonly url: string
  /** SHA-256 of the certificate, `AB:CD:…`, to compare with what a browser shows. */
  readonly fingerprint: string
}

/** A listening API. */
export interface ServedApi {
  /** `http://127.0.0.1:7437`. */
  readonly url: string
  readonly network: NetworkAddress | null
  close(): Promise<void>
}

/** How a command of this machine finds the daemon that runs on a data folder. */
export interface ApiAddress {
  readonly url: string
  /** Proves that the caller may read the data folder. */
  readonly token: string
  readonly pid: number
  readonly network: NetworkAddress | null
}
