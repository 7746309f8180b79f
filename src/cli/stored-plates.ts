import { AssaydError } from '../core/errors.ts'
import { plateUnknown } from '../core/plate-unknown.ts'
import type { PlateDetail, StoredAnalysis, StoreView } from '../ports/store.ts'
import type { Tools } from './command.ts'

/** Opens what is stored to look at it, for as long as the work takes. */
export async function withView<Result>(
  tools: Pick<Tools, 'openView'>,
  dataFolder: string,
  work: (store: StoreView) => Result | Promise<Result>,
): Promise<Result> {
  const store = tools.openView(dataFolder)
  try {
    return await work(store)
  } finally {
    store.close()
  }
}

/** The plate. Throws AssaydError `plate-unknown` with the names that are close. */
export function plateNamed(store: StoreView, plate: string): PlateDetail {
  const detail = store.plate(plate)
  if (detail !== undefined) return detail
  throw plateUnknown(plate, store.plateNamesNear(plate))
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
