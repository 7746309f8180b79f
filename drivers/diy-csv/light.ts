import { isOd, type Well, wellsOf, type WellValue } from '../../src/driver-kit.ts'

import type { Counts } from './plate-lines.ts'
import type { Light } from './settings.ts'

// A linear detector counts light: OD = log10((blank - dark) / (count - dark)). A logarithmic one
// counts its logarithm: OD = (blank - count) / countsPerOd. Both need a blank; nothing replaces it.

/** The blank and dark counts of one well. */
interface Reference {
  readonly blank: number
  readonly dark: number
}

/** ODs by well, or why there are none. */
export type Ods = ReadonlyMap<Well, WellValue> | { readonly why: string }

const DECIMALS = 1e6

/** Counts → OD. A count at the dark is `overflow`, one at full scale `underflow`. */
export function odsFrom(counts: Counts, light: Light): Ods {
  const wells = wellsOf(counts.size > 96 ? 384 : 96)
  const ods = new Map<Well, WellValue>()
  for (const [index, well] of wells.entries()) {
    const text = counts.get(well)
    if (text === undefined) return { why: `${well} did not come` }
    if (Number(text) > light.fullScale)
      return { why: `${well}: the count ${text} is above full scale, ${light.fullScale}` }
    const reference = referenceOf(light, { index, wells: wells.length, counts })
    if (typeof reference === 'string') return { why: `${well}: ${reference}` }
    ods.set(well, odOf(Number(text), reference, light))
  }
  return ods
}

interface WellAt {
  readonly index: number
  readonly wells: number
  readonly counts: Counts
}

/** The reference of a well, or what is wrong with it. */
function referenceOf(light: Light, { index, wells, counts }: WellAt): Reference | string {
  const dark = light.dark === undefined ? 0 : ofWell(light.dark, index, wells)
  const blank =
    light.blank === undefined
      ? meanOf(light.blankWells ?? [], counts)
      : ofWell(light.blank, index, wells)
  if (blank === undefined || dark === undefined)
    return `there is no blank or dark count for it: one, or ${wells} of them, are needed`
  if (blank >= light.fullScale) return `its blank, ${blank}, is at full scale`
  return blank > dark ? { blank, dark } : `its blank, ${blank}, is not above the dark, ${dark}`
}

/** One for all, or one for each. */
function ofWell(list: readonly number[], index: number, wells: number): number | undefined {
  return list.length === 1 || list.length === wells ? (list[index] ?? list[0]) : undefined
}

function meanOf(names: readonly Well[], counts: Counts): number | undefined {
  const values = names.map((well) => Number(counts.get(well)))
  const sum = values.reduce((total, value) => total + value, 0)
  return values.length === 0 || Number.isNaN(sum) ? undefined : sum / values.length
}

function odOf(count: number, { blank, dark }: Reference, light: Light): WellValue {
  if (count >= light.fullScale) return 'underflow'
  const isLinear = light.response === 'linear'
  if (count <= (isLinear ? dark : 0)) return 'overflow'
  const od = isLinear
    ? Math.log10((blank - dark) / (count - dark))
    : (blank - count) / (light.countsPerOd ?? Number.NaN)
  return Math.round(od * DECIMALS) / DECIMALS + 0
}

const BLANK_OF_SCALE = 0.85

/** The count of a well with this OD, as a reader with such light gives it. */
export function countFrom(od: WellValue, light: Light): number {
  const dark = light.dark?.[0] ?? 0
  const blank = light.blank?.[0] ?? Math.round(light.fullScale * BLANK_OF_SCALE)
  if (od === 'underflow') return light.fullScale
  if (!isOd(od)) return light.response === 'linear' ? dark : 0
  const count =
    light.response === 'linear'
      ? dark + (blank - dark) * 10 ** -od
      : blank - od * (light.countsPerOd ?? 1)
  return Math.max(0, Math.min(light.fullScale, Math.round(count)))
}

/** At so few counts of light, half a count is 0.005 OD. */
const COUNTS_MIN = 44

/** The ODs such light can tell, to 0.005; nothing without light. */
export function rangeOf(light: Light | undefined) {
  if (light === undefined) return { min: 0, max: 0, roundedBy: 0 }
  const { fullScale, response, countsPerOd = 1 } = light
  const dark = Math.max(0, ...(light.dark ?? []))
  const blanks = light.blank ?? [Math.round(fullScale * BLANK_OF_SCALE)]
  const [least, most] = [Math.min(...blanks), Math.max(...blanks)]
  const down = (od: number): number => Math.floor(od * 1000) / 1000
  if (response === 'logarithmic')
    return {
      min: -down((fullScale - 1 - most) / countsPerOd),
      max: down((least - 1) / countsPerOd),
      roundedBy: 0.5 / countsPerOd,
    }
  return {
    min: -down(Math.log10((fullScale - 1 - dark) / (most - dark))),
    max: down(Math.log10((least - dark) / COUNTS_MIN)),
    roundedBy: 0.005,
  }
}
