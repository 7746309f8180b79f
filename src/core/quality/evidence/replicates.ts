import type { Assay } from '../../assay.ts'
import type { WellResult } from '../../analysis.ts'
import { isOd, type WellValue } from '../../plate-read.ts'
import type { Well } from '../../well.ts'

/** Wells that hold the same thing and should agree, with those of them that have an OD. */
export interface Replicates {
  /** What is in them, for a message. */
  readonly what: string
  readonly wells: readonly Well[]
  /** In the order of `wells`. */
  readonly ods: readonly number[]
}

/**
 * Between the highest and the lowest OD, to the nine decimals that ODs are kept with, so that 0.05
 * and 0.02 are 0.03 apart and not an ulp more.
 */
export function odSpread(ods: readonly number[]): number {
  return ods.length === 0 ? 0 : Math.round((Math.max(...ods) - Math.min(...ods)) * 1e9) / 1e9
}

/** The groups of a plate, found once for all the rules that look at it. */
const found = new WeakMap<readonly WellResult[], readonly Replicates[]>()

/** Every kind of well but empty ones, put together by what the layout says is in them. */
export function replicatesOf(wells: readonly WellResult[]): readonly Replicates[] {
  const groups = found.get(wells) ?? group(wells)
  found.set(wells, groups)
  return groups
}

function group(wells: readonly WellResult[]): readonly Replicates[] {
  const groups = new Map<string, { what: string; wells: Well[]; ods: number[] }>()
  for (const well of wells) {
    if (well.role === 'empty' || !isOd(well.od)) continue
    const key = contentKey(well)
    const alike = groups.get(key) ?? { what: contentName(well), wells: [], ods: [] }
    alike.wells.push(well.well)
    alike.ods.push(well.od)
    groups.set(key, alike)
  }
  return [...groups.values()]
}

/** The same text for wells that hold the same thing. */
export function contentKey(well: WellResult): string {
  const { role, level, slot, specimen, condition, dilution } = well
  return `${role}\n${level}\n${slot}\n${specimen}\n${condition}\n${dilution}`
}

/** What is in a well, in words. */
function contentName({ role, level, specimen, condition, dilution }: WellResult): string {
  if (role === 'standard') return `standard ${level ?? ''}`.trim()
  if (role === 'blank') return 'blank'
  const who = [role === 'control' ? 'control' : '', specimen, condition].filter(Boolean).join(' ')
  return dilution === 1 ? who : `${who} 1:${dilution}`
}

/**
 * What the reader measured at the assay's own wavelength, before any reference was subtracted here;
 * a reader that subtracts by itself gives no other.
 */
export function rawOd(well: WellResult, { wavelengthNm, referenceNm }: Assay): WellValue {
  const { odByNm, od } = well
  return odByNm[`${wavelengthNm}`] ?? odByNm[`${wavelengthNm}-${referenceNm}`] ?? od
}
