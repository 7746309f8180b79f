import type { WellResult } from '../analysis.ts'
import { isOd } from '../plate-read.ts'
import { contentKey, rawOd } from './evidence/replicates.ts'
import { counted } from '../counted.ts'
import { limitsOf, type LimitGroup } from './limits/limit.ts'
import type { QualityRule } from './rule.ts'

/**
 * Some readers print a number where they are blind. Below that a plateau shows by its evenness:
 * wells of several contents that cannot all be alike.
 */
const OWN = {
  id: 'saturation-plateau',
  limits: {
    odBlind: {
      about: 'the OD from which the reader is blind',
      usual: 3.9,
      source: 'own; saturated wells of real exports have 3.96 to 4.001',
      min: 0.5,
      max: 10,
    },
    odPlateauMin: {
      about: 'the lowest OD of a plateau at the top of the plate',
      usual: 3,
      source: 'own; below that substrate and kit set the top, and not the reader',
      min: 0.5,
      max: 10,
    },
    evenWithinPercent: {
      about: 'how far below the highest OD a plateau reaches, in percent of it',
      usual: 1,
      source: 'own; replicates of one specimen differ by more',
      min: 0.01,
      max: 20,
    },
    contentsMin: {
      about: 'the fewest different contents of the wells of a plateau',
      usual: 3,
      source: 'own; two specimens may be alike by chance',
      min: 2,
      max: 384,
      isWhole: true,
    },
  },
} satisfies LimitGroup

interface HighWell {
  readonly well: WellResult
  readonly od: number
}

/**
 * ODs that look like numbers and are the end of the reader's scale. The curve turns them into
 * concentrations that are much too low or scatter without meaning, and one such standard bends it.
 */
export const rule: QualityRule = {
  ...OWN,
  about: 'Wells have an OD at which the reader is blind, or lie together on a plateau at the top.',
  check: ({ wells, assay }) => {
    const limit = limitsOf(OWN, assay)
    const used: readonly HighWell[] = wells.flatMap((well) => {
      const od = rawOd(well, assay)
      return well.role !== 'empty' && isOd(od) ? [{ well, od }] : []
    })
    const top = Math.max(...used.map(({ od }) => od))
    const blind = used.filter(({ od }) => od >= limit('odBlind'))
    const found = blind.length > 0 ? blind : plateauBelow(used, top, limit)
    if (found.length === 0) return []
    const from = limit(blind.length > 0 ? 'odBlind' : 'odPlateauMin')
    const standards = found.some(({ well }) => well.role === 'standard')
    const what = blind.length > 0 ? 'at the end of the reader’s scale' : 'even, as on a plateau'
    return [
      {
        severity: 'warn',
        message:
          `${counted(found.length, 'well')} from OD ${lowest(found).toFixed(3)} to ` +
          `${top.toFixed(3)}, ${what} (from ${from})` +
          `${standards ? ', standards among them' : ''}.`,
        hint: standards
          ? 'Mask the standards on the plateau and analyse again; rerun such specimens more dilute.'
          : 'Do not use these concentrations: rerun the specimens more dilute.',
        value: top,
        limit: from,
        wells: found.map(({ well }) => well.well),
      },
    ]
  },
}

function lowest(found: readonly HighWell[]): number {
  return Math.min(...found.map(({ od }) => od))
}

/** The wells next to the highest OD, when they hold enough different things. */
function plateauBelow(
  used: readonly HighWell[],
  top: number,
  limit: ReturnType<typeof limitsOf<keyof typeof OWN.limits>>,
): readonly HighWell[] {
  if (!(top >= limit('odPlateauMin'))) return []
  const least = top * (1 - limit('evenWithinPercent') / 100)
  const even = used.filter(({ od }) => od >= least)
  const contents = new Set(even.map(({ well }) => contentKey(well)))
  return contents.size >= limit('contentsMin') ? even : []
}
