import { isDeepStrictEqual } from 'node:util'

import type { Exporter } from './ports/exporter.ts'
import type { TextDialect } from './core/text-dialect.ts'
import type { ReaderSettings, Settings } from './ports/settings.ts'

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

/** An attached reader, with what may change while it is attached as the settings have it. */
export function asInForce(reader: ReaderSettings, { readers }: Settings): ReaderSettings {
  const now = readers.find(({ id }) => id === reader.id)
  if (now === undefined) return reader
  return { ...reader, trigger: now.trigger, defaultLayout: now.defaultLayout }
}

/** Whether two configurations of a reader differ at most in what may change while attached. */
export function isSameLine(one: ReaderSettings, other: ReaderSettings): boolean {
  const { trigger, defaultLayout } = one
  return isDeepStrictEqual(one, { ...other, trigger, defaultLayout })
}
