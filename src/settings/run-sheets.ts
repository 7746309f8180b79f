import { basename, extname, join } from 'node:path'

import type { RunSheet } from '../core/run-sheet.ts'
import type { Settings, SettingsSource, Sourced } from '../ports/settings.ts'
import { checkRunSheet } from './check-run-sheet.ts'
import { filesIn } from './config-folder.ts'
import { parseTable } from './csv-table.ts'
import type { Mistake } from './mistake.ts'
import { mistakeLines, shownFile } from './mistake.ts'
import { readClosed } from './read-closed.ts'
import { runSheetFromFile, runSheetSchema } from './run-sheet-schema.ts'
import { sourceFromTable } from './run-sheet-table.ts'
import { sourced } from './settings-from-files.ts'
import type { Source } from './source.ts'
import { readYaml } from './yaml-source.ts'

type RunSheets = ReturnType<SettingsSource['runSheets']>

const SCHEMA = { whole: runSheetSchema, part: runSheetSchema.partial() }

/** Gives the reading of a file: it may be one from before when the file has not changed. */
export type ReadEach = (path: string, read: () => SheetReading) => SheetReading

/**
 * Reads every run sheet of the folder: `*.csv`, `*.yaml`, `*.yml`. A sheet with mistakes is not
 * among the good ones, and of two sheets for one plate or one barcode neither is: which one is
 * right is for a person to say.
 */
export function readRunSheets(settings: Settings, readEach: ReadEach): RunSheets {
  const folder = settings.folders.runSheets
  const { files, mistakes } = filesIn(folder)
  const read = files.map((file) => {
    const path = join(folder, file)
    return readEach(path, () => readSheet(path, settings))
  })
  const good = read.flatMap(({ sheet }) => (sheet === null ? [] : [sheet]))
  const clashes = [...clashesIn(good, 'plate'), ...clashesIn(good, 'barcode')]
  const clashing = new Set(clashes.map(({ file }) => file))
  const all = [...mistakes, ...read.flatMap((each) => each.mistakes), ...clashes]
  return {
    sheets: good.filter(({ file }) => !clashing.has(file)),
    mistakes: mistakeLines(all),
  }
}

/** One run sheet, or the mistakes that keep it from being one. */
export interface SheetReading {
  readonly sheet: Sourced<RunSheet> | null
  readonly mistakes: readonly Mistake[]
}

function readSheet(path: string, settings: Settings): SheetReading {
  const { source, mistakes } = sourceOf(path, settings)
  if (source === null) return { sheet: null, mistakes }
  const reading = readClosed(source, SCHEMA)
  const { whole } = reading
  // What a ragged line was to say is unknown, so that no slot can be called missing.
  const isRagged = mistakes.some(({ syntax }) => syntax === true)
  const checked = checkRunSheet(isRagged ? { ...reading, whole: null } : reading, settings)
  const all = [...mistakes, ...reading.mistakes, ...checked]
  const isGood = whole !== null && all.length === 0
  return { sheet: isGood ? sourced(source, runSheetFromFile(whole)) : null, mistakes: all }
}

function sourceOf(
  path: string,
  { csv: { separator }, file }: Settings,
): { source: Source | null; mistakes: readonly Mistake[] } {
  switch (extname(path).toLowerCase()) {
    case '.yaml':
    case '.yml':
      return readYaml(path)
    case '.csv': {
      const reading = parseTable(path, { separator, saidBy: `csv.separator of ${basename(file)}` })
      return reading.table === null
        ? { source: null, mistakes: reading.mistakes }
        : sourceFromTable(reading)
    }
    case '.xlsx':
    case '.xls':
    case '.ods': {
      const what = 'is a spreadsheet, expected a run sheet saved as CSV'
      return { source: null, mistakes: [{ file: shownFile(path), line: null, path: '', what }] }
    }
    default:
      return { source: null, mistakes: [] }
  }
}

function clashesIn(all: readonly Sourced<RunSheet>[], key: 'plate' | 'barcode'): Mistake[] {
  return [...Map.groupBy(all, ({ value }) => value[key])].flatMap(([shared, sheets]) => {
    const [first, second] = sheets
    if (shared === null || first === undefined || second === undefined) return []
    return sheets.map((sheet) => {
      const other = sheet === first ? second : first
      const what = `'${shared}' is also in ${other.file}, expected one run sheet a ${key}`
      return { file: sheet.file, line: null, path: key, what }
    })
  })
}
