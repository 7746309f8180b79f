import type { SettingsSource } from '../ports/settings.ts'
import { loadSettings } from './load-settings.ts'
import { readRunSheets } from './run-sheets.ts'

/** The configuration that begins at a file, and its run sheets; read anew at each call. */
export function settingsFrom(configFile: string, knownDrivers: readonly string[]): SettingsSource {
  return {
    load: () => loadSettings(configFile, knownDrivers),
    runSheets: (settings) => readRunSheets(settings),
  }
}
