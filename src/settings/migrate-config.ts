import { copyFileSync, existsSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { parseDocument, type Document } from 'yaml'

import { AssaydError } from '../core/errors.ts'
import type { ConfigMigration } from '../ports/settings.ts'
import { FORM_STEPS, formMistake, type FormStep } from './config-form.ts'
import { mistakesError, shownFile, type Mistake } from './mistake.ts'
import { readText, withoutMark } from './text-file.ts'
import { readYaml } from './yaml-source.ts'

/** Long lines stay long. */
const LINES = { lineWidth: 0 }

/** One file on its way from form to form. */
interface Moving {
  readonly name: string
  readonly file: string
  readonly before: string
  readonly document: Document
  /** The document as it is written when nothing is changed. */
  readonly untouched: string
}

/**
 * Rewrites the files of a configuration in the newest form, each after a copy of it was put beside
 * it; the main file comes last, so that its number says how far all are. Throws AssaydError
 * `config-missing`, `config-syntax`, or `config-invalid` for a form that is newer than the program.
 */
export function migrateConfig(
  configFile: string,
  {
    dryRun,
    steps = FORM_STEPS,
  }: { readonly dryRun: boolean; readonly steps?: readonly FormStep[] },
): ConfigMigration {
  const files = filesOf(configFile)
  const from = formOf(files.at(-1)?.document)
  const to = steps.length + 1
  if (from > to)
    throw new AssaydError('config-invalid', `${configFile}: form: ${formMistake(from)}`)
  for (const step of steps.slice(from - 1))
    for (const { name, document } of files) step.change(name, document)
  if (from < to) files.at(-1)?.document.set('form', to)
  // Only what a step has changed is written: the writer's own taste in spaces is no reason.
  const written = files
    .map((moving) => ({ ...moving, after: textOf(moving) }))
    .filter(({ untouched, document }) => untouched !== document.toString(LINES))
  if (!dryRun) {
    for (const { file } of written) keepCopy(file, `${file}.form-${from}.bak`)
    for (const { file, after } of written) replace(file, after)
  }
  return { from, to, files: written.map(({ name, before, after }) => ({ name, before, after })) }
}

/** The main file last. */
function filesOf(configFile: string): readonly Moving[] {
  const folder = dirname(configFile)
  const inFolder = ['assays', 'layouts'].flatMap((name) =>
    readdirSync(join(folder, name))
      .filter((file) => /\.ya?ml$/i.test(file))
      .map((file) => `${name}/${file}`),
  )
  const named = [...inFolder, 'organisms.yaml'].map((name) => ({ name, file: join(folder, name) }))
  const paths = [...named, { name: 'assayd.yaml', file: configFile }]
  const mistakes = paths.flatMap(({ file }): readonly Mistake[] => readYaml(file).mistakes)
  if (mistakes.length > 0) throw mistakesError(mistakes)
  return paths.map(({ name, file }) => {
    const before = readText(file).text ?? ''
    const document = parseDocument(withoutMark(before))
    return { name, file, before, document, untouched: document.toString(LINES) }
  })
}

function formOf(main: Document | undefined): number {
  const form: unknown = main?.get('form')
  return typeof form === 'number' ? form : 1
}

/** Lines end as they did. */
function textOf({ document, before }: Moving): string {
  const text = document.toString(LINES)
  return before.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text
}

/** A copy of an earlier try is the older one, and stays. */
function keepCopy(file: string, copy: string): void {
  if (existsSync(copy)) return
  try {
    copyFileSync(file, copy)
  } catch (cause) {
    throw unwritten(copy, cause)
  }
}

function replace(file: string, text: string): void {
  try {
    writeFileSync(`${file}.new`, text)
    renameSync(`${file}.new`, file)
  } catch (cause) {
    throw unwritten(file, cause)
  }
}

function unwritten(file: string, cause: unknown): AssaydError {
  const what = cause instanceof Error ? cause.message : String(cause)
  return new AssaydError('export-write', `Unable to write '${shownFile(file)}': ${what}.`, {
    hint: 'Nothing is lost: copies are made before anything is changed.',
    cause,
  })
}
