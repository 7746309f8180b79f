import { analyse } from '../../src/core/analyse/analyse.ts'
import type { PlateInputs } from '../../src/core/analyse/map-wells.ts'
import type { QualityRule } from '../../src/core/quality/rule.ts'
import { median } from './agreement.ts'
import { plateSet } from './plates.ts'

/** What whole analyses of plates of one size cost, in seconds for the median plate. */
export interface PlateCost {
  readonly wells: number
  readonly what: string
  readonly unknowns: number
  /** Curve, concentrations with intervals, responses; no rule asked. */
  readonly results: number
  /** With every quality rule but the orientation detective. */
  readonly judged: number
  /** With all rules. */
  readonly whole: number
}

const PLATES = 20
const SEED = 7
const READINGS = 15
const DETECTIVE = 'looks-turned'

/** A set of plates that are analysed as one. */
interface Sized {
  readonly wells: number
  readonly what: string
  readonly unknowns: number
  readonly together: readonly (readonly PlateInputs[])[]
}

/** Costs by rising number of wells, on simulated plates of shipped layouts. */
export function plateCosts(rules: readonly QualityRule[]): readonly PlateCost[] {
  const quiet = rules.filter(({ id }) => id !== DETECTIVE)
  return sizes().map(({ together, ...size }) => ({
    ...size,
    results: secondsOf(together, []),
    judged: secondsOf(together, quiet),
    whole: secondsOf(together, rules),
  }))
}

function sizes(): readonly Sized[] {
  const small = plateSet('milk-13x3-duplicate', PLATES, SEED)
  const large = plateSet('milk-58x3-384', PLATES, SEED)
  const one = (plate: PlateInputs): readonly PlateInputs[] => [plate]
  const four = large.plates.map((_, at) =>
    [0, 1, 2, 3].flatMap((next) => large.plates[(at + next) % PLATES] ?? []),
  )
  return [
    {
      wells: 8,
      what: 'a strip of standards',
      unknowns: 0,
      together: small.plates.map(strip).map(one),
    },
    { wells: 96, what: small.layout.id, unknowns: small.unknowns, together: small.plates.map(one) },
    {
      wells: 384,
      what: large.layout.id,
      unknowns: large.unknowns,
      together: large.plates.map(one),
    },
    { wells: 1536, what: 'four plates of 384', unknowns: 4 * large.unknowns, together: four },
  ]
}

/** The first column alone: eight standards in one well each, nothing else on the plate. */
function strip({ read, layout, ...rest }: PlateInputs): PlateInputs {
  const isKept = ({ well }: { readonly well: string }): boolean => /^[A-H]1$/.test(well)
  const blank = { role: 'empty', level: null, control: null, slot: null, condition: null } as const
  const wells = layout.wells.map((each) => (isKept(each) ? each : { ...each, ...blank }))
  const blocks = read.blocks.map((block) => ({ ...block, wells: block.wells.filter(isKept) }))
  return { ...rest, read: { ...read, blocks }, layout: { ...layout, wells }, otherLayouts: [] }
}

/** The median over plates of the best of several readings, once all of it is warm. */
function secondsOf(
  together: readonly (readonly PlateInputs[])[],
  rules: readonly QualityRule[],
): number {
  const best = together.map(() => Infinity)
  for (let reading = 0; reading < READINGS; reading += 1) {
    for (const [at, plates] of together.entries()) {
      const began = performance.now()
      for (const plate of plates) analyse(plate, rules)
      const seconds = (performance.now() - began) / 1000
      best[at] = Math.min(best[at] ?? Infinity, seconds)
    }
  }
  return median(best)
}
