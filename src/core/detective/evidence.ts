import { wellsOf, type Well } from '../well.ts'
import type { Places } from './arrangement.ts'
import { expectationsOf, type Expectation } from './expectations.ts'
import type { Judged } from './judge.ts'
import type { SeenPlate } from './seen-plate.ts'

/** Wells that speak against the declared layout, with what was expected there and what was seen. */
export interface Evidence {
  readonly wells: readonly Well[]
  /** ODs as they were compared: overflow counts as the highest, underflow as zero. */
  readonly seen: readonly number[]
  /** What the wells are by the declared layout: `standard 8, OD 0.052`. */
  readonly declaredAs: string
  /** What they are by the better hypothesis. */
  readonly betterAs: string
  /** How much better that fits, in natural logarithms of probability. */
  readonly nats: number
}

/** How many pieces of evidence are named. */
const NAMED = 4
/** What says less than this is not worth naming. */
const NATS_MIN = 1

const NOTHING: Expectation = { key: 'none', as: 'a well of its own', support: 0 }

/** The wells that speak loudest for the better hypothesis, the loudest first. */
export function evidenceFor(
  better: Judged,
  declared: Judged,
  seen: SeenPlate,
): readonly Evidence[] {
  const [asDeclared, asBetter] = [expectationsOf(declared, seen), expectationsOf(better, seen)]
  const views = [...new Set([...asDeclared.keys(), ...asBetter.keys()])]
    .toSorted((a, b) => a - b)
    .map((place) => ({
      place,
      declared: asDeclared.get(place) ?? NOTHING,
      otherwise: asBetter.get(place) ?? NOTHING,
    }))
  const pieces = Map.groupBy(views, (view) => `${view.declared.key}/${view.otherwise.key}`)
  const loud = [...pieces.values()]
    .map((together) => pieceOf(together, seen))
    .filter(({ nats }) => nats >= NATS_MIN)
    .toSorted((a, b) => b.nats - a.nats)
    .slice(0, NAMED)
  return loud.length > 0 ? loud : [standardsTogether(better, declared, seen)]
}

/** When no well is loud by itself: the shape of the curve, and how low it begins. */
function standardsTogether(better: Judged, declared: Judged, seen: SeenPlate): Evidence {
  const names = wellsOf(seen.format)
  const places = declared.arrangement.standards.flatMap((standard) => standard.places)
  return {
    wells: places.map((place) => names[place] ?? ''),
    seen: places.map((place) => seen.ods[place] ?? 0),
    declaredAs: 'the standards',
    betterAs: 'standards that fit a curve better',
    nats: better.score.parts.standards - declared.score.parts.standards,
  }
}

/** One well by both hypotheses. */
interface View {
  readonly place: number
  readonly declared: Expectation
  readonly otherwise: Expectation
}

function pieceOf(views: readonly View[], seen: SeenPlate): Evidence {
  const [first] = views
  const names = wellsOf(seen.format)
  const places: Places = views.map(({ place }) => place)
  return {
    wells: places.map((place) => names[place] ?? ''),
    seen: places.map((place) => seen.ods[place] ?? 0),
    declaredAs: first?.declared.as ?? '',
    betterAs: first?.otherwise.as ?? '',
    nats: views.reduce(
      (sum, { declared, otherwise }) => sum + otherwise.support - declared.support,
      0,
    ),
  }
}

/** `A1, A2 read 0.051, 0.049: as declared standard 1, OD 2.310, otherwise standard 8, OD 0.050`. */
export function evidenceText({ wells, seen, declaredAs, betterAs }: Evidence): string {
  const ods = seen.map((od) => od.toFixed(3)).join(', ')
  return `${wells.join(', ')} read ${ods}: as declared ${declaredAs}, otherwise ${betterAs}`
}
