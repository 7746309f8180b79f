import './fit-node.ts'

import { join } from 'node:path'

import { Command } from 'commander'
import { from, lastValueFrom, toArray } from 'rxjs'

import packageFile from '../package.json' with { type: 'json' }
import { addCheck } from './cli/check.ts'
import type { Tools } from './cli/command.ts'
import { addExport } from './cli/export.ts'
import { addFit } from './cli/fit.ts'
import { addLayout } from './cli/layout.ts'
import { addPlates } from './cli/plates.ts'
import { addReplay } from './cli/replay.ts'
import { addRun } from './cli/run.ts'
import { addShow } from './cli/show.ts'
import { addSimulate } from './cli/simulate.ts'
import { AssaydError } from './core/errors.ts'
import { csvExporters } from './export/csv.ts'
import { winstonLog } from './log/winston-log.ts'
import type { Capture } from './ports/capture.ts'
import type { Heard } from './ports/driver.ts'
import { heardBy } from './reading.ts'
import { loadDrivers, loadRules } from './registry.ts'
import { runDaemon, type World } from './run-daemon.ts'
import { createCapture, readCapture } from './serial/capture.ts'
import { openTransport } from './serial/open-transport.ts'
import { serveSimulator } from './serial/serve-simulator.ts'
import { readTable } from './settings/csv-table.ts'
import { readPlateFile } from './settings/plate-file.ts'
import { settingsFrom } from './settings/settings-source.ts'
import { openStore } from './store/open-store.ts'
import { systemClock } from './system-clock.ts'

const COMMANDS = [
  addRun,
  addCheck,
  addLayout,
  addPlates,
  addShow,
  addExport,
  addFit,
  addSimulate,
  addReplay,
]

const { version } = packageFile
const clock = systemClock

async function world(): Promise<World> {
  return {
    clock,
    codeVersion: version,
    drivers: await loadDrivers(new URL('../drivers/', import.meta.url)),
    rules: await loadRules(new URL('core/quality/', import.meta.url)),
    openStore,
    openLog: (dataFolder) =>
      winstonLog({ folder: join(dataFolder, 'logs'), level: 'info', console: false }),
    exporters: csvExporters,
    openTransport: (port) => openTransport(port, clock),
    createCapture: (dataFolder, header) => createCapture(join(dataFolder, 'captures'), header),
    readCapture: (dataFolder, file) => readCapture(join(dataFolder, 'captures', file)),
    readPlateFile,
    serveSimulator: (options) => serveSimulator({ ...options, clock }),
  }
}

function toolsOf(outside: World): Tools {
  const { drivers } = outside
  const settings = (file: string): ReturnType<Tools['settings']> =>
    settingsFrom(file, [...drivers.keys()])
  return {
    ...outside,
    settings,
    readTable,
    readCapture,
    runDaemon: ({ configFile, ...options }) =>
      runDaemon(outside, { ...options, source: settings(configFile) }),
    hearAgain: (capture) => hearAgain(outside, capture),
    print: (line) => void process.stdout.write(`${line}\n`),
  }
}

/** A capture through a fresh decoder; everything it says, in order. */
async function hearAgain({ drivers }: World, capture: Capture): Promise<readonly Heard[]> {
  const pair = drivers.get(capture.header.driver)
  if (pair === undefined) {
    throw new AssaydError('driver-unknown', `No driver is called '${capture.header.driver}'.`, {
      hint: `Known drivers: ${[...drivers.keys()].join(', ')}.`,
    })
  }
  const heard$ = from(capture.events).pipe(heardBy(pair.driver), toArray())
  return (await lastValueFrom(heard$)).map(({ heard }) => heard)
}

/** One line a mistake; a stack only for faults of ours, and on demand. */
function complain(error: unknown): void {
  const debug = process.argv.includes('--debug')
  if (error instanceof AssaydError) {
    process.stderr.write(`assayd: ${error.message}\n`)
    if (error.hint !== '') process.stderr.write(`        ${error.hint}\n`)
    if (debug) process.stderr.write(`${error.stack ?? ''}\n`)
  } else {
    process.stderr.write(`assayd: a fault of assayd itself: ${stackOf(error, debug)}\n`)
  }
}

function stackOf(error: unknown, debug: boolean): string {
  if (!(error instanceof Error)) return String(error)
  return debug ? (error.stack ?? error.message) : `${error.message} (again with --debug for more)`
}

const program = new Command('assayd')
  .description('Hears ELISA plate readers and turns plates into concentrations and responses.')
  .version(version)
  .option('--debug', 'show the stack of an error')
const tools = toolsOf(await world())
for (const add of COMMANDS) add(program, tools)
try {
  await program.parseAsync()
} catch (error) {
  complain(error)
  process.exitCode = 1
}
