import { statSync } from 'node:fs'
import { basename, extname, join } from 'node:path'

import type { RunSheet } from '../core/run-sheet.ts'
import type { Settings, SettingsSource, SheetFolder, Sourced } from '../ports/settings.ts'
import type { SheetText } from '../ports/sheets.ts'
import { checkRunSheet } from './check-run-sheet.ts'
import { filesIn } from './config-folder.ts'
import { tableFrom } from './csv-table.ts'
import type { Mistake } from './mistake.ts'
import { mistakeLines, shownFile } from './mistake.ts'
import { readClosed } from './read-closed.ts'
import { runSheetFromFile, runSheetSchema } from './run-sheet-schema.ts'
import { sourceFromTable } from './run-sheet-table.ts'
import { sourced } from './settings-from-files.ts'
import type { Source } from './source.ts'
import { readText } from './text-file.ts'
import { parseYaml } from './yaml-source.ts'

type RunSheets = ReturnType<SettingsSource['runSheets']>

/** What looks like a sheet: other files may lie in the folder and are passed over. */
const SHEET = /\.(csv|ya?ml|xlsx|xls|ods)$/i
const SPREADSHEET = /\.(xlsx|xls|ods)$/i

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
  const before = volumeOf(folder)
  const { files, mistakes } = filesIn(folder)
  const sheetFiles = sheetsAmong(files)
  const read = sheetFiles.map((file) => {
    const path = join(folder, file)
    return { file: shownFile(path), ...readEach(path, () => readSheet(path, settings)) }
  })
  const good = read.flatMap(({ sheet }) => (sheet === null ? [] : [sheet]))
  const clashes = [...clashesIn(good, 'plate'), ...clashesIn(good, 'barcode')]
  const clashing = new Set(clashes.map(({ file }) => file))
  const all = [...mistakes, ...read.flatMap((each) => each.mistakes), ...clashes]
  const sheets = good.filter(({ file }) => !clashing.has(file))
  const clear = new Set(sheets.map(({ file }) => file))
  const unclear = read.map(({ file }) => file).filter((file) => !clear.has(file))
  const after = mistakes.length === 0 ? volumeOf(folder) : null
  const looked: SheetFolder | null = after === null ? null : { volume: after, unclear }
  // A share that came or went meanwhile showed files of nobody knows which folder.
  return { sheets, mistakes: mistakeLines(all), folder: before === after ? looked : null }
}

/** A spreadsheet beside the CSV of its name is what that was saved from, and says nothing. */
function sheetsAmong(files: readonly string[]): readonly string[] {
  const all = files.filter((file) => SHEET.test(file))
  const saved = new Set(all.filter((file) => !SPREADSHEET.test(file)).map(stemOf))
  return all.filter((file) => !SPREADSHEET.test(file) || !saved.has(stemOf(file)))
}

function stemOf(file: string): string {
  return basename(file, extname(file)).toLowerCase()
}

/** The volume that a folder is on; null when it is not there. */
function volumeOf(folder: string): number | null {
  return statSync(folder, { throwIfNoEntry: false })?.dev ?? null
}

/** One run sheet, or the mistakes that keep it from being one. */
export interface SheetReading {
  readonly sheet: Sourced<RunSheet> | null
  readonly mistakes: readonly Mistake[]
}

function readSheet(path: string, settings: Settings): SheetReading {
  if (SPREADSHEET.test(path)) return { sheet: null, mistakes: [notASheet(shownFile(path))] }
  const read = readText(path)
  if (read.text === undefined) return { sheet: null, mistakes: [read.mistake] }
  return readSheetText({ file: shownFile(path), text: read.text }, settings)
}

/** One run sheet from its text; what the file is called says how it is written. */
export function readSheetText(from: SheetText, settings: Settings): SheetReading {
  const { source, mistakes } = sourceOf(from, settings)
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
  { file, text }: SheetText,
  settings: Settings,
): { source: Source | null; mistakes: readonly Mistake[] } {
  switch (extname(file).toLowerCase()) {
    case '.yaml':
    case '.yml':
      return parseYaml(file, text)
    case '.csv': {
      const { separator } = settings.csv
      const saidBy = `csv.separator of ${basename(settings.file)}`
      const reading = tableFrom({ file, text }, { separator, saidBy })
      return reading.table === null
        ? { source: null, mistakes: reading.mistakes }
        : sourceFromTable(reading)
    }
    default:
      return { source: null, mistakes: [notASheet(file)] }
  }
}

function notASheet(file: string): Mistake {
  const is = SPREADSHEET.test(file) ? 'is a spreadsheet' : 'is no run sheet'
  return { file, line: null, path: '', what: `${is}, expected a run sheet saved as CSV` }
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
