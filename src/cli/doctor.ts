import { existsSync } from 'node:fs'
import { styleText } from 'node:util'

import { AssaydError } from '../core/errors.ts'
import type { Settings } from '../ports/settings.ts'
import type { AddCommand, Tools } from './command.ts'
import { DEFAULT_CONFIG } from './default-config.ts'
import { checksOfDaemon } from './doctor-daemon.ts'
import type { Checked } from './doctor-checked.ts'
import { checksOfData, checksOfFolders } from './doctor-folders.ts'
import { checksOfMachine } from './doctor-machine.ts'
import { EXIT } from './exit-codes.ts'
import { hanging } from './hanging.ts'

interface DoctorFlags {
  readonly config: string
  readonly json?: true
}

/** Below the word of the state. */
const INDENT = 6
const COLOUR = { ok: 'green', warn: 'yellow', fail: 'red' } as const

/** `assayd doctor`: everything that a lab can set right by itself, checked one after the other. */
export const addDoctor: AddCommand = (program, tools) => {
  program
    .command('doctor')
    .description('check this computer, the configuration and the data; exits 0 ok, 1 warn, 2 fail')
    .option('--config <file>', 'configuration', DEFAULT_CONFIG)
    .option('--json', 'as JSON')
    .action(async ({ config, json }: DoctorFlags) => {
      const checked: Checked[] = []
      const note = (one: Checked): void => {
        checked.push(one)
        if (json !== true) for (const line of linesOf(one)) tools.print(line)
      }
      for await (const one of examined(tools, config)) note(one)
      if (json === true) tools.print(JSON.stringify(checked))
      tools.exitWith(exitCodeFor(checked))
    })
}

async function* examined(tools: Tools, config: string): AsyncGenerator<Checked> {
  yield* checksOfMachine(tools)
  const settings = settingsOr(tools, config)
  if (!('folders' in settings)) {
    yield settings
    const data = dataFolderOr(tools, config)
    if (data !== null) yield* checksOfData(tools, data)
    return
  }
  yield { what: 'configuration', state: 'ok', says: `${settings.lab}, ${config}`, hint: '' }
  yield* checksOfFolders(tools, settings)
  yield* checksOfDaemon(tools, settings)
}

/** Without a configuration little else can be looked at. */
function settingsOr(tools: Tools, config: string): Settings | Checked {
  try {
    return tools.settings(config).load()
  } catch (error) {
    if (!(error instanceof AssaydError)) throw error
    const [first = '', ...others] = error.message.split('\n')
    const says = others.length === 0 ? first : `${first}; and ${others.length} more`
    const hint = existsSync(config) ? '`assayd check` lists every mistake.' : error.hint
    return { what: 'configuration', state: 'fail', says, hint }
  }
}

/** What is stored is looked at all the same where that much can be read. */
function dataFolderOr(tools: Tools, config: string): string | null {
  try {
    return tools.settings(config).dataFolder()
  } catch (error) {
    if (error instanceof AssaydError) return null
    throw error
  }
}

function linesOf({ what, state, says, hint }: Checked): readonly string[] {
  const first = `${styleText(COLOUR[state], state.padEnd(5))} ${what}: ${says}`
  const next = state === 'ok' || hint === '' ? [] : [`${' '.repeat(INDENT)}${hint}`]
  return [first, ...next].flatMap((line) => hanging(line, INDENT))
}

function exitCodeFor(checked: readonly Checked[]) {
  if (checked.some(({ state }) => state === 'fail')) return EXIT.failed
  return checked.some(({ state }) => state === 'warn') ? EXIT.degraded : EXIT.ok
}
