import { Command } from 'commander'

import type { Driver } from '../../src/ports/driver.ts'
import type { Tools } from '../../src/cli/command.ts'
import { addSimulate } from '../../src/cli/simulate.ts'
import { oneLine } from '../../src/core/errors.ts'
import { serveSimulator } from '../../src/serial/serve-simulator.ts'
import { systemClock } from '../../src/system-clock.ts'
import { echoSimulator, plateWithBarcode } from '../support/echo-simulator.ts'

/**
 * `assayd simulate` alone, with the echo simulator and plates that are named after their files, as
 * a program to run.
 */
function unused(): never {
  throw new TypeError('The simulate command has no use for this.')
}

const driver: Driver = {
  facts: {
    id: 'echo',
    name: 'Echo',
    models: [],
    maturity: 'draft',
    sources: [],
    lines: [],
    commands: {},
    abilities: {
      starts: 'by-command',
      wavelengthsMax: 1,
      od: { min: 0, max: 4, roundedBy: 0 },
      marksOverflow: false,
    },
    unaskedQuietMs: null,
  },
  settings: null,
  abort: null,
  decoder: unused,
  greet: unused,
  read: unused,
}

const tools: Tools = {
  clock: systemClock,
  drivers: new Map([['echo', { driver, simulator: echoSimulator }]]),
  brokenDrivers: new Map(),
  readPlateFile: (file, barcode) => plateWithBarcode(barcode ?? file),
  serveSimulator: (options) => serveSimulator({ ...options, clock: systemClock }),
  print: (line) => void process.stdout.write(`${line}\n`),
  readTable: unused,
  settings: unused,
  openStore: unused,
  openView: unused,
  hasDatabase: unused,
  accountReports: unused,
  warn: unused,
  exporters: unused,
  sheets: { read: unused },
  writeStudy: unused,
  writeTable: unused,
  writeYaml: unused,
  migrateConfig: unused,
  readCapture: unused,
  runDaemon: unused,
  services: { install: unused, uninstall: unused, take: unused, status: unused },
  hearAgain: unused,
  listPorts: unused,
  people: unused,
  askSecret: unused,
  localUser: 'lab',
  probe: unused,
  openTransport: unused,
  verify: unused,
  verifyAtOnce: unused,
  backups: { make: unused, restore: unused, manifest: unused, approve: unused, troubles: unused },
  healthAtRest: unused,
  exitWith: unused,
  checkDatabase: unused,
  keeper: { backups: unused },
  stdout: { isTerminal: false, journalStream: undefined },
  codeVersion: '0.0.0',
}

const program = new Command()
addSimulate(program, tools)
program.parseAsync(process.argv).catch((error: unknown) => {
  process.stderr.write(`${oneLine(error)}\n`)
  process.exitCode = 1
})
