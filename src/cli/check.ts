import type { Command } from 'commander'

import { counted } from '../core/counted.ts'
import { AssaydError } from '../core/errors.ts'
import { missingDriver } from '../core/missing-driver.ts'
import type { ReaderSettings, Settings, SettingsSource } from '../ports/settings.ts'
import type { Tools } from './command.ts'
import { DEFAULT_CONFIG } from './default-config.ts'
import { hanging } from './hanging.ts'

type Needed = Pick<Tools, 'settings' | 'print' | 'drivers' | 'brokenDrivers'>

interface CheckFlags {
  readonly config: string
  readonly json?: true
}

/** What a configuration without mistakes holds. */
interface Sound {
  readonly settings: Settings
  readonly plates: readonly string[]
}

/** What is said stands behind its name. */
const INDENT = 14
const HINT = 'Correct these places and check again.'

/** `assayd check`: every mistake of the configuration and the run sheets, or what is configured. */
export function addCheck(program: Command, tools: Needed): void {
  program
    .command('check')
    .description('check the configuration, and every run sheet once the configuration is right')
    .option('--config <file>', 'configuration', DEFAULT_CONFIG)
    .option('--json', 'as JSON')
    .action(({ config, json }: CheckFlags) => {
      const source = tools.settings(config)
      if (json === true) return checkAsJson(source, tools)
      for (const line of summary(check(source, tools))) tools.print(line)
    })
}

/** Throws AssaydError `config-…` with one mistake a line. */
function check(source: SettingsSource, tools: Needed): Sound {
  const settings = source.load()
  const { sheets, mistakes: inSheets } = source.runSheets(settings)
  const mistakes = [...unloadable(settings, tools), ...inSheets]
  if (mistakes.length > 0)
    throw new AssaydError('config-invalid', mistakes.join('\n'), { hint: HINT })
  return { settings, plates: sheets.map(({ value }) => value.plate) }
}

/** Readers whose driver is there but cannot be loaded; the daemon would not start with them. */
function unloadable({ file, readers }: Settings, tools: Needed): readonly string[] {
  return readers
    .filter(({ driver }) => tools.brokenDrivers.has(driver))
    .map(({ id, driver }) => `${file}: ${missingDriver(`Reader '${id}'`, driver, tools).message}`)
}

/** The mistakes go to standard output as JSON; the error only says how many there are. */
function checkAsJson(source: SettingsSource, tools: Needed): void {
  const { print } = tools
  try {
    const { settings, plates } = check(source, tools)
    const { lab, file, readers } = settings
    print(
      JSON.stringify({ ok: true, mistakes: [], lab, file, readers, ...named(settings), plates }),
    )
  } catch (error) {
    if (!(error instanceof AssaydError)) throw error
    const mistakes = error.message.split('\n')
    print(JSON.stringify({ ok: false, mistakes }))
    const message = `The configuration has ${counted(mistakes.length, 'mistake')}.`
    throw new AssaydError(error.code, message, { hint: HINT, cause: error })
  }
}

function named({ assays, layouts, organisms }: Settings) {
  return {
    assays: [...assays.keys()],
    layouts: [...layouts.keys()],
    organisms: organisms.value.map(({ id }) => id),
  }
}

function summary({ settings, plates }: Sound): readonly string[] {
  const { assays, layouts, organisms } = named(settings)
  const lines = [
    `${settings.lab} (${settings.file})`,
    ...settings.readers.map((reader) => row('reader', readerInWords(reader))),
    row('assays', assays.join(', ')),
    row('layouts', layouts.join(', ')),
    row('organisms', organisms.join(', ')),
    row('run sheets', plates.length === 0 ? 'none' : plates.join(', ')),
    row('data', settings.folders.data),
    row('exports', settings.folders.exports),
    'no mistakes',
  ]
  return lines.flatMap((line) => hanging(line, INDENT))
}

function row(name: string, text: string): string {
  return `  ${name}`.padEnd(INDENT) + text
}

function readerInWords(reader: ReaderSettings): string {
  const { id, driver, port, trigger, defaultLayout, simulator } = reader
  const simulated = simulator === null ? '' : ' (simulated)'
  const layout = defaultLayout ?? 'no default layout'
  return `${id}: ${driver} at ${port}${simulated}, ${trigger}, ${layout}`
}
