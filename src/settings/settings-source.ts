import type { Settings, SettingsSource } from '../ports/settings.ts'
import { dataFolderIn } from './data-folder.ts'
import { loadSettings, type KnownParts } from './load-settings.ts'
import { stateOfConfig } from './look.ts'
import type { SheetReading } from './run-sheets.ts'
import { readRunSheets } from './run-sheets.ts'
import { UnchangedFiles } from './unchanged-files.ts'

/**
 * The configuration that begins at a file, and its run sheets. The configuration is read anew at
 * each call, of the run sheets those that changed. What names a part that is not known is not
 * checked further.
 */
export function settingsFrom(
  configFile: string,
  knownDrivers: readonly string[],
  parts: KnownParts = {},
): SettingsSource {
  // A sheet is checked against the settings, so that other settings mean reading it anew.
  const read = new WeakMap<Settings, UnchangedFiles<SheetReading>>()
  return {
    load: (inForce) => loadSettings(configFile, knownDrivers, { ...parts, inForce }),
    look: (known) => stateOfConfig(configFile, known),
    dataFolder: () =>
      dataFolderIn(configFile) ?? loadSettings(configFile, knownDrivers, parts).folders.data,
    runSheets: (settings) => {
      const files = read.get(settings) ?? new UnchangedFiles<SheetReading>()
      read.set(settings, files)
      const sheets = readRunSheets(settings, files.of)
      files.endRound()
      return sheets
    },
  }
}
