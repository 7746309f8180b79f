import { sourcesOf, transformed, type Transformation } from '../../src/core/detective/transform.ts'
import { slotCount, type Layout, type LayoutWell } from '../../src/core/layout/layout.ts'
import type { WellValue } from '../../src/core/plate-read.ts'
import { shapeOf, wellsOf, type Well } from '../../src/core/well.ts'
import type { Random } from '../demo/random.ts'
import { randomBench, type PlateBench } from './bench-day.ts'

/** What is simulated: a layout as it lies. */
export interface SimulatedTruth {
  readonly layout: Layout
  readonly transformation: Transformation
  /** Concentrations of the standards, level 1 first. */
  readonly standards: readonly number[]
}

/**
 * ODs of a plate that really is what the truth says, on a day drawn at random. A line that a shift
 * leaves bare is empty on one day and goes on with further specimens in the layout's pattern on the
 * other.
 */
export function simulatedOds(truth: SimulatedTruth, random: Random): ReadonlyMap<Well, WellValue> {
  const { layout, standards, transformation } = truth
  const bench = randomBench(standards, shapeOf(layout.format).columns, random)
  const contents = layout.wells.map(contentsOf(layout, bench))
  const sources = sourcesOf(transformation, layout.format)
  const lying = transformed<Content | undefined>(contents, sources, undefined)
  const further = random.uniform() < 0.5 ? furtherSpecimens(bench) : () => NOTHING
  const badWells = new Set(
    Array.from({ length: bench.badWells }, () => Math.floor(random.uniform() * layout.format)),
  )
  const wells = wellsOf(layout.format)
  return new Map(
    lying.map((content, at) => {
      const held = content ?? further(layout.wells[at])
      return [wells[at] ?? '', odOf({ held, at, isBad: badWells.has(at) }, bench, random)]
    }),
  )
}

/** What is in a well. */
interface Content {
  readonly kind: 'standard' | 'blank' | 'specimen' | 'nothing'
  /** Of the analyte in the well, in the unit of the standards. */
  readonly amount: number
}

const NOTHING: Content = { kind: 'nothing', amount: 0 }

/**
 * Amounts in each well. Slots without a specimen get diluent on some days and nothing on others.
 */
function contentsOf(layout: Layout, bench: PlateBench): (place: LayoutWell) => Content {
  const used = Math.ceil(bench.usedShare * slotCount(layout))
  const unused: Content = bench.isDiluentSpared ? NOTHING : { kind: 'standard', amount: 0 }
  const specimens = specimensOf(bench)
  return (place) => {
    if (place.role === 'empty') return NOTHING
    if (place.role === 'blank') return { kind: 'blank', amount: 0 }
    if (place.role === 'control') return { kind: 'specimen', amount: bench.control }
    if (place.role === 'sample') return (place.slot ?? 0) > used ? unused : specimens(place)
    return { kind: 'standard', amount: bench.standardAt((place.level ?? 1) - 1) }
  }
}

/** The same supernatant wherever slot and condition are the same. */
function specimensOf(bench: PlateBench): (place: LayoutWell) => Content {
  const supernatants = new Map<string, number>()
  return ({ slot, condition, dilution }) => {
    const key = `${slot}/${condition}`
    const amount = supernatants.get(key) ?? bench.specimen(slot ?? 0, condition ?? '')
    supernatants.set(key, amount)
    return { kind: 'specimen', amount: amount / dilution }
  }
}

/** Specimens that nobody wrote down, in the pattern that the layout has where they lie. */
function furtherSpecimens(bench: PlateBench): (here: LayoutWell | undefined) => Content {
  const specimens = specimensOf(bench)
  return (here) => {
    if (here === undefined || here.role === 'empty' || here.role === 'blank') return NOTHING
    const { slot, level, condition } = here
    return specimens({ ...here, slot: slot ?? -1 - (level ?? 0), condition: `more ${condition}` })
  }
}

interface Held {
  readonly held: Content
  readonly at: number
  readonly isBad: boolean
}

function odOf({ held, at, isBad }: Held, bench: PlateBench, random: Random): WellValue {
  const share = (isBad ? Math.exp(1.2 * random.normal()) : 1) * (1 + bench.cv * random.normal())
  const noise = bench.plastic + bench.readerSd * random.normal()
  const signal = signalOf(held, bench) * Math.max(0, share) * bench.driftAt(at)
  const od = noise + signal
  return od > bench.highestOd ? 'overflow' : Math.round(od * 1000) / 1000
}

function signalOf({ kind, amount }: Content, { curve, blankShare, matrix }: PlateBench): number {
  if (kind === 'nothing') return 0
  if (kind === 'blank') return curve(0) * blankShare
  return curve(amount) * (kind === 'specimen' ? matrix : 1)
}
