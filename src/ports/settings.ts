import type { Assay } from '../core/assay.ts'
import type { HealthLimits } from '../core/health/limits.ts'
import type { LogSettings } from '../core/log-settings.ts'
import type { Layout } from '../core/layout/layout.ts'
import type { Organism } from '../core/organism.ts'
import type { RunSheet } from '../core/run-sheet.ts'
import type { TextDialect } from '../core/text-dialect.ts'
import type { KeepingSettings } from './keeping.ts'
import type { KnownIdentity, LineChanges } from './ports.ts'
import type { SyntheticPlan } from './synthetic.ts'

/**
 * A configuration value with the file and text it was read from; `hash` is the SHA-256 of the text,
 * in hex.
 */
export interface Sourced<Value> {
  readonly value: Value
  readonly file: string
  readonly text: string
  readonly hash: string
}

/** One file of a configuration, by its name from the folder of the main file, with `/`. */
export interface ConfigFile {
  readonly name: string
  readonly text: string
  /** SHA-256 of the text in UTF-8, in hex. */
  readonly hash: string
}

/** The texts of a whole configuration. */
export interface ConfigVersion {
  /** SHA-256, in hex, of a line `HASH  NAME` for each file in order, as `sha256sum` writes them. */
  readonly hash: string
  readonly files: readonly ConfigFile[]
}

/** A configuration brought from one form to another, and the files that differ. */
export interface ConfigMigration {
  readonly from: number
  readonly to: number
  readonly files: readonly {
    readonly name: string
    readonly before: string
    readonly after: string
  }[]
}

/** What makes the daemon have a reader measure a plate. */
export type ReadTrigger =
  /** One plate each time the reader is found. */
  | 'on-connect'
  /** When exactly one waiting run sheet names the reader. */
  | 'on-run-sheet'
  /** One plate after another, for stackers and soak tests. */
  | 'repeatedly'
  /** Never: the reader is only listened to. */
  | 'listen'

/** A simulated reader on a real wire, in the instrument's place. */
export interface SimulatorSettings {
  /** CSV with `well` and one OD column a wavelength in nm. */
  readonly plateFile: string
  readonly barcode: string | null
  readonly pace: 'real' | 'fast'
  readonly fault: string | null
  readonly seed: number
  /** How often START is pressed at the reader, where that key gives plates; null: never. */
  readonly startEveryMs: number | null
}

/** One reader of the bench. */
export interface ReaderSettings {
  readonly id: string
  readonly driver: string
  /** `COM3`, `/dev/serial/by-id/…`, `tcp://host:port`, `folder:…`. */
  readonly port: string
  readonly trigger: ReadTrigger
  /** What replaces the line settings of the driver. */
  readonly line?: LineChanges
  /** What the reader and its adapter must say of themselves. */
  readonly identity?: KnownIdentity
  /** What the driver is told about this reader, as its own shape says; undefined when nothing. */
  readonly settings: unknown
  readonly defaultLayout: string | null
  readonly simulator: SimulatorSettings | null
}

/** Folders, absolute. */
export interface Folders {
  readonly data: string
  readonly exports: string
  readonly runSheets: string
}

/** Where the daemon listens. */
export interface ApiSettings {
  /** An address of loopback. */
  readonly host: string
  /** 0 takes any free one. */
  readonly port: number
  /** Where other machines reach it, by TLS and with accounts alone; null: nowhere. */
  readonly network: NetworkSettings | null
}

/** Where and how other machines reach the daemon. */
export interface NetworkSettings {
  /** An IP address. */
  readonly host: string
  readonly port: number
  /** By which names and addresses browsers reach it; lower case. */
  readonly names: readonly string[]
  /** Files are absolute paths. */
  readonly tls: 'generated' | { readonly cert: string; readonly key: string }
}

/** Everything the configuration says, checked. */
export interface Settings {
  readonly lab: string
  readonly file: string
  readonly folders: Folders
  readonly csv: TextDialect
  readonly api: ApiSettings
  readonly log: LogSettings
  readonly keeping: KeepingSettings
  readonly health: HealthLimits
  /** The plate that checks the whole way at intervals; null: there is none. */
  readonly synthetic: SyntheticPlan | null
  readonly readers: readonly ReaderSettings[]
  readonly assays: ReadonlyMap<string, Sourced<Assay>>
  readonly layouts: ReadonlyMap<string, Sourced<Layout>>
  readonly organisms: Sourced<readonly Organism[]>
  /** The texts that all of this was read from. */
  readonly version: ConfigVersion
}

/**
 * Reads the configuration and the run sheets. Both throw AssaydError with every mistake, one a
 * line, as `file:line: path: what, expected what`.
 */
export interface SettingsSource {
  /** With the settings in force, what cannot change while they are is a mistake too. */
  load(inForce?: Settings): Settings
  /** A text that changes when a file of the configuration may have changed; nothing is read. */
  look(known: ConfigVersion): Promise<string>
  /**
   * Where the data is, also when nothing else of the configuration can be read. Throws AssaydError
   * with every mistake when not even that can.
   */
  dataFolder(): string
  /**
   * Every run sheet as the folder has it now; sheets with mistakes are listed beside the good ones.
   */
  runSheets(settings: Settings): {
    readonly sheets: readonly Sourced<RunSheet>[]
    readonly mistakes: readonly string[]
    /** Null when the folder cannot be read. */
    readonly folder: SheetFolder | null
  }
}

/** What else there is to know of a folder of run sheets than the good ones in it. */
export interface SheetFolder {
  /**
   * What it is on, as the system numbers it: where a share is away, the folder in which it is seen
   * is empty and on another volume.
   */
  readonly volume: number
  /** Files that should be run sheets and cannot be taken for one as they are. */
  readonly unclear: readonly string[]
}
