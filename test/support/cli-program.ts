import { KEEP_EVERYTHING } from '../../src/ports/keeping.ts'
import { Command } from 'commander'

import type { AddCommand, Tools } from '../../src/cli/command.ts'
import { programOf } from '../../src/cli/program.ts'
import { USUAL_HEALTH } from '../../src/core/health/limits.ts'
import { USUAL_LOG } from '../../src/core/log-settings.ts'
import { csvExporters } from '../../src/export/csv.ts'
import { writeStudy } from '../../src/export/study.ts'
import { writeTable } from '../../src/export/write-table.ts'
import { accountReports } from '../../src/people/accounts-admin.ts'
import { peopleOf } from '../../src/people/people.ts'
import type { TextDialect } from '../../src/core/text-dialect.ts'
import type { Settings, SettingsSource } from '../../src/ports/settings.ts'
import { services } from '../../src/service/services.ts'
import { hasDatabase } from '../../src/store/database.ts'
import { openStore, openView } from '../../src/store/open-store.ts'
import { systemClock } from '../../src/system-clock.ts'
import { CHEAP } from './people-scene.ts'
import { ORGANISMS } from './sample-study.ts'

/**
 * A command of the program as a person runs it: real store, real exporters, settings made for the
 * test.
 */
export interface CliProgram {
  /** Resolves to the lines printed to standard output; rejects with what the command threw. */
  run(...args: readonly string[]): Promise<readonly string[]>
  /** What it said on standard error. */
  readonly warnings: readonly string[]
  /** Configuration files the command asked for. */
  readonly configFiles: readonly string[]
}

function settingsOf(dataFolder: string, csv: TextDialect): Settings {
  const organisms = { value: ORGANISMS, file: 'organisms.yaml', text: '', hash: '' }
  return {
    lab: 'Test bench',
    file: 'assayd.yaml',
    folders: { data: dataFolder, exports: dataFolder, runSheets: dataFolder },
    csv,
    api: { host: '127.0.0.1', port: 0, network: null },
    log: USUAL_LOG,
    keeping: KEEP_EVERYTHING,
    health: USUAL_HEALTH,
    synthetic: null,
    readers: [],
    assays: new Map(),
    layouts: new Map(),
    organisms,
    version: { hash: '', files: [] },
  }
}

function absent(name: string): never {
  throw new RangeError(`Expected a storage command not to use '${name}'.`)
}

function sourceOf(settings: Settings): SettingsSource {
  return {
    load: () => settings,
    look: () => absent('look'),
    dataFolder: () => settings.folders.data,
    runSheets: () => absent('runSheets'),
  }
}

/** What storage commands have no business with. */
const UNUSED = {
  readTable: () => absent('readTable'),
  writeYaml: () => absent('writeYaml'),
  migrateConfig: () => absent('migrateConfig'),
  readCapture: () => absent('readCapture'),
  readPlateFile: () => absent('readPlateFile'),
  serveSimulator: () => absent('serveSimulator'),
  runDaemon: () => absent('runDaemon'),
  hearAgain: () => absent('hearAgain'),
  listPorts: () => absent('listPorts'),
  askSecret: () => absent('askSecret'),
  probe: () => absent('probe'),
  openTransport: () => absent('openTransport'),
  verify: () => absent('verify'),
  verifyAtOnce: () => absent('verifyAtOnce'),
  healthAtRest: () => absent('healthAtRest'),
  checkDatabase: () => absent('checkDatabase'),
  exitWith: () => absent('exitWith'),
  keeper: { backups: () => absent('keeper') },
  backups: {
    make: () => absent('backups'),
    restore: () => absent('backups'),
    manifest: () => absent('backups'),
    approve: () => absent('backups'),
    troubles: () => absent('backups'),
  },
}

interface Said {
  readonly configFiles: string[]
  readonly lines: string[]
  readonly warnings: string[]
}

function toolsOn(settings: Settings, { configFiles, lines, warnings }: Said): Tools {
  return {
    ...UNUSED,
    clock: systemClock,
    drivers: new Map(),
    brokenDrivers: new Map(),
    settings: (file) => {
      configFiles.push(file)
      return sourceOf(settings)
    },
    openStore,
    openView,
    hasDatabase,
    people: (store) => peopleOf({ store, clock: systemClock, cost: CHEAP }),
    accountReports: (view) => accountReports(view.people, systemClock),
    localUser: 'lab',
    exporters: csvExporters,
    sheets: { read: () => absent('sheets') },
    writeStudy,
    writeTable,
    services,
    codeVersion: '0.0.0',
    stdout: { isTerminal: false, journalStream: undefined },
    print: (line) => void lines.push(line),
    warn: (line) => void warnings.push(line),
  }
}

/** The program with every command, to look at. */
export function wholeProgram(): Command {
  const settings = settingsOf('', { separator: ',', decimal: '.' })
  return programOf(toolsOn(settings, { configFiles: [], lines: [], warnings: [] }), '0.0.0')
}

/** The program with the one command, on a data folder. */
export function cliProgram(add: AddCommand, dataFolder: string, csv?: TextDialect): CliProgram {
  const configFiles: string[] = []
  const lines: string[] = []
  const warnings: string[] = []
  const settings = settingsOf(dataFolder, csv ?? { separator: ',', decimal: '.' })
  const tools = toolsOn(settings, { configFiles, lines, warnings })
  return {
    configFiles,
    warnings,
    async run(...args) {
      lines.length = 0
      const program = new Command('assayd')
        .exitOverride()
        .configureOutput({ writeErr: () => undefined })
      add(program, tools)
      for (const command of program.commands) command.exitOverride().copyInheritedSettings(program)
      await program.parseAsync(args, { from: 'user' })
      return [...lines]
    },
  }
}
