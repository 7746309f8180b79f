import { isOd } from '../plate-read.ts'
import { madSd, median } from '../stats/median.ts'
import { counted } from '../counted.ts'
import { limitsOf, type LimitGroup } from './limits/limit.ts'
import type { QualityRule } from './rule.ts'

const OWN = {
  id: 'reference-outlier',
  limits: {
    odMax: {
      about: 'the highest OD at the reference wavelength',
      usual: 0.1,
      source: 'own; there is no dye to see, and a real bubble had 0.098 where its plate had 0.037',
      min: 0.01,
      max: 4,
    },
    sdsMax: {
      about: "how many robust SDs a well may lie from the plate's median",
      usual: 3,
      source: 'custom; the SD is 1.4826 times the median absolute deviation',
      min: 1,
      max: 100,
    },
    wellsMin: {
      about: "the fewest wells by which the plate's own spread is judged",
      usual: 8,
      source: 'own; fewer make no spread that can be trusted',
      min: 3,
      max: 384,
      isWhole: true,
    },
  },
} satisfies LimitGroup

/**
 * The reference wavelength sees the plate and not the colour. What it sees is subtracted, so a
 * scratch that scatters both wavelengths alike is cured, but a bubble never scatters them alike.
 * Deviations that are smaller than what the assay calls always fine are left alone, however even
 * the other wells are.
 */
export const rule: QualityRule = {
  ...OWN,
  about: 'A well stands out at the reference wavelength: a bubble, a scratch or dirt.',
  check: ({ wells, assay }) => {
    if (assay.referenceNm === null) return []
    const set = limitsOf(OWN, assay)
    const name = `${assay.referenceNm}`
    const seen = wells.flatMap(({ role, well, odByNm }) => {
      const od = odByNm[name]
      return role !== 'empty' && od !== undefined && isOd(od) ? [{ well, od }] : []
    })
    const ods = seen.map(({ od }) => od)
    const centre = median(ods) ?? 0
    const spread = ods.length < set('wellsMin') ? Infinity : (madSd(ods) ?? 0)
    const within = Math.max(set('sdsMax') * spread, assay.limits.odDifferenceAlwaysFine)
    const out = seen.filter(({ od }) => od > set('odMax') || Math.abs(od - centre) > within)
    if (out.length === 0) return []
    const farthest = Math.max(...out.map(({ od }) => od))
    const limit = Math.min(set('odMax'), centre + within)
    const listed = out.map(({ well, od }) => `${well} ${od.toFixed(3)}`).join(', ')
    return [
      {
        severity: 'warn',
        message:
          `${counted(out.length, 'outlier')} at ${name} nm, where the plate has ` +
          `${centre.toFixed(3)} (limit ${limit.toFixed(3)}): ${listed}.`,
        hint: 'Look at the wells from below: wipe the plate, prick bubbles, read it again.',
        value: farthest,
        limit,
        wells: out.map(({ well }) => well),
      },
    ]
  },
}
