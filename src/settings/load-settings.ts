import type { QualityRule } from '../core/quality/rule.ts'
import type { Settings } from '../ports/settings.ts'
import { checkAssay } from './check-assay.ts'
import { checkAtStart } from './check-at-start.ts'
import { checkMain } from './check-main.ts'
import { checkOrganisms, organismIdsOf } from './check-organisms.ts'
import { readConfigFiles } from './config-files.ts'
import { idsOf } from './config-folder.ts'
import { loadLayouts } from './load-layouts.ts'
import { mistakesError } from './mistake.ts'
import type { KnownDriver } from './reader-settings.ts'
import { assaysFromFiles, settingsFromFiles } from './settings-from-files.ts'

/** What is known of the parts that a configuration can name. */
export interface KnownParts {
  /** By driver id; of a driver that is not there nothing is known. */
  readonly drivers?: ReadonlyMap<string, KnownDriver>
  readonly rules?: readonly QualityRule[]
  /** What a running daemon has and, in part, cannot change. */
  readonly inForce?: Settings | undefined
}

/**
 * Reads the configuration: the file, and `assays/`, `layouts/` and `organisms.yaml` beside it.
 * Throws one AssaydError with every mistake of every file, one a line. Without `knownDrivers` the
 * driver ids of readers are not checked; faults of simulated readers and what drivers are told,
 * only of those that `drivers` has by their id; what assays say of quality rules, only with
 * `rules`.
 */
export function loadSettings(
  configFile: string,
  knownDrivers?: readonly string[],
  { drivers = new Map(), rules, inForce }: KnownParts = {},
): Settings {
  const files = readConfigFiles(configFile, rules ?? null)
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
    ...(main ? checkMain(main, { driverIds: knownDrivers ?? null, layoutIds, drivers }) : []),
    ...(organisms ? checkOrganisms(organisms) : []),
    ...files.assays.definitions.flatMap(({ reading }) =>
      reading ? checkAssay(reading, rules ?? []) : [],
    ),
    ...mistakes,
  ]
  if (all.length > 0) throw mistakesError(all)
  const settings = settingsFromFiles(configFile, files, { assays, layouts })
  const frozen = main && inForce ? checkAtStart(main, settings, inForce) : []
  if (frozen.length > 0) throw mistakesError(frozen, 'config-at-start')
  return settings
}
