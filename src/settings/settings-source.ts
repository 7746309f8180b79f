import type { Settings, SettingsSource } from '../ports/settings.ts'
import { loadSettings } from './load-settings.ts'
import type { SheetReading } from './run-sheets.ts'
import { readRunSheets } from './run-sheets.ts'
import { UnchangedFiles } from './unchanged-files.ts'

/** Faults of the simulators by driver id; of a driver that is not there nothing is known. */
export type KnownFaults = ReadonlyMap<string, readonly string[]>

/**
 * The configuration that begins at a file, and its run sheets. The configuration is read anew at
 * each call, of the run sheets those that changed. Without `faults` their names are not checked.
 */
export function settingsFrom(
  configFile: string,
  knownDrivers: readonly string[],
  faults: KnownFaults = new Map(),
): SettingsSource {
  // A sheet is checked against the settings, so that other settings mean reading it anew.
  const read = new WeakMap<Settings, UnchangedFiles<SheetReading>>()
  return {
    load: () => loadSettings(configFile, knownDrivers, faults),
    runSheets: (settings) => {
      const files = read.get(settings) ?? new UnchangedFiles<SheetReading>()
      read.set(settings, files)
      const sheets = readRunSheets(settings, files.of)
      files.endRound()
      return sheets
    },
  }
}
