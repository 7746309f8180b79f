import { closest } from '../core/closest.ts'
import { AssaydError } from '../core/errors.ts'
import type { Library } from '../ports/library.ts'
import type { Settings } from '../ports/settings.ts'
import type { PlateDetail, StoredAnalysis, StoreView } from '../ports/store.ts'
import type { Tools } from './command.ts'

/** Opens what the configuration names to look at it, for as long as the work takes. */
export async function withView<Result>(
  tools: Pick<Tools, 'settings' | 'openView'>,
  configFile: string,
  work: (store: StoreView, settings: Settings) => Result | Promise<Result>,
): Promise<Result> {
  const settings = tools.settings(configFile).load()
  const store = tools.openView(settings.folders.data)
  try {
    return await work(store, settings)
  } finally {
    store.close()
  }
}

/** The plate. Throws AssaydError `plate-unknown` with the names that are close. */
export function plateNamed(store: StoreView, plate: string): PlateDetail {
  const detail = store.plate(plate)
  if (detail !== undefined) return detail
  throw unknownPlate(plate, store.plateNames())
}

/** A plate out of a library. Throws as `plateNamed`. */
export async function plateIn(library: Library, plate: string): Promise<PlateDetail> {
  const detail = await library.plate(plate)
  if (detail !== undefined) return detail
  throw unknownPlate(plate, await library.plateNames())
}

function unknownPlate(plate: string, names: readonly string[]): AssaydError {
  const near = closest(plate, names)
  return new AssaydError('plate-unknown', `Unable to find a plate '${plate}'.`, {
    hint: near === undefined ? "See 'assayd plates' for those there are." : `Is it '${near}'?`,
  })
}

/** The analysis of that version, or the newest one. Throws AssaydError `analysis-unknown`. */
export function analysisOf({ record, analyses }: PlateDetail, version?: string): StoredAnalysis {
  const found =
    version === undefined
      ? analyses.at(-1)
      : analyses.find((one) => String(one.version) === version)
  if (found !== undefined) return found
  const { plate, bindingReason } = record
  if (analyses.length === 0) {
    throw new AssaydError('analysis-unknown', `Plate '${plate}' has no analysis.`, {
      hint: `Its read is stored. ${bindingReason}`,
    })
  }
  const versions = analyses.map((one) => one.version).join(', ')
  throw new AssaydError(
    'analysis-unknown',
    `Unable to find analysis '${version ?? ''}' of plate '${plate}'.`,
    { hint: `There are ${versions}; without a number the newest is taken.` },
  )
}
