import { detectLayout, DOUBT_NATS, type Detection } from '../../src/core/detective/detect.ts'
import {
  couldBeInstead,
  hypothesesOf,
  type Hypothesis,
} from '../../src/core/detective/hypothesis.ts'
import type { Layout } from '../../src/core/layout/layout.ts'
import type { Settings } from '../../src/ports/settings.ts'
import { randomFrom } from '../demo/random.ts'
import { simulatedOds } from './simulated-plate.ts'

/** What became of the plates of one truth. */
export interface Rates {
  /** The declared layout. */
  readonly layout: string
  /** How the plates really lie, or which other layout they really are. */
  readonly truth: string
  /** Whether the plates lie as declared, so that every other verdict is a false alarm. */
  readonly isRight: boolean
  readonly plates: number
  readonly right: number
  /** Held, with the truth named as one of several that cannot be told apart. */
  readonly among: number
  readonly undecided: number
  /** Of the undecided, those that an operator is warned of: another way to lie fits better. */
  readonly warned: number
  /** Held and named wrongly; of plates that lie as declared, a false alarm. */
  readonly wrong: number
  /** Passed although the plate lies otherwise. */
  readonly missed: number
  /** Of each detection. */
  readonly ms: readonly number[]
}

export interface RatesOptions {
  readonly settings: Settings
  /** Plates that lie as declared; a fraction of it for each other truth. */
  readonly plates: number
  readonly othersShare: number
  readonly seed: number
}

/**
 * Simulates plates of every layout with a specimen, as declared and otherwise, and asks the
 * detective.
 */
export function ratesOf(options: RatesOptions): readonly Rates[] {
  const all = [...options.settings.layouts.values()].map(({ value }) => value)
  const layouts = all.filter(({ wells }) => wells.some(({ role }) => role === 'sample'))
  return layouts.flatMap((declared) => {
    const others = layouts.filter((one) => isRival(one, declared, options))
    const truths = hypothesesOf({ declared, others, standards: [] })
    return truths.map((truth) => ratesFor(truth, { declared, others }, options))
  })
}

function isRival(one: Layout, declared: Layout, { settings }: RatesOptions): boolean {
  const [assay, declaredAssay] = [one, declared].map((layout) => settings.assays.get(layout.assay))
  if (assay === undefined || declaredAssay === undefined) return false
  return couldBeInstead(
    { layout: one, assay: assay.value },
    { layout: declared, assay: declaredAssay.value },
  )
}

interface Bench {
  readonly declared: Layout
  readonly others: readonly Layout[]
}

function ratesFor(truth: Hypothesis, { declared, others }: Bench, options: RatesOptions): Rates {
  const isRight = truth.layout === declared && truth.transformation === 'as-declared'
  const plates = Math.ceil(options.plates * (isRight ? 1 : options.othersShare))
  const random = randomFrom(options.seed)
  const counts = { right: 0, among: 0, undecided: 0, warned: 0, wrong: 0, missed: 0 }
  const ms: number[] = []
  for (let plate = 0; plate < plates; plate += 1) {
    const ods = simulatedOds({ ...truth, standards: standardsOf(truth.layout, options) }, random)
    const start = performance.now()
    const standards = standardsOf(declared, options)
    const detection = detectLayout(ods, declared, { others, standards })
    ms.push(performance.now() - start)
    const { verdict, margin } = detection
    counts.warned += Number(verdict === 'undecided' && margin >= DOUBT_NATS)
    counts[isRight ? outcomeAsDeclared(detection) : outcomeOf(detection, truth)] += 1
  }
  const name = truth.layout === declared ? truth.transformation : truth.layout.id
  return { layout: declared.id, truth: name, isRight, plates, ...counts, ms }
}

function standardsOf({ assay }: Layout, { settings }: RatesOptions): readonly number[] {
  return settings.assays.get(assay)?.value.standards ?? []
}

function outcomeAsDeclared({ verdict }: Detection): 'right' | 'undecided' | 'wrong' {
  if (verdict === 'as-declared') return 'right'
  return verdict === 'undecided' ? 'undecided' : 'wrong'
}

function outcomeOf(
  { verdict, best, alike }: Detection,
  truth: Hypothesis,
): 'right' | 'among' | 'undecided' | 'wrong' | 'missed' {
  if (verdict === 'as-declared') return 'missed'
  if (verdict === 'undecided') return 'undecided'
  const isTruth = ({ layout, transformation }: Hypothesis): boolean =>
    layout === truth.layout && transformation === truth.transformation
  if (alike.some(isTruth) || (isTruth(best) && alike.length > 0)) return 'among'
  return isTruth(best) ? 'right' : 'wrong'
}
