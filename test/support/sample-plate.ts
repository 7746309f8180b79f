import type { Role } from '../../src/core/layout/layout.ts'
import type { WellMark, WellValue } from '../../src/core/plate-read.ts'
import { wellsOf } from '../../src/core/well.ts'
import type { Well } from '../../src/core/well.ts'

/**
 * A made-up plate for the tests of storage, export and terminal: eight standards down columns 1 and
 * 2, twelve specimens in three conditions and duplicate, a control, a blank and four empty wells.
 * ODs follow a stated curve with seeded noise and three decimals, as an ELx808 would send them; a
 * few wells carry marks.
 */
export interface SampleWell {
  readonly well: Well
  readonly role: Role
  readonly level: number | null
  readonly slot: number | null
  readonly specimen: string
  readonly condition: string
  readonly dilution: number
  readonly replicate: number
  readonly od450: WellValue
  readonly od540: WellValue
}

/** Nominal concentrations in pg/mL, two-fold from 600 with a zero standard. */
export const SAMPLE_STANDARDS = [600, 300, 150, 75, 37.5, 18.75, 9.375, 0] as const

/** The curve the ODs are made from: y = D + (A − D) / (1 + (x / C)^B). */
export const SAMPLE_CURVE = { A: 0.052, B: 1.13, C: 287.5, D: 3.214 } as const

/** Specimens: baseline in pg/mL, then how many times more with each organism. */
const SPECIMENS: readonly (readonly [name: string, baseline: number, ...folds: number[]])[] = [
  ['KI-014', 21, 12, 1.1],
  ['KI-015', 48, 7.5, 6.2],
  ['KI-016', 33, 0.9, 1],
  ['KI-017', 16, 55, 2.4],
  ['KI-018', 0.4, 40, 1.2],
  ['KI-019', 62, 3.1, 0.8],
  ['KI-020', 27, 1.6, 1.5],
  ['KI-021', 90, 420, 4],
  ['KI-022', 14, 2.2, 1.9],
  ['KI-023', 75, 5, 1.3],
  ['=cmd', 40, 2, 2],
  ['Åse, "twin"', 36, 9, 0.7],
]

const CONDITIONS = ['unstimulated', 'salmonella-enterica', 'escherichia-coli'] as const

const MARKS: Readonly<Record<Well, WellMark>> = {
  E8: 'overflow',
  F8: 'overflow',
  E5: 'masked',
  F6: 'unread',
}

interface Place {
  readonly role: Role
  readonly level: number | null
  readonly slot: number | null
  readonly condition: string
  readonly dilution: number
  readonly replicate: number
  /** In the well, pg/mL. */
  readonly truth: number
}

const EMPTY = { role: 'empty', level: null, slot: null, condition: '', dilution: 1 } as const

/**
 * Standards fill columns 1 and 2 downwards; everything else fills columns 3 to 12 downwards, pairs
 * below one another.
 */
function placeOf(row: number, column: number): Place {
  if (column <= 2) {
    const truth = SAMPLE_STANDARDS[row - 1] ?? 0
    return { ...EMPTY, role: 'standard', level: row, replicate: column, truth }
  }
  const position = (column - 3) * 8 + (row - 1)
  const replicate = (position % 2) + 1
  const group = Math.floor(position / 2)
  if (group === 36) return { ...EMPTY, role: 'control', replicate, truth: 120 }
  if (group === 37) return { ...EMPTY, role: 'blank', replicate, truth: 0 }
  if (group > 37) return { ...EMPTY, replicate: position - 75, truth: 0 }
  const slot = Math.floor(group / 3) + 1
  const condition = CONDITIONS[group % 3] ?? ''
  const dilution = condition === 'unstimulated' ? 1 : 4
  const [, baseline = 0, ...folds] = SPECIMENS[slot - 1] ?? ['']
  const fold = group % 3 === 0 ? 1 : (folds[(group % 3) - 1] ?? 1)
  const truth = (baseline * fold) / dilution
  return { role: 'sample', level: null, slot, condition, dilution, replicate, truth }
}

/** Park and Miller's generator, so that the plate is the same everywhere; −1 to 1. */
function seededNoise(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return (state / 2_147_483_647) * 2 - 1
  }
}

function odFromTruth(truth: number): number {
  const { A, B, C, D } = SAMPLE_CURVE
  return D + (A - D) / (1 + (truth / C) ** B)
}

/** The specimen's name in the well; controls have one too, and nobody else. */
function nameOf({ role, slot }: Place): string {
  if (role === 'control') return 'kit-control'
  return slot === null ? '' : (SPECIMENS[slot - 1]?.[0] ?? '')
}

/** The 96 wells in row-major order; another seed gives other noise. */
export function samplePlateWells(seed = 7): readonly SampleWell[] {
  const noise = seededNoise(seed)
  return wellsOf(96).map((well) => {
    const place = placeOf(well.charCodeAt(0) - 64, Number(well.slice(1)))
    const { truth, ...rest } = place
    const reference = Number((0.041 + 0.003 * noise()).toFixed(3))
    const clean = place.role === 'empty' ? 0.004 : odFromTruth(truth)
    const signal = Number((clean * (1 + 0.03 * noise()) + reference).toFixed(3))
    const mark = MARKS[well]
    return {
      well,
      ...rest,
      specimen: nameOf(place),
      od450: mark ?? signal,
      od540: mark === 'overflow' ? reference : (mark ?? reference),
    }
  })
}
