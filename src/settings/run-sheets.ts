import { extname, join } from 'node:path'

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

/**
 * Reads every run sheet of the folder: `*.csv`, `*.yaml`, `*.yml`. A sheet with mistakes is not
 * among the good ones, and of two sheets for one plate or one barcode neither is: which one is
 * right is for a person to say.
 */
export function readRunSheets(settings: Settings): RunSheets {
  const folder = settings.folders.runSheets
  const { files, mistakes } = filesIn(folder)
  const read = files.map((file) => readSheet(join(folder, file), settings))
  const good = read.flatMap(({ sheet }) => (sheet === null ? [] : [sheet]))
  const clashes = good.flatMap((sheet) => clashesOf(sheet, good))
  const clashing = new Set(clashes.map(({ file }) => file))
  const all = [...mistakes, ...read.flatMap((each) => each.mistakes), ...clashes]
  return {
    sheets: good.filter(({ file }) => !clashing.has(file)),
    mistakes: mistakeLines(all),
  }
}

interface SheetReading {
  readonly sheet: Sourced<RunSheet> | null
  readonly mistakes: readonly Mistake[]
}

function readSheet(path: string, settings: Settings): SheetReading {
  const { source, mistakes } = sourceOf(path)
  if (source === null) return { sheet: null, mistakes }
  const reading = readClosed(source, SCHEMA)
  const { whole } = reading
  const all = [...mistakes, ...reading.mistakes, ...checkRunSheet(reading, settings)]
  const isGood = whole !== null && all.length === 0
  return { sheet: isGood ? sourced(source, runSheetFromFile(whole)) : null, mistakes: all }
}

function sourceOf(path: string): { source: Source | null; mistakes: readonly Mistake[] } {
  switch (extname(path).toLowerCase()) {
    case '.yaml':
    case '.yml':
      return readYaml(path)
    case '.csv': {
      const reading = parseTable(path)
      return reading.table === null
        ? { source: null, mistakes: reading.mistakes }
        : sourceFromTable(reading.table, reading.text)
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

function clashesOf(sheet: Sourced<RunSheet>, all: readonly Sourced<RunSheet>[]): Mistake[] {
  const { file, value } = sheet
  return (['plate', 'barcode'] as const).flatMap((key) => {
    const other = all.find((each) => each !== sheet && each.value[key] === value[key])
    if (other === undefined || value[key] === null) return []
    const what = `'${value[key]}' is also in ${other.file}, expected one run sheet a ${key}`
    return [{ file, line: null, path: key, what }]
  })
}
