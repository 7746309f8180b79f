import { isOd } from '../plate-read.ts'
import { madSd, median } from '../stats/median.ts'
import { counted } from './evidence/words.ts'
import type { QualityRule } from './rule.ts'

/** At the reference wavelength there is no dye: more than this is a bubble, a scratch or dirt. */
const OD_MAX = 0.1
/** Robust SDs from the plate's median. */
const SDS_MAX = 3
/** Wells from which the plate's own median and spread mean something. */
const WELLS_MIN = 8

/**
 * The reference wavelength sees the plate and not the colour. What it sees is subtracted, so a
 * scratch that scatters both wavelengths alike is cured, but a bubble never scatters them alike.
 * Deviations that are smaller than what the assay calls always fine are left alone, however even
 * the other wells are.
 */
export const rule: QualityRule = {
  id: 'reference-outlier',
  about: 'A well stands out at the reference wavelength: a bubble, a scratch or dirt.',
  check: ({ wells, assay }) => {
    if (assay.referenceNm === null) return []
    const name = `${assay.referenceNm}`
    const seen = wells.flatMap(({ role, well, odByNm }) => {
      const od = odByNm[name]
      return role !== 'empty' && od !== undefined && isOd(od) ? [{ well, od }] : []
    })
    const ods = seen.map(({ od }) => od)
    const centre = median(ods) ?? 0
    const spread = ods.length < WELLS_MIN ? Infinity : (madSd(ods) ?? 0)
    const within = Math.max(SDS_MAX * spread, assay.limits.odDifferenceAlwaysFine)
    const out = seen.filter(({ od }) => od > OD_MAX || Math.abs(od - centre) > within)
    if (out.length === 0) return []
    const farthest = Math.max(...out.map(({ od }) => od))
    const listed = out.map(({ well, od }) => `${well} ${od.toFixed(3)}`).join(', ')
    return [
      {
        severity: 'warn',
        message:
          `${counted(out.length, 'outlier')} at ${name} nm, where the plate has ` +
          `${centre.toFixed(3)}: ${listed}.`,
        hint: 'Look at the wells from below: wipe the plate, prick bubbles, read it again.',
        value: farthest,
        limit: Math.min(OD_MAX, centre + within),
        wells: out.map(({ well }) => well),
      },
    ]
  },
}
