import { changedFiles, changesInWords, type FileChange } from '../core/changed-files.ts'
import { AssaydError } from '../core/errors.ts'
import { lineDiff } from '../core/line-diff.ts'
import type { ConfigVersion } from '../ports/settings.ts'
import type { KeptConfiguration } from '../ports/store.ts'
import type { AddCommand, Tools } from './command.ts'
import { addConfigMigrate } from './config-migrate.ts'
import { moment } from './number-format.ts'
import { dataFolderOf, withPlace, type PlaceFlags } from './place.ts'
import { textTable } from './text-table.ts'

/** So much of a hash is shown, and enough to name it by. */
const SHORT = 12
/** More files that differ are counted. */
const NAMED_MAX = 2
const NOTHING: ConfigVersion = { hash: '', files: [] }

interface ConfigFlags extends PlaceFlags {
  readonly diff?: true
  readonly json?: true
}

/** `assayd config`: every configuration that was ever in force, and what differs between them. */
export const addConfig: AddCommand = (program, tools) => {
  const config = program.command('config').description('show the configurations that were in force')
  const command = (name: string, description: string) =>
    withPlace(config.command(name)).description(description).option('--json', 'as JSON')
  addConfigMigrate(config, tools)
  command('log', 'every configuration that was in force, newest last')
    .option('--diff', 'with the lines that differ')
    .action((flags: ConfigFlags) => log(tools, flags))
  command(
    'show <hash> [file]',
    'the files of one of them, or the text of a file, to the letter',
  ).action((hash: string, file: string | undefined, flags: ConfigFlags) => {
    show(tools, { hash, file, flags })
  })
}

function log(tools: Tools, flags: ConfigFlags): void {
  const kept = keptIn(tools, flags)
  const steps = kept.map(({ takenAt, codeVersion, version }, at) => {
    const before = kept[at - 1]?.version ?? NOTHING
    return {
      takenAt,
      codeVersion,
      before,
      version,
      changes: changedFiles(before.files, version.files),
    }
  })
  if (flags.json === true) {
    const told = steps.map(({ takenAt, codeVersion, version, changes }) => {
      return { taken_at: takenAt, code_version: codeVersion, hash: version.hash, changes }
    })
    return tools.print(JSON.stringify(told))
  }
  const header = ['in force since', 'configuration', 'assayd', 'what differs']
  const rows = steps.map(({ takenAt, codeVersion, version, changes }) => {
    const when = moment(takenAt)
    return [when, version.hash.slice(0, SHORT), codeVersion, inShort(changes)]
  })
  if (flags.diff !== true) {
    for (const line of textTable(header, rows)) tools.print(line)
    return undefined
  }
  for (const [at, step] of steps.entries()) {
    tools.print(rows[at]?.slice(0, 3).join('  ') ?? '')
    for (const change of step.changes) for (const line of diffOf(change, step)) tools.print(line)
  }
  return undefined
}

/** The first configuration would be a list of every file; `config show` and `--diff` give it. */
function inShort(changes: readonly FileChange[]): string {
  if (changes.length <= NAMED_MAX) return changesInWords(changes)
  return `${changes.length} files`
}

/** Of a file that came or went, its name alone: its text can be shown. */
function diffOf(
  { name, kind }: FileChange,
  { before, version }: { readonly before: ConfigVersion; readonly version: ConfigVersion },
): readonly string[] {
  const head = `  ${name} ${kind}`
  if (kind !== 'changed') return [head]
  const textIn = ({ files }: ConfigVersion): string =>
    files.find((file) => file.name === name)?.text ?? ''
  const lines = lineDiff(textIn(before), textIn(version))
  return [
    head,
    ...lines.map(({ sign, number, text }) => `  ${sign}${String(number).padStart(5)}  ${text}`),
  ]
}

interface Shown {
  readonly hash: string
  readonly file: string | undefined
  readonly flags: ConfigFlags
}

function show(tools: Tools, { hash, file, flags }: Shown): void {
  const kept = keptIn(tools, flags).findLast(({ version }) => version.hash.startsWith(hash))
  if (kept === undefined) {
    throw new AssaydError('config-unknown', `No configuration '${hash}' was in force.`, {
      hint: "See 'assayd config log' for those that were.",
    })
  }
  const { files } = kept.version
  if (file === undefined) {
    if (flags.json === true) return tools.print(JSON.stringify(kept))
    for (const one of files) tools.print(`${one.hash}  ${one.name}`)
    return undefined
  }
  const found = files.find(({ name }) => name === file)
  if (found === undefined) {
    throw new AssaydError('config-unknown', `That configuration has no file '${file}'.`, {
      hint: `It has ${files.map(({ name }) => name).join(', ')}.`,
    })
  }
  return tools.print(flags.json === true ? JSON.stringify(found) : found.text.replace(/\n$/, ''))
}

function keptIn(tools: Tools, flags: ConfigFlags): readonly KeptConfiguration[] {
  const store = tools.openView(dataFolderOf(tools, flags))
  try {
    return store.configurations()
  } finally {
    store.close()
  }
}
