import './fit-node.ts'

import { availableParallelism } from 'node:os'

import { from, lastValueFrom, toArray } from 'rxjs'

import type { Tools } from './cli/command.ts'
import { complaint } from './cli/complaint.ts'
import { exitCodeOf } from './cli/exit-codes.ts'
import { programOf } from './cli/program.ts'
import { secretsFrom } from './cli/secret.ts'
import { AssaydError } from './core/errors.ts'
import { missingDriver } from './core/missing-driver.ts'
import { writeStudy } from './export/study.ts'
import { healthAtRest } from './health/health-at-rest.ts'
import { writeTable } from './export/write-table.ts'
import type { Capture } from './ports/capture.ts'
import type { Heard } from './ports/driver.ts'
import { accountReports } from './people/accounts-admin.ts'
import { peopleOf } from './people/people.ts'
import { probe } from './readers/probe.ts'
import { closedOff, heardBy } from './readers/reading.ts'
import { driverFor } from './registry.ts'
import { runDaemon, type World } from './run-daemon.ts'
import { readCapture } from './serial/capture.ts'
import { findPorts } from './serial/list-ports.ts'
import { services } from './service/services.ts'
import { readTable } from './settings/csv-table.ts'
import { migrateConfig } from './settings/migrate-config.ts'
import { settingsFrom } from './settings/settings-source.ts'
import { writeYaml } from './settings/yaml-file.ts'
import { checkDatabase } from './store/check-database.ts'
import { backups } from './store/backup.ts'
import { hasDatabase } from './store/database.ts'
import { openView } from './store/open-store.ts'
import { verified } from './verify/verify.ts'
import { verifiedAtOnce } from './verify-at-once.ts'
import { realWorld, stdoutFacts, verifyPartsOf, version } from './world.ts'

function toolsOf(world: World): Tools {
  const { drivers, brokenDrivers, rules } = world
  const known = [...drivers.keys(), ...brokenDrivers.keys()]
  const told = new Map(
    [...drivers].map(([id, { driver, simulator }]) => {
      const faults = Object.keys(simulator.faults)
      const { starts } = driver.facts.abilities
      return [id, { faults, starts, shape: driver.settings?.schema ?? null }] as const
    }),
  )
  const settings: Tools['settings'] = (file) => settingsFrom(file, known, { drivers: told, rules })
  return {
    ...world,
    settings,
    openView,
    readTable,
    readCapture,
    writeStudy,
    writeTable,
    writeYaml,
    migrateConfig,
    runDaemon: ({ configFile, ...options }) =>
      runDaemon(world, { ...options, source: settings(configFile) }),
    people: (store) => peopleOf({ store, clock: world.clock }),
    accountReports: (view) => accountReports(view.people, world.clock),
    askSecret: secretsFrom(process.stdin, process.stderr),
    listPorts: findPorts,
    probe: (options) => probe(world, options),
    hearAgain: (capture) => hearAgain(world, capture),
    backups,
    services,
    verify: (folder, scope) => verified(verifyPartsOf(world, folder), scope),
    verifyAtOnce: (folder, scope) => {
      const threads = availableParallelism()
      return verifiedAtOnce(verifyPartsOf(world, folder), scope, { ...folder, threads })
    },
    healthAtRest: (at) => healthAtRest({ ...world, openView }, at),
    checkDatabase,
    hasDatabase,
    exitWith: (code) => void (process.exitCode = code),
    stdout: stdoutFacts(),
    print: (line) => void process.stdout.write(`${line}\n`),
    warn: (text) => void process.stderr.write(complaint(text)),
  }
}

/** A capture through a fresh decoder; everything it says, in order. */
async function hearAgain(world: World, capture: Capture): Promise<readonly Heard[]> {
  const { driver } = capture.header
  const pair = world.drivers.get(driver)
  if (pair === undefined) throw missingDriver('The capture', driver, world)
  const heard$ = from(closedOff(capture.events)).pipe(
    heardBy(driverFor(pair, capture.header.settings), capture.header),
    toArray(),
  )
  return (await lastValueFrom(heard$)).map(({ heard }) => heard)
}

/** One line a mistake, one object for programs; a stack only for faults of ours, and on demand. */
function complain(error: unknown): void {
  const debug = process.argv.includes('--debug')
  if (error instanceof AssaydError && process.argv.includes('--json')) {
    const { code, message, hint } = error
    process.stderr.write(`${JSON.stringify({ problem: { code, message, hint } })}\n`)
  } else if (error instanceof AssaydError) {
    process.stderr.write(complaint(error.message, error.hint))
    if (debug) process.stderr.write(`${error.stack ?? ''}\n`)
  } else {
    process.stderr.write(`assayd: a fault of assayd itself: ${stackOf(error, debug)}\n`)
  }
}

function stackOf(error: unknown, debug: boolean): string {
  if (!(error instanceof Error)) return String(error)
  return debug ? (error.stack ?? error.message) : `${error.message} (again with --debug for more)`
}

// A reader of our output that has seen enough, as `head` has, is no fault: other commands end with
// it, and the daemon goes on without an audience.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  if (!process.argv.includes('run')) process.exit(0)
})
try {
  await programOf(toolsOf(await realWorld()), version).parseAsync()
} catch (error) {
  complain(error)
  process.exitCode = exitCodeOf(error)
}
