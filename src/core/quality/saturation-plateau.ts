import type { WellResult } from '../analysis.ts'
import { isOd } from '../plate-read.ts'
import { contentKey, rawOd } from './evidence/replicates.ts'
import { counted } from './evidence/words.ts'
import type { QualityRule } from './rule.ts'

/** Readers that print a number where they are blind print 3.96 to 4.001 (seen in real exports). */
const OD_BLIND = 3.9
/**
 * Below that a plateau shows by its evenness: wells of several contents that cannot all be alike.
 * These limits are this project's own.
 */
const OD_PLATEAU_MIN = 3
const EVEN_WITHIN = 0.01
const CONTENTS_MIN = 3

interface HighWell {
  readonly well: WellResult
  readonly od: number
}

/**
 * ODs that look like numbers and are the end of the reader's scale. The curve turns them into
 * concentrations that are much too low or scatter without meaning, and one such standard bends it.
 */
export const rule: QualityRule = {
  id: 'saturation-plateau',
  about: 'Wells have an OD at which the reader is blind, or lie together on a plateau at the top.',
  check: ({ wells, assay }) => {
    const used: readonly HighWell[] = wells.flatMap((well) => {
      const od = rawOd(well, assay)
      return well.role !== 'empty' && isOd(od) ? [{ well, od }] : []
    })
    const top = Math.max(...used.map(({ od }) => od))
    const blind = used.filter(({ od }) => od >= OD_BLIND)
    const found = blind.length > 0 ? blind : plateauBelow(used, top)
    if (found.length === 0) return []
    const standards = found.some(({ well }) => well.role === 'standard')
    const what = blind.length > 0 ? 'at the end of the reader’s scale' : 'even, as on a plateau'
    return [
      {
        severity: 'warn',
        message:
          `${counted(found.length, 'well')} from OD ${lowest(found).toFixed(3)} to ` +
          `${top.toFixed(3)}, ${what}${standards ? ', standards among them' : ''}.`,
        hint: standards
          ? 'Mask the standards on the plateau and analyse again; rerun such specimens more dilute.'
          : 'Do not use these concentrations: rerun the specimens more dilute.',
        value: top,
        limit: blind.length > 0 ? OD_BLIND : OD_PLATEAU_MIN,
        wells: found.map(({ well }) => well.well),
      },
    ]
  },
}

function lowest(found: readonly HighWell[]): number {
  return Math.min(...found.map(({ od }) => od))
}

/** The wells within a hundredth of the highest OD, when they hold enough different things. */
function plateauBelow(used: readonly HighWell[], top: number): readonly HighWell[] {
  if (!(top >= OD_PLATEAU_MIN)) return []
  const even = used.filter(({ od }) => od >= top * (1 - EVEN_WITHIN))
  const contents = new Set(even.map(({ well }) => contentKey(well)))
  return contents.size >= CONTENTS_MIN ? even : []
}
