import type { Assay } from '../../../src/core/assay.ts'
import type { Place } from '../il6-plate.ts'
import type { Block } from '../../../src/core/plate-read.ts'
import type { JudgedPlate } from '../../../src/core/quality/rule.ts'
import { wellsOf, type Well } from '../../../src/core/well.ts'
import { controlPlace, judgedPlate, layoutWith } from '../judged-plate.ts'
import type { RuleScenes } from './scene.ts'

const EVEN = [1, 1.05, 0.95, 1.02, 0.98, 1.03, 0.97]

/** A control in the wells of column 12, from A on. */
function controlOf(assay: Assay, ods: readonly number[]): JudgedPlate {
  const wells = ods.map((_, i): Well => `${'ABCDEFGH'.charAt(i)}12`)
  const od = Object.fromEntries(wells.map((well, i) => [well, ods[i] ?? 0]))
  return judgedPlate({ assay, layout: layoutWith(wells.map(controlPlace)), od })
}

/** Specimens in two wells each, on rows A to H of two columns. */
function pairs(columns: readonly (readonly [number, number])[]): readonly Place[] {
  return columns.flatMap((pair, block) =>
    Array.from({ length: 8 }, (_, row) =>
      pair.map((column) => ({
        well: `${'ABCDEFGH'.charAt(row)}${column}`,
        role: 'sample' as const,
        slot: block * 8 + row + 1,
        condition: 'unstimulated',
      })),
    ).flat(),
  )
}

function biased(assay: Assay, places: readonly Place[], od: (column: number) => number) {
  const ods = places.map(({ well }, i) => {
    const ripple = 1 + 0.01 * ((i * 7) % 5)
    return [well, od(Number(well.slice(1))) * ripple] as const
  })
  return judgedPlate({ assay, layout: layoutWith(places), od: Object.fromEntries(ods) })
}

const SIDE_BY_SIDE = pairs([
  [3, 4],
  [5, 6],
  [7, 8],
  [9, 10],
  [11, 12],
])
const APART = pairs([
  [3, 9],
  [4, 10],
])

/** Half of the wells see little at the reference wavelength, half much. */
function uneven(low: number, high: number): Readonly<Record<Well, number>> {
  return Object.fromEntries(wellsOf(96).map((well, i) => [well, i % 2 === 0 ? low : high]))
}

function withBlocks(assay: Assay, change: (block: Block) => Block): JudgedPlate {
  const good = judgedPlate({ assay })
  return { ...good, read: { ...good.read, blocks: good.read.blocks.map(change) } }
}

/** Scenes of the rules on wells and their places. */
export const WELL_SCENES: RuleScenes = {
  'dixon-outlier': [
    {
      plate: (assay) => controlOf(assay, [...EVEN.slice(0, 5), 2]),
      changes: { wellsMin: 7, wellsMax: 5, alpha: 1e-6 },
    },
  ],
  drift: [
    {
      plate: (assay) => biased(assay, APART, (column) => Math.exp(0.03 * column)),
      changes: { percentMax: 100, chanceMax: 1e-6, odMin: 4, timesAlwaysFine: 100 },
    },
  ],
  'duplicate-wells': [
    {
      plate: (assay) =>
        withBlocks(assay, (block) => ({
          ...block,
          wells: [...block.wells, ...block.wells.slice(0, 1)],
        })),
    },
  ],
  'edge-effect': [
    {
      plate: (assay) => biased(assay, SIDE_BY_SIDE, (column) => (column === 12 ? 1.2 : 1)),
      changes: { percentMax: 50, errorsMax: 100, wellsMin: 24, odMin: 4, timesAlwaysFine: 100 },
    },
  ],
  'grubbs-outlier': [
    {
      plate: (assay) => controlOf(assay, [...EVEN, 1.3]),
      changes: { wellsMin: 9, alpha: 1e-6 },
    },
  ],
  'no-checksum': [
    { plate: (assay) => withBlocks(assay, (block) => ({ ...block, checksum: 'absent' })) },
  ],
  'reference-outlier': [
    {
      plate: (assay) => judgedPlate({ assay, reference: { ...uneven(0.02, 0.08), B4: 0.11 } }),
      changes: { odMax: 0.2 },
    },
    {
      plate: (assay) => judgedPlate({ assay, reference: { ...uneven(0.03, 0.04), B4: 0.095 } }),
      changes: { sdsMax: 100, wellsMin: 384 },
    },
  ],
  'replicate-cv': [
    {
      plate: (assay) => judgedPlate({ assay, od: { A3: 0.5, A4: 0.9 } }),
      limits: { sampleCvMaxPercent: 200 },
    },
  ],
  'saturation-plateau': [
    { plate: (assay) => judgedPlate({ assay, od: { A3: 3.95 } }), changes: { odBlind: 10 } },
    {
      plate: (assay) => judgedPlate({ assay, od: { A3: 3.2, B3: 3.21, C3: 3.22 } }),
      changes: { odPlateauMin: 5, evenWithinPercent: 0.01, contentsMin: 4 },
    },
  ],
  'unread-wells': [
    { plate: (assay) => judgedPlate({ assay, od: { A3: 'unread' } }), changes: { wellsMax: 2 } },
  ],
}
