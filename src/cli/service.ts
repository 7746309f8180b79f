import { resolve } from 'node:path'

import { AssaydError } from '../core/errors.ts'
import type { ServiceRequest, ServiceStep, ServiceSystem } from '../ports/service.ts'
import type { Settings } from '../ports/settings.ts'
import type { AddCommand, Tools } from './command.ts'
import { DEFAULT_CONFIG } from './default-config.ts'
import { tellResult, type JsonFlag } from './tell-result.ts'

interface ServiceFlags extends JsonFlag {
  readonly config: string
  readonly system?: string
  readonly root?: string
  readonly dryRun?: true
}

const SYSTEMS: readonly ServiceSystem[] = ['systemd', 'task-scheduler', 'winsw']

/** `assayd service install|uninstall|status`: the daemon as a service of this computer. */
export const addService: AddCommand = (program, tools) => {
  const service = program
    .command('service')
    .description('run the daemon as a service of this computer')
  for (const action of ['install', 'uninstall'] as const) {
    service
      .command(action)
      .description(`${action} the service; the data and the configuration are not touched`)
      .option('--config <file>', 'configuration', DEFAULT_CONFIG)
      .option('--system <name>', `${SYSTEMS.join(', ')}; that of this computer when left out`)
      .option('--dry-run', 'print every file and command, and do nothing')
      .option('--root <dir>', 'write the files below DIR and run no command')
      .option('--json', 'every step as one JSON object')
      .action((flags: ServiceFlags) => {
        const steps = tools.services[action](requestOf(flags, tools))
        for (const step of steps) takeStep(step, flags, tools)
        const { root = null, dryRun = false } = flags
        const value = { done: !dryRun, root, steps }
        if (flags.json === true) tellResult(tools, flags, { value, lines: [] })
      })
  }
  service
    .command('status')
    .description('what the system says of the service; exit 1 unless it runs')
    .option('--system <name>', `${SYSTEMS.join(', ')}; that of this computer when left out`)
    .option('--json', 'what it says as JSON')
    .action((flags: Pick<ServiceFlags, 'system' | 'json'>) => {
      const system = systemOf(flags.system)
      const lines = tools.services.status(system)
      tellResult(tools, flags, { value: { system, says: lines }, lines })
    })
}

function systemOf(name: string | undefined): ServiceSystem {
  const usual = process.platform === 'win32' ? 'task-scheduler' : 'systemd'
  const system = SYSTEMS.find((each) => each === (name ?? usual))
  if (system !== undefined) return system
  throw new AssaydError('option-unsuited', `'${name}' is no service manager that is known.`, {
    hint: `Known are ${SYSTEMS.join(', ')}.`,
  })
}

/** This very program on that configuration, which must be sound before it is left alone. */
function requestOf({ config, system }: ServiceFlags, tools: Tools): ServiceRequest {
  const configFile = resolve(config)
  const settings = tools.settings(configFile).load()
  const { data, exports, runSheets } = settings.folders
  const main = resolve(process.argv[1] ?? 'src/main.ts')
  const writes = [data, exports, runSheets]
  const command = [process.execPath, main]
  const mayWrite = foldersOfTheLab(settings)
  return { system: systemOf(system), command, configFile, writes, mayWrite }
}

/** Where backups go, and where programs of readers leave files that are moved when stored. */
function foldersOfTheLab({ keeping, readers }: Settings): readonly string[] {
  const watched = readers.map(({ port }) => /^folder:(.+)$/.exec(port)?.[1])
  return [keeping.backup?.folder, ...watched].filter((folder) => folder !== undefined)
}

function takeStep(step: ServiceStep, { dryRun, root, json }: ServiceFlags, tools: Tools): void {
  const isTold = dryRun === true
  if (json !== true) for (const line of linesOf(step, isTold)) tools.print(line)
  if (!isTold) tools.services.take(step, { root: root ?? null })
}

/** A step as a person would do it; in a dry run with the text of what is written. */
function linesOf(step: ServiceStep, isTold: boolean): readonly string[] {
  switch (step.kind) {
    case 'run': {
      const { command, unless } = step
      return [`run    ${command.join(' ')}${unless ? `   (unless: ${unless.join(' ')})` : ''}`]
    }
    case 'remove':
      return [`remove ${step.file}`]
    case 'write': {
      const text = isTold ? step.text.trimEnd().split(/\r?\n/) : []
      return [`write  ${step.file}`, ...text.map((line) => `       | ${line}`)]
    }
  }
}
