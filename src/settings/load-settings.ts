import type { Settings } from '../ports/settings.ts'
import { checkAssay } from './check-assay.ts'
import { checkMain } from './check-main.ts'
import { checkOrganisms, organismIdsOf } from './check-organisms.ts'
import { readConfigFiles } from './config-files.ts'
import { idsOf } from './config-folder.ts'
import { loadLayouts } from './load-layouts.ts'
import { mistakesError } from './mistake.ts'
import { assaysFromFiles, settingsFromFiles } from './settings-from-files.ts'

/**
 * Reads the configuration: the file, and `assays/`, `layouts/` and `organisms.yaml` beside it.
 * Throws one AssaydError with every mistake of every file, one a line. Without `knownDrivers` the
 * driver ids of readers are not checked, and the faults of simulated readers only of drivers that
 * `faults` has by their id.
 */
export function loadSettings(
  configFile: string,
  knownDrivers?: readonly string[],
  faults: ReadonlyMap<string, readonly string[]> = new Map(),
): Settings {
  const files = readConfigFiles(configFile)
  const { main, organisms } = files
  const { definitions } = files.layouts
  const assays = assaysFromFiles(files)
  const { layouts, mistakes } = loadLayouts(definitions, {
    assays,
    assayIds: idsOf(files.assays.definitions),
    organismIds: organismIdsOf(organisms),
  })
  const isWhole = (definition: (typeof definitions)[number]) =>
    definition.reading?.part.part !== true
  const layoutIds = idsOf(definitions.filter(isWhole))
  const all = [
    ...files.mistakes,
    ...(main ? checkMain(main, { driverIds: knownDrivers ?? null, layoutIds, faults }) : []),
    ...(organisms ? checkOrganisms(organisms) : []),
    ...files.assays.definitions.flatMap(({ reading }) => (reading ? checkAssay(reading) : [])),
    ...mistakes,
  ]
  if (all.length > 0) throw mistakesError(all)
  return settingsFromFiles(configFile, files, { assays, layouts })
}
