import type { LastBackup } from './upkeep/last-backup.ts'
import type { Outbox } from './upkeep/outbox.ts'
import type { QualityRule } from './core/quality/rule.ts'
import type { Clock } from './ports/clock.ts'
import type { Exporter } from './ports/exporter.ts'
import type { News } from './ports/news.ts'
import type { Settings, SettingsSource } from './ports/settings.ts'
import type { Sheets } from './ports/sheets.ts'
import type { Store } from './ports/store.ts'
import type { StoreGate } from './plates/store-gate.ts'
import type { Troubles } from './health/troubles.ts'

/**
 * What every reader of a bench shares: time, memory, configuration, rules, and somebody to tell.
 */
export interface Bench {
  readonly clock: Clock
  readonly store: Store
  /** What comes of the store's faults. */
  readonly gate: StoreGate
  /**
   * The configuration in force, which may be another one the next moment: what must see one version
   * throughout takes it once.
   */
  readonly settings: Settings
  readonly source: SettingsSource
  readonly sheets: Sheets
  readonly rules: readonly QualityRule[]
  /** Those of the settings in force. */
  readonly exporters: readonly Exporter[]
  /** Stored with each analysis. */
  readonly codeVersion: string
  readonly tell: (news: News) => void
  /** What of the daemon itself does not work. */
  readonly troubles: Troubles
  /** Where results wait to be written out; null when they are written at once, in a single run. */
  readonly outbox: Outbox | null
  /** For whoever shows how well things are kept. */
  readonly lastBackup: LastBackup
}
