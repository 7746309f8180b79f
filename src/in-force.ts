import type { Exporter, TextDialect } from './ports/exporter.ts'
import type { Settings } from './ports/settings.ts'

/**
 * The configuration that the daemon works by now. It is replaced as a whole at one moment, so that
 * whoever takes it once has one version of everything; what must not mix two versions, as the
 * computation of a plate, takes it once.
 */
export class InForce {
  #settings: Settings
  #exporters: readonly Exporter[]
  readonly #exportersOf: (dialect: TextDialect) => readonly Exporter[]

  constructor(settings: Settings, exportersOf: (dialect: TextDialect) => readonly Exporter[]) {
    this.#settings = settings
    this.#exportersOf = exportersOf
    this.#exporters = exportersOf(settings.csv)
  }

  get settings(): Settings {
    return this.#settings
  }

  /** They write the dialect of the settings. */
  get exporters(): readonly Exporter[] {
    return this.#exporters
  }

  /** From now on these hold. */
  replace(settings: Settings): void {
    this.#exporters = this.#exportersOf(settings.csv)
    this.#settings = settings
  }
}
