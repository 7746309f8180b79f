import type { Block } from '../plate-read.ts'
import { indexFromWell, type Well } from '../well.ts'
import type { QualityRule } from './rule.ts'

/**
 * A well that a reader reports twice, or that this plate does not have, means that rows were sent
 * again or counted wrongly: then no well is sure to be the one it is called.
 */
export const rule: QualityRule = {
  id: 'duplicate-wells',
  about: 'The read has a well twice, a well that the plate does not have, or a wavelength twice.',
  check: ({ read }) => {
    const twice = read.blocks.flatMap(repeated)
    const beyond = read.blocks.flatMap(({ wells }) =>
      wells
        .map(({ well }) => well)
        .filter((well) => indexFromWell(well, read.format) === undefined),
    )
    const blocks = repeatedBlocks(read.blocks)
    const found = [...new Set([...twice, ...beyond])]
    if (found.length === 0 && blocks.length === 0) return []
    const parts = [
      said('twice', twice),
      said('not on this plate', beyond),
      said('twice', blocks),
    ].filter(Boolean)
    return [
      {
        severity: 'block',
        message: `${parts.join('; ')}.`,
        hint: 'Read the plate again; if it happens again, keep the capture and report the reader.',
        value: twice.length + beyond.length + blocks.length,
        limit: 0,
        wells: found.length > 0 ? found : wellsOf(read.blocks),
      },
    ]
  },
}

/** Of a wavelength that comes twice, every well is in doubt. */
function wellsOf(blocks: readonly Block[]): readonly Well[] {
  return [...new Set(blocks.flatMap(({ wells }) => wells.map(({ well }) => well)))]
}

function repeated({ wells }: Block): readonly Well[] {
  return repeatedAmong(wells.map(({ well }) => well))
}

function repeatedAmong(names: readonly string[]): readonly string[] {
  const seen = new Set<string>()
  const again = names.filter((name) => seen.size === seen.add(name).size)
  return [...new Set(again)]
}

function repeatedBlocks(blocks: readonly Block[]): readonly string[] {
  const names = blocks.map(
    ({ interval, wavelengthNm, referenceNm }) =>
      `${wavelengthNm}${referenceNm === null ? '' : `-${referenceNm}`} nm of interval ${interval}`,
  )
  return repeatedAmong(names)
}

function said(what: string, names: readonly string[]): string {
  return names.length === 0 ? '' : `${[...new Set(names)].join(', ')}: ${what}`
}
