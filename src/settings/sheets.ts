import { linkSync, rmSync, writeFileSync } from 'node:fs'
import { basename, extname, join } from 'node:path'

import { AssaydError } from '../core/errors.ts'
import type { RunSheet } from '../core/run-sheet.ts'
import type { Settings, Sourced } from '../ports/settings.ts'
import type { Sheets, SheetText } from '../ports/sheets.ts'
import type { StoredDocument } from '../ports/store.ts'
import { mistakesError, shownFile } from './mistake.ts'
import { readSheetText } from './run-sheets.ts'
import { sheetIn } from './stored-documents.ts'
import { readText } from './text-file.ts'

/** Run sheets that people hand in, and those that are kept with analyses. */
export const sheets: Sheets = {
  check: (settings, from) => {
    const { sheet, mistakes } = readSheetText(from, settings)
    if (sheet === null || mistakes.length > 0) throw mistakesError(mistakes)
    return sheet
  },
  read,
  put,
  kept,
}

function read(path: string): SheetText {
  const found = readText(path)
  if (found.text !== undefined) return { file: shownFile(path), text: found.text }
  throw mistakesError([found.mistake], found.missing ? 'config-missing' : undefined)
}

/** Points first, so that no look into the folder takes it for a sheet before it is whole. */
function put({ folders }: Settings, { value, file, text }: Sourced<RunSheet>): string {
  const final = join(folders.runSheets, `${value.plate}${extname(file).toLowerCase()}`)
  const temporary = join(folders.runSheets, `.${basename(final)}-${process.pid}.tmp`)
  try {
    writeFileSync(temporary, text, { flag: 'wx', flush: true })
    // A link is refused where the name is taken; renaming would overwrite it.
    linkSync(temporary, final)
  } catch (cause) {
    throw putError(final, cause)
  } finally {
    rmSync(temporary, { force: true })
  }
  return final
}

function putError(file: string, cause: unknown): AssaydError {
  if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') {
    return new AssaydError('sheet-unsuited', `There is a run sheet '${file}' already.`, {
      hint: 'Look whether it is the same plate; move it away before another takes its place.',
      cause,
    })
  }
  const why = cause instanceof Error ? cause.message : String(cause)
  return new AssaydError('sheet-write', `Unable to write '${file}': ${why}.`, {
    hint: 'Check that the user of the daemon may write into the folder of run sheets.',
    cause,
  })
}

function kept(documents: readonly StoredDocument[]): Sourced<RunSheet> | null {
  const document = documents.find(({ kind }) => kind === 'run-sheet')
  const value = sheetIn(documents)
  if (document === undefined || value === null) return null
  const { id, text, hash } = document
  return { value, file: `run sheet of ${id}`, text, hash }
}
