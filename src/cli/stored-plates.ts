import { AssaydError } from '../core/errors.ts'
import type { Settings } from '../ports/settings.ts'
import type { PlateDetail, Store, StoredAnalysis } from '../ports/store.ts'
import type { Tools } from './command.ts'

const NAMES_TOLD_MAX = 3

/** How much two names share at their ends, 0 to 1. */
function likeness(left: string, right: string): number {
  const [a, b] = [left.toLowerCase(), right.toLowerCase()]
  const least = Math.min(a.length, b.length)
  let start = 0
  while (start < least && a[start] === b[start]) start += 1
  let end = 0
  while (end < least - start && a.at(-1 - end) === b.at(-1 - end)) end += 1
  return (start + end) / Math.max(a.length, b.length, 1)
}

/** The names most like the one that was asked for; none when all are far from it. */
function closeNames(wanted: string, names: readonly string[]): readonly string[] {
  return names
    .map((name) => ({ name, share: likeness(wanted, name) }))
    .filter(({ share }) => share >= 0.5)
    .toSorted((a, b) => b.share - a.share)
    .slice(0, NAMES_TOLD_MAX)
    .map(({ name }) => name)
}

/** Opens the store the configuration names, for as long as the work takes. */
export async function withStore<Result>(
  tools: Pick<Tools, 'settings' | 'openStore'>,
  configFile: string,
  work: (store: Store, settings: Settings) => Result | Promise<Result>,
): Promise<Result> {
  const settings = tools.settings(configFile).load()
  const store = tools.openStore(settings.folders.data)
  try {
    return await work(store, settings)
  } finally {
    store.close()
  }
}

/** The plate. Throws AssaydError `plate-unknown` with the names that are close. */
export function plateNamed(store: Store, plate: string): PlateDetail {
  const detail = store.plate(plate)
  if (detail !== undefined) return detail
  const close = closeNames(
    plate,
    store.plates().map((summary) => summary.plate),
  )
  const guess = close.map((name) => `'${name}'`).join(', ')
  throw new AssaydError('plate-unknown', `Unable to find a plate '${plate}'.`, {
    hint: close.length === 0 ? "See 'assayd plates' for those there are." : `Is it ${guess}?`,
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
