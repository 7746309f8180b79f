import type { Block, PlateRead } from '../../src/core/plate-read.ts'
import { indexFromWell, shapeOf } from '../../src/core/well.ts'

/** A true block with its wells by place, and the place of every text that stands in one well. */
interface Truth {
  readonly wavelengthNm: number
  readonly texts: ReadonlyMap<number, string>
  readonly places: ReadonlyMap<string, number>
}

/** What a dialect says of a value beside the value: its well, its row or column, or nothing. */
export type Addressed = 'well' | 'row' | 'column' | 'none'

/** Values of one block that stand in other wells than the ones they were said for. */
export interface Move {
  /** `4 wells moved by 1 at 450 nm`. */
  readonly what: string
  /** Where each value stands, and where it was said, both in row-major order from 0. */
  readonly places: readonly (readonly [at: number, from: number])[]
  readonly format: PlateRead['format']
}

/** Finds values that stand in another well than the one they were said for, block by block. */
export type MovedWells = (read: PlateRead) => readonly Move[]

/**
 * A value that was lost and another that was doubled can make up for each other only where nothing
 * is said of the wells between them: within one row where the rows are told apart, and nowhere
 * where each value has its well beside it.
 */
export function canBeTold({ places, format }: Move, addressed: Addressed): boolean {
  const { columns } = shapeOf(format)
  const group = {
    well: (place: number): number => place,
    row: (place: number): number => Math.floor(place / columns),
    column: (place: number): number => place % columns,
    none: (): number => 0,
  }[addressed]
  return new Set(places.flat().map(group)).size > 1
}

/**
 * Compares an altered read with the true ones. Bytes that were altered on their way may change the
 * very wells they are of, and no checksum may be there to tell. A lost or doubled value that moves
 * the values behind it looks otherwise: of the wells that differ from the true block most like it,
 * at least two, and at least half, hold the text of the well that is the same number of places
 * further on.
 */
export function movedWells(reads: readonly PlateRead[]): MovedWells {
  const truths = reads.flatMap(({ blocks, format }) => blocks.map((one) => truthOf(one, format)))
  return ({ blocks, format }) =>
    blocks.flatMap((block) => {
      const { texts, wavelengthNm } = truthOf(block, format)
      const candidates = truths.filter((truth) => truth.wavelengthNm === wavelengthNm)
      const shift = shiftIn(texts, candidates)
      if (shift === null) return []
      const { by, places } = shift
      return [
        { what: `${places.length} wells moved by ${by} at ${wavelengthNm} nm`, places, format },
      ]
    })
}

function truthOf({ wavelengthNm, wells }: Block, format: PlateRead['format']): Truth {
  const texts = new Map(wells.map(({ well, text }) => [indexFromWell(well, format) ?? -1, text]))
  const places = new Map<string, number>()
  const twice = new Set<string>()
  for (const [place, text] of texts) {
    if (places.has(text)) twice.add(text)
    places.set(text, place)
  }
  for (const text of twice) places.delete(text)
  return { wavelengthNm, texts, places }
}

interface Shift {
  readonly by: number
  readonly places: Move['places']
}

function shiftIn(texts: ReadonlyMap<number, string>, truths: readonly Truth[]): Shift | null {
  const differing = truths.map((truth) => [truth, differencesOf(texts, truth)] as const)
  const best = differing.toSorted(([, left], [, right]) => left.length - right.length)[0]
  if (best === undefined) return null
  // With nothing in its place any true block can be the one that was moved as a whole.
  const isLost = best[1].length * 2 > texts.size
  for (const [truth, places] of isLost ? differing : [best]) {
    const moves = places.flatMap((at): [number, number][] => {
      const from = truth.places.get(texts.get(at) ?? '')
      return from === undefined ? [] : [[at, from]]
    })
    for (const [by, some] of Map.groupBy(moves, ([at, from]) => from - at)) {
      if (some.length >= 2 && some.length * 2 >= places.length) return { by, places: some }
    }
  }
  return null
}

function differencesOf(texts: ReadonlyMap<number, string>, truth: Truth): readonly number[] {
  return [...texts.keys()].filter((place) => texts.get(place) !== truth.texts.get(place))
}
