import type { Command } from 'commander'

import type { Driver } from '../ports/driver.ts'
import type { Clock } from '../ports/clock.ts'
import type { Exporter, TextDialect } from '../ports/exporter.ts'
import type { Log } from '../ports/log.ts'
import type { Capture } from '../ports/capture.ts'
import type { ServedSimulator, ServeOptions } from '../ports/serve.ts'
import type { SettingsSource } from '../ports/settings.ts'
import type { Simulator, SimulatedPlate } from '../ports/simulator.ts'
import type { Store } from '../ports/store.ts'
import type { ReadTable } from '../ports/table.ts'

/** A driver with the simulator that stands beside it. */
export interface DriverPair {
  readonly driver: Driver
  readonly simulator: Simulator
}

/** Everything a command may use; `main.ts` alone knows what stands behind it. */
export interface Tools {
  readonly clock: Clock
  readonly log: Log
  readonly drivers: ReadonlyMap<string, DriverPair>
  readonly readTable: ReadTable
  readonly settings: (configFile: string) => SettingsSource
  readonly openStore: (dataFolder: string) => Store
  readonly exporters: (dialect: TextDialect) => readonly Exporter[]
  readonly readCapture: (file: string) => Capture
  readonly readPlateFile: (file: string, barcode: string | null) => SimulatedPlate
  readonly serveSimulator: (options: ServeOptions) => Promise<ServedSimulator>
  /** One line to standard output. */
  readonly print: (line: string) => void
}

/** Adds one command to the program. Actions throw AssaydError; `main.ts` prints it and exits 1. */
export type AddCommand = (program: Command, tools: Tools) => void
