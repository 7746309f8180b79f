import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import packageFile from '../package.json' with { type: 'json' }
import { stdoutFor, type StdoutFacts } from './core/log-settings.ts'
import { csvExporters } from './export/csv.ts'
import { winstonLog } from './log/winston-log.ts'
import { localUser } from './people/local-user.ts'
import { openErrands } from './upkeep/errands.ts'
import { ownProgram } from './upkeep/own-program.ts'
import { loadDrivers, loadRules } from './registry.ts'
import type { StoreView } from './ports/store.ts'
import type { World } from './run-daemon.ts'
import { captureFiles, createCapture, readCaptureIn } from './serial/capture.ts'
import { openTransport } from './serial/open-transport.ts'
import { serveSimulator } from './serial/serve-simulator.ts'
import { systemdSupervisor } from './service/notify.ts'
import { readPlateFile } from './settings/plate-file.ts'
import { quarantine } from './settings/quarantine.ts'
import { sheets } from './settings/sheets.ts'
import { documentReader } from './settings/stored-documents.ts'
import { backups } from './store/backup.ts'
import { keeperWith } from './store/keeper.ts'
import { lockFolder } from './store/lock-folder.ts'
import { openStore } from './store/open-store.ts'
import { serveApi } from './web/serve-api.ts'
import { processVitals } from './health/vitals.ts'
import { systemClock as clock } from './system-clock.ts'
import type { VerifyParts } from './verify/verify.ts'

/** The version stored with every analysis. */
export const { version } = packageFile

/** Where the standard output of this process leads. */
export function stdoutFacts(): StdoutFacts {
  return {
    isTerminal: process.stdout.isTTY,
    journalStream: process.env['JOURNAL_STREAM'],
  }
}

/** The real world: every adapter of the daemon, wired. */
export async function realWorld(): Promise<World> {
  const runProgram = ownProgram(fileURLToPath(new URL('main.ts', import.meta.url)))
  return {
    clock,
    codeVersion: version,
    localUser: localUser(),
    ...(await loadDrivers(new URL('../drivers/', import.meta.url))),
    rules: await loadRules(new URL('core/quality/', import.meta.url)),
    sheets,
    lockFolder,
    openStore,
    openLog: (data, settings) => {
      const stdout = stdoutFor(settings.stdout, stdoutFacts())
      return winstonLog({
        ...settings,
        folder: join(data, 'logs'),
        stdout: stdout === 'people' ? 'none' : stdout,
      })
    },
    exporters: csvExporters,
    openTransport: (port, usb) => openTransport(port, clock, usb),
    createCapture: (data, header) => createCapture(join(data, 'captures'), header),
    captureFiles: (data) => captureFiles(join(data, 'captures')),
    readCapture: (data, file, archive) => readCaptureIn(join(data, 'captures'), file, archive),
    runProgram,
    openErrands: () => openErrands(fileURLToPath(new URL('errand-process.ts', import.meta.url))),
    keeper: keeperWith(runProgram),
    quarantine,
    readPlateFile,
    serveApi,
    vitals: processVitals(),
    findSupervisor: (trouble) => systemdSupervisor(process.env, trouble),
    serveSimulator: (options) => serveSimulator({ ...options, clock }),
  }
}

/** What a verification of a data folder is made with. */
export function verifyPartsOf(
  world: Pick<World, 'drivers' | 'brokenDrivers' | 'rules' | 'codeVersion' | 'readCapture'>,
  { store, dataFolder }: { readonly store: StoreView; readonly dataFolder: string },
): VerifyParts {
  const { drivers, brokenDrivers, rules, codeVersion } = world
  return {
    drivers,
    brokenDrivers,
    rules,
    codeVersion,
    store,
    readCapture: (file, archive) => world.readCapture(dataFolder, file, archive),
    readDocuments: documentReader(),
    evidence: {
      captureFiles: () => captureFiles(join(dataFolder, 'captures')),
      troubles: () => backups.troubles(dataFolder),
    },
  }
}
