import { AssaydError } from '../core/errors.ts'
import { USUAL_HEALTH } from '../core/health/limits.ts'
import { reportJson } from '../core/health/report.ts'
import type { SettingsSource } from '../ports/settings.ts'
import type { Tools } from './command.ts'
import { fieldsOf, textOf } from './told.ts'

/** How everything is, as `assayd status --json` prints it. */
export type Status = Readonly<Record<string, unknown>>

/** How everything is while no daemon runs, also where the configuration has mistakes. */
export async function statusAtRest(tools: Tools, source: SettingsSource): Promise<Status> {
  try {
    const settings = source.load()
    const health = reportJson(await tools.healthAtRest(settings))
    return { ...health, network: null, readers: merged(health.readers, settings.readers) }
  } catch (error) {
    if (!(error instanceof AssaydError)) throw error
    return withoutSettings(tools, source.dataFolder(), error)
  }
}

/** Which readers there are and where files go is not known then. */
async function withoutSettings(
  tools: Tools,
  data: string,
  { message, hint }: AssaydError,
): Promise<Status> {
  const folders = { data, exports: data, runSheets: data }
  const bare = { folders, readers: [], health: USUAL_HEALTH, synthetic: null }
  const health = reportJson(await tools.healthAtRest(bare))
  const mistaken = { state: 'failed', what: 'configuration', reader: null, message, hint }
  return {
    ...health,
    network: null,
    readers: null,
    findings: [mistaken, ...health.findings],
    disks: health.disks.filter(({ what }) => what !== 'exports'),
  }
}

/** Both lists tell of the same readers; what the second says of itself is kept. */
export function merged(left: readonly unknown[], right: readonly unknown[]): readonly unknown[] {
  const more = new Map(right.map((each) => [textOf(fieldsOf(each)['id']), fieldsOf(each)]))
  return left.map((each) => ({ ...fieldsOf(each), ...more.get(textOf(fieldsOf(each)['id'])) }))
}
