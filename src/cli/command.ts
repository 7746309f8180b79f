import type { Command } from 'commander'

import type { AssaydError } from '../core/errors.ts'
import type { HealthReport } from '../core/health/report.ts'
import type { StdoutFacts, StdoutKind } from '../core/log-settings.ts'
import type { Study } from '../core/study/study.ts'
import type { Driver, Heard } from '../ports/driver.ts'
import type { News } from '../ports/news.ts'
import type { Backups } from '../ports/backup.ts'
import type { Clock } from '../ports/clock.ts'
import type { RestSettings } from '../ports/health.ts'
import type { Exporter } from '../ports/exporter.ts'
import type { TextDialect } from '../core/text-dialect.ts'
import type { Capture } from '../ports/capture.ts'
import type { AccountReport, People } from '../ports/people.ts'
import type { ServedSimulator, ServeOptions } from '../ports/serve.ts'
import type { FoundPort, ProbeEnd, ProbeOptions } from '../ports/ports.ts'
import type { Services } from '../ports/service.ts'
import type { ConfigMigration, Settings, SettingsSource } from '../ports/settings.ts'
import type { Sheets } from '../ports/sheets.ts'
import type { Simulator, SimulatedPlate } from '../ports/simulator.ts'
import type { Store, StoreView } from '../ports/store.ts'
import type { Keeper } from '../ports/keeping.ts'
import type { ReadTable } from '../ports/table.ts'
import type { Verify, VerifyAtOnce } from '../ports/verify.ts'
import type { Transport } from '../ports/transport.ts'

import type { ExitCode } from './exit-codes.ts'
import type { AskSecret } from './secret.ts'

/** A driver with the simulator that stands beside it. */
export interface DriverPair {
  readonly driver: Driver
  readonly simulator: Simulator
}

/** How the daemon is run. */
export interface DaemonOptions {
  readonly configFile: string
  readonly once: boolean
  readonly stop: AbortSignal
  readonly tell: (news: News) => void
  /** What standard output is for, whatever the configuration says; null: what it says. */
  readonly stdout: StdoutKind | null
  /** Is called once the data folder is this daemon's own. */
  readonly begun: (settings: Settings) => void
  /** Is given what takes the configuration as it is now, for as long as the daemon runs. */
  readonly askedToReload?: (reload: () => void) => void
}

/**
 * How it ended: plates analysed and exported, and readers that gave none though one was asked of
 * each.
 */
export interface DaemonEnd {
  readonly plates: number
  readonly emptyHanded: readonly string[]
  /** What a stop left for the next start, a sentence each. */
  readonly left: readonly string[]
}

/** Everything a command may use; `main.ts` alone knows what stands behind it. */
export interface Tools {
  readonly clock: Clock
  /** The version stored with every analysis. */
  readonly codeVersion: string
  readonly drivers: ReadonlyMap<string, DriverPair>
  /** Drivers that are there but cannot be loaded, by id. */
  readonly brokenDrivers: ReadonlyMap<string, AssaydError>
  readonly readTable: ReadTable
  readonly settings: (configFile: string) => SettingsSource
  readonly sheets: Pick<Sheets, 'read'>
  readonly openStore: (dataFolder: string) => Store
  readonly hasDatabase: (dataFolder: string) => boolean
  /** Opens what is stored to look at it. */
  readonly openView: (dataFolder: string) => StoreView
  readonly exporters: (dialect: TextDialect) => readonly Exporter[]
  /** Writes a study into a folder; resolves to the files, rejects with AssaydError. */
  readonly writeStudy: (
    study: Study,
    target: { readonly folder: string; readonly dialect: TextDialect },
  ) => Promise<readonly string[]>
  /** Writes a table as CSV; rejects with AssaydError `export-write`. */
  readonly writeTable: (table: {
    readonly file: string
    readonly header: readonly string[]
    readonly rows: readonly (readonly (number | string | null)[])[]
    readonly dialect: TextDialect
  }) => Promise<void>
  readonly readCapture: (file: string) => Capture
  readonly readPlateFile: (file: string, barcode: string | null) => SimulatedPlate
  readonly serveSimulator: (options: ServeOptions) => Promise<ServedSimulator>
  /** Runs the daemon until stopped, or until every reader gave a plate when `once`. */
  readonly runDaemon: (options: DaemonOptions) => Promise<DaemonEnd>
  /** What the driver named in a capture makes of it. */
  readonly hearAgain: (capture: Capture) => Promise<readonly Heard[]>
  /** Writes a YAML file, with its folder. Throws AssaydError `export-write`. */
  readonly writeYaml: (file: {
    readonly file: string
    readonly value: unknown
    readonly comment: readonly string[]
    readonly replace: boolean
  }) => void
  /** Rewrites a configuration in the newest form. Throws AssaydError. */
  readonly migrateConfig: (configFile: string, how: { readonly dryRun: boolean }) => ConfigMigration
  /** The serial ports of this machine. */
  readonly listPorts: () => Promise<readonly FoundPort[]>
  /** Looks for a reader with safe commands alone. */
  readonly probe: (options: ProbeOptions) => Promise<ProbeEnd>
  /** The way to a port; nothing is opened yet. Throws AssaydError `port-address`. */
  readonly openTransport: (port: string) => Transport
  readonly verify: Verify
  readonly verifyAtOnce: VerifyAtOnce
  readonly backups: Backups
  /** Health while no daemon runs, from the database and the disks; nothing is written. */
  readonly healthAtRest: (settings: RestSettings) => Promise<HealthReport>
  readonly keeper: Pick<Keeper, 'backups'>
  /** `ok`, or what is wrong with the database of a folder; null when there is none. */
  readonly checkDatabase: (dataFolder: string) => string | null
  /** The program ends with this when the command is done. */
  readonly exitWith: (code: ExitCode) => void
  /** People with accounts, in a store. */
  readonly people: (store: Store) => People
  /** Every account of a store that is only looked at. */
  readonly accountReports: (view: StoreView) => readonly AccountReport[]
  readonly askSecret: AskSecret
  /** The user of the operating system that this process runs as. */
  readonly localUser: string
  /** Where standard output leads. */
  readonly stdout: StdoutFacts
  readonly services: Services
  /** One line to standard output. */
  readonly print: (line: string) => void
  /** Words to standard error, where programs that read the output do not meet them. */
  readonly warn: (text: string) => void
}

/** Adds one command to the program. Actions throw AssaydError; `main.ts` prints it and exits 1. */
export type AddCommand = (program: Command, tools: Tools) => void
